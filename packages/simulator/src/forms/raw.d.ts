/** The text of a file, for tests that compare the documentation with the program. */
declare module '*?raw' {
  const text: string
  export { text as default }
}
