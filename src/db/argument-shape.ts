import { looksLikeId } from './ids.ts'

/**
 * Text that is part of the shape of arguments: none, days, and words such as roles, a status or the name of a column,
 * which start with a small letter. Other text is a value.
 */
const isWord = (text: string): boolean =>
  /^(?:[a-z][a-zA-Z0-9_. -]{0,39}|\d{4}-\d\d-\d\d)$/.test(text) && !looksLikeId(text)

/** Fields whose text is always a value: text that someone typed, and the last row of the previous page. */
const valueFields = new Set(['typed', 'after'])

/**
 * Describes arguments without their values.
 * @returns `shape`, in which a number stands for each value, the same number for the same value; and `values`, by their
 * numbers
 * @throws TypeError when an argument is neither text, a number, a list or a set, nor a record of these
 */
export function shapeOf(given: readonly unknown[]): { shape: string; values: string[] } {
  const numbers = new Map<string, number>()
  const ofText = (text: string, isValue: boolean): string => {
    if (text === '' || (!isValue && isWord(text))) return `"${text}"`
    if (!numbers.has(text)) numbers.set(text, numbers.size)
    return `#${numbers.get(text)}`
  }
  const of = (it: unknown, isValue = false): string => {
    if (typeof it === 'string') return ofText(it, isValue)
    if (it === null || typeof it !== 'object') return ofScalar(it)
    if (Array.isArray(it)) return `[${it.map(each => of(each, isValue)).join()}]`
    if (it instanceof Set) return `set[${[...it].map(each => of(each, isValue)).join()}]`
    const fields = fieldsOf(it).map(([name, value]) => `${name}:${of(value, isValue || valueFields.has(name))}`)
    return `{${fields.join()}}`
  }
  return { shape: given.map(each => of(each)).join(), values: [...numbers.keys()] }
}

function ofScalar(it: unknown): string {
  if (typeof it === 'function' || typeof it === 'symbol') throw new TypeError(`${typeof it} as an argument`)
  return String(it)
}

/** An actor's name is left out, because each person would have a shape of their own. */
function fieldsOf(it: object): [string, unknown][] {
  const kind = Object.getPrototypeOf(it) as object | null
  if (kind !== null && kind !== Object.prototype) throw new TypeError(`${it.constructor.name} as an argument`)
  return Object.entries(it).filter(([name]) => !('memberships' in it && name === 'name'))
}

/** @returns the same arguments with a mark in place of each value; what contains no values stays the same object */
export function withMarks<Given extends readonly unknown[]>(given: Given, marks: ReadonlyMap<string, string>): Given {
  const of = (it: unknown, isValue = false): unknown => {
    if (typeof it === 'string') return (isValue || !isWord(it) ? marks.get(it) : undefined) ?? it
    if (it === null || typeof it !== 'object') return it
    if (it instanceof Set) return new Set([...it].map(each => of(each, isValue)))
    const before = Array.isArray(it) ? [...it.entries()] : fieldsOf(it)
    const after = before.map(([name, value]) => [name, of(value, isValue || valueFields.has(String(name)))] as const)
    if (after.every(([, value], index) => value === before[index]![1])) return it
    return Array.isArray(it) ? after.map(([, value]) => value) : Object.fromEntries(after)
  }
  return given.map(each => of(each)) as unknown as Given
}
