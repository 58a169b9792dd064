import { looksLikeId } from './ids.ts'

/** A value that is filled into the SQL for each run. */
export type Value = string | number

/**
 * Whether text is part of the shape of arguments: empty text, days, and words that start with a small letter, such as
 * a role, a status or the name of a column. Ids and all other text are values.
 */
const isWord = (text: string): boolean =>
  /^(?:[a-z][a-zA-Z0-9_. -]{0,39}|\d{4}-\d\d-\d\d|)$/.test(text) && !looksLikeId(text)

/** All text and numbers in these fields are values: text that someone typed, and the position where a page starts. */
const valueFields = new Set(['typed', 'after', 'before'])

/** @param within true inside one of `valueFields`, where numbers and all text except empty text are values */
const isValue = (it: unknown, within: boolean): it is Value =>
  within ? typeof it === 'number' || (typeof it === 'string' && it !== '') : typeof it === 'string' && !isWord(it)

/**
 * Separates arguments into their shape and their values.
 * @returns `shape`, with a numbered placeholder for each different value; and `values`, with these numbers as indexes
 * @throws TypeError when an argument is or contains a function, a symbol, or an instance of a class other than a set
 */
export function shapeOf(given: readonly unknown[]): { shape: string; values: Value[] } {
  const numbers = new Map<Value, number>()
  const of = (it: unknown, within = false): string => {
    if (isValue(it, within)) {
      if (!numbers.has(it)) numbers.set(it, numbers.size)
      return `#${numbers.get(it)}`
    }
    if (it === null || typeof it !== 'object') return ofScalar(it)
    if (Array.isArray(it)) return `[${it.map(each => of(each, within)).join()}]`
    if (it instanceof Set) return `set[${[...it].map(each => of(each, within)).join()}]`
    const fields = fieldsOf(it).map(([name, value]) => `${name}:${of(value, within || valueFields.has(name))}`)
    return `{${fields.join()}}`
  }
  return { shape: given.map(each => of(each)).join(), values: [...numbers.keys()] }
}

function ofScalar(it: unknown): string {
  if (typeof it === 'function' || typeof it === 'symbol') throw new TypeError(`${typeof it} as an argument`)
  return typeof it === 'string' ? `"${it}"` : String(it)
}

/**
 * The fields of a record. An actor's name is left out, because a name that starts with a small letter would count as
 * part of the shape, not as a value.
 */
function fieldsOf(it: object): [string, unknown][] {
  const kind = Object.getPrototypeOf(it) as object | null
  if (kind !== null && kind !== Object.prototype) throw new TypeError(`${it.constructor.name} as an argument`)
  return Object.entries(it).filter(([name]) => !('memberships' in it && name === 'name'))
}

/** @returns the same arguments with a mark in place of each value; lists and records without values are not copied */
export function withMarks<Given extends readonly unknown[]>(given: Given, marks: ReadonlyMap<Value, string>): Given {
  const of = (it: unknown, within = false): unknown => {
    if (isValue(it, within)) return marks.get(it) ?? it
    if (it === null || typeof it !== 'object') return it
    if (it instanceof Set) return new Set([...it].map(each => of(each, within)))
    const before = Array.isArray(it) ? [...it.entries()] : fieldsOf(it)
    const after = before.map(([name, value]) => [name, of(value, within || valueFields.has(String(name)))] as const)
    if (after.every(([, value], index) => value === before[index]![1])) return it
    return Array.isArray(it) ? after.map(([, value]) => value) : Object.fromEntries(after)
  }
  return given.map(each => of(each)) as unknown as Given
}
