/** Ties a schema of what a server sends to the type of it, so that neither can change alone. */

import type { z } from 'zod'

/** A type in which everything counts that two types can differ in: without `readonly`, and what is optional marked and there. */
type Form<T> = T extends object
  ? {
      -readonly [Key in keyof T]-?: Partial<Pick<T, Key>> extends Pick<T, Key>
        ? { optional: Form<T[Key]> }
        : Form<T[Key]>
    }
  : T
type Same<A, B> = [A, B] extends [B, A] ? true : false

/** Answers the schema. Does not compile where schema and type differ in a field, in a value, or in what is optional. */
type Tie<T> = <Schema extends z.ZodType<T>>(
  schema: Schema,
  ...difference: Same<Form<z.output<Schema>>, Form<T>> extends true ? [] : ['the schema is not of the type']
) => z.ZodType<T>

export function exactly<T>(): Tie<T> {
  return (schema, ..._difference) => schema
}
