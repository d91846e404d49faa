/** The documented face of the library of recordings. */

export type { Library, Rolling } from './library-face.ts'
export { openLibrary } from './library.ts'
