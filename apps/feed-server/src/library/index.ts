/** The documented face of the library of recordings. */

export type { Library, LibraryOptions, Rolling, StartOptions } from './library-face.ts'
export { openLibrary } from './library.ts'
