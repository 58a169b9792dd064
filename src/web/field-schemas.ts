import { z } from 'zod'
import { withoutPastedMarks } from '../domain/pasted-text.ts'
import { isDay, type Day } from '../domain/time.ts'
import type { T } from '../words/words.ts'

// The schema of each kind of field, with its error messages. Lengths count characters as people see them.

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const stretch = 200
/** Marks that can join the letters on both sides. */
const joiningMarks = /\p{M}\u200d?(?=\p{L})/gu

/**
 * The number of characters as people count them: an emoji, or a letter with its accent, is one. Letters that a mark
 * joins, as in Hindi, count separately, because browsers differ.
 * @param most stops counting above this number
 */
export function lengthOf(typed: string, most = Infinity): number {
  if (!/[^\u0020-\u02ff\n]/.test(typed)) return typed.length
  const text = typed.replace(joiningMarks, '$&\n')
  const added = text.length - typed.length
  let [count, at] = [0, 0]
  // in sections, because the engine copies the whole text for every character
  while (at + stretch < text.length && count - added <= most) {
    const end = at + stretch + (/[\ud800-\udbff]/.test(text[at + stretch - 1]!) ? 1 : 0)
    const starts = [...characters.segment(text.slice(at, end))].map(({ index }) => index)
    count += Math.max(1, starts.length - 1)
    at += starts.at(-1) || stretch // the last character may continue in the next section
  }
  return count - added + [...characters.segment(text.slice(at, at + stretch))].length
}

const noText = z
  .string()
  .optional()
  .catch(value => (Array.isArray(value.value) ? '\u0000' : ''))
  .default('')
const isList = (text: string) => text === '\u0000'

/** A schema for required text. */
export const text = (t: T, missing: string, most: number) =>
  optionalText(t, most).refine(value => value !== '', missing)

/**
 * A schema for optional text. Removes pasted invisible characters, and spaces at both ends. Refuses a field that was
 * sent more than once.
 */
export const optionalText = (t: T, most: number) =>
  noText
    .refine(value => !isList(value), t('field.one_value'))
    .transform(value => withoutPastedMarks(value).trim())
    .refine(value => value.length <= most * 20 && lengthOf(value, most) <= most, t('field.too_long', { most }))

/**
 * Whether a value has at least three visible letters or digits. Unicode classes some invisible characters as letters.
 */
export const saysSomething = (value: string): boolean =>
  (value.replace(/\p{Default_Ignorable_Code_Point}/gu, '').match(/[\p{L}\p{N}]/gu) ?? []).length >= 3

/** A schema for a required reason with at least three letters or digits. */
export const reasonText = (t: T, missing: string, most: number) =>
  text(t, missing, most).refine(value => value === '' || saysSomething(value), t('field.says_nothing'))

/** As `reasonText`, but accepts an empty value. */
export const optionalReason = (t: T, most: number) =>
  optionalText(t, most).refine(value => value === '' || saysSomething(value), t('field.says_nothing'))

/**
 * A schema for one required line of text. Removes characters that reverse the text direction, because names are printed
 * on certificates.
 */
export const line = (t: T, missing: string, most = 200) => optionalLine(t, most).refine(value => value !== '', missing)
/** A schema for one line with at least one letter or digit, so that a list never shows an invisible name. */
export const visibleLine = (t: T, missing: string, most: number) =>
  line(t, missing, most).refine(value => value === '' || isVisible(value), missing)

const isVisible = (value: string): boolean =>
  /[\p{L}\p{N}]/u.test(value.replace(/\p{Default_Ignorable_Code_Point}/gu, ''))

export const optionalLine = (t: T, most = 200) => optionalText(t, most).transform(oneLine)
const oneLine = (value: string): string =>
  value
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .trim()

/** A schema for a required day, between 1900 and 2199. */
export const day = (t: T, missing: string) =>
  optionalDay(t)
    .refine(value => value !== null, missing)
    .transform(value => value as Day)

export const optionalDay = (t: T) =>
  noText
    .refine(value => !/^\d{1,3}-/.test(value), t('field.day.year'))
    .refine(
      value => value === '' || (isDay(value) && value >= '1900-01-01' && value < '2200-01-01'),
      t('field.day.impossible'),
    )
    .transform(value => (value === '' ? null : (value as Day)))

/** A schema for a required whole number. */
export const wholeNumber = (wrong: string, { least, most }: { least: number; most: number }) =>
  z
    .custom<string>(value => typeof value === 'string', wrong)
    .transform(value => value.trim())
    .refine(value => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most, wrong)
    .transform(Number)

/** A schema for one of a list of choices. */
export const oneOf = <const Choice extends string>(choices: readonly Choice[], missing: string) =>
  z.custom<Choice>(value => typeof value === 'string' && (choices as readonly string[]).includes(value), missing)

export const optionalOneOf = <const Choice extends string>(choices: readonly Choice[], wrong?: string) =>
  z
    .custom<Choice | ''>(
      value => value === undefined || value === '' || (choices as readonly unknown[]).includes(value),
      wrong,
    )
    .optional()
    .transform(value => (value ? (value as Choice) : null))

/** A schema for any number of choices from a list. Removes duplicates. */
export const someOf = (choices: readonly string[], unknown: string) =>
  z
    .union([z.string(), z.array(z.string())], unknown)
    .optional()
    .transform(value => [...new Set(asList(value))])
    .refine(chosen => chosen.every(each => choices.includes(each)), unknown)

/** The submitted choices. One ticked checkbox arrives as a string, several as an array. */
function asList(value: string | string[] | undefined): string[] {
  if (value === undefined || value === '') return []
  return typeof value === 'string' ? [value] : value
}

/**
 * A schema for a hidden field with the choices that were ticked when the page was opened, joined by spaces. Empty when
 * the field is missing.
 */
export const tickedBefore = () =>
  z
    .string()
    .catch('')
    .transform(value => value.split(' '))

/** A schema for a single checkbox with the value `yes`: true when it is ticked. */
export const tick = () =>
  z
    .unknown()
    .optional()
    .transform(value => value === 'yes' || (Array.isArray(value) && value.includes('yes')))

/** A schema for the version of the record when the form was opened; 0 when it is missing or not a number. */
export const readVersion = () =>
  z
    .unknown()
    .optional()
    .transform(value => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0))
