import type { z } from 'zod'
import { withoutStackedMarks } from '../domain/combining-marks.ts'
import { FormRefused } from '../domain/refusals.ts'
import { monthsIn } from '../words/format.ts'
import { languages, translator, type Key, type Language, type T } from '../words/words.ts'
import type { FieldError, Form } from './form.ts'

type Parsed<Schema extends z.ZodType> = { data: z.output<Schema>; form: null } | { data: null; form: Form }

/** Returns the checked data, or the form with its errors. The three inputs of a date become one field. */
export function parseForm<Schema extends z.ZodType>(schema: Schema, body: unknown): Parsed<Schema> {
  const values = joinDates(cleaned(body))
  const result = schema.safeParse(values)
  return result.success
    ? { data: result.data, form: null }
    : { data: null, form: { values, errors: firstOfEach(result.error.issues) } }
}

/** The values of a form as text or lists of text, cleaned as in `parseForm`, but not checked. */
export const valuesIn = (body: unknown): Form['values'] => joinDates(cleaned(body))

/** The form as entered, with only this error. */
export const withError = (body: unknown, error: FieldError): Form => ({ values: valuesIn(body), errors: [error] })

/** The text of one field, trimmed but not checked; empty if the field is missing or a list. */
export const typedIn = (body: unknown, field: string): string => {
  const value = valuesIn(body)[field] ?? ''
  return typeof value === 'string' ? value.trim() : ''
}

/**
 * Adds an error that only the database can find. If the field already has an error, keeps that one.
 * @returns null when there is no error at all
 */
export function withFurtherError(form: Form | null, body: unknown, error: FieldError | null): Form | null {
  if (!error || form?.errors.some(({ field }) => field === error.field)) return form
  return { values: valuesIn(body), errors: [...(form?.errors ?? []), error] }
}

/**
 * Runs a function that can throw FormRefused for a rule in the database.
 * @returns null when the function succeeded, otherwise the form as entered with the error beside its field
 */
export const refusalOf = async (t: T, body: unknown, act: () => Promise<unknown>): Promise<Form | null> =>
  (await resultOrRefusal(t, body, act)).refused

/**
 * For the few forms that do not use `submitForm`.
 * @returns the result of `act`, or the form as entered, with its errors
 */
export async function parseAndAct<Schema extends z.ZodType, Result>(
  t: T,
  schema: Schema,
  body: unknown,
  act: (data: z.output<Schema>) => Promise<Result>,
): Promise<{ result: Result; refused: null } | { result: null; refused: Form }> {
  const { data, form } = parseForm(schema, body)
  return form ? { result: null, refused: form } : resultOrRefusal(t, body, () => act(data))
}

async function resultOrRefusal<Result>(
  t: T,
  body: unknown,
  act: () => Promise<Result>,
): Promise<{ result: Result; refused: null } | { result: null; refused: Form }> {
  try {
    return { result: await act(), refused: null }
  } catch (refusal) {
    if (!(refusal instanceof FormRefused)) throw refusal
    const say = t as unknown as (key: Key, params: FormRefused['params']) => string
    const form = withError(body, { field: refusal.field, message: say(refusal.key as Key, refusal.params) })
    return { result: null, refused: form }
  }
}

/** Builds a schema once per language, because a schema contains error messages. */
export function inEachLanguage<Schema>(build: (t: T) => Schema): (t: T) => Schema {
  const built = new Map<Language, Schema>(languages.map(language => [language, build(translator(language))]))
  return t => built.get(t.language) ?? build(t)
}

type Values = Record<string, string | string[]>

function cleaned(body: unknown): Values {
  const values: Values = {}
  if (typeof body !== 'object' || body === null) return values
  for (const [field, value] of Object.entries(body)) {
    if (field === '__proto__') continue
    if (typeof value === 'string') values[field] = cleanText(value)
    else if (Array.isArray(value)) values[field] = value.filter(each => typeof each === 'string').map(cleanText)
  }
  return values
}

const cleanText = (text: string): string =>
  withoutStackedMarks(text.replaceAll('\0', '').toWellFormed()).replace(/\r\n?/g, '\n')

function joinDates(values: Values): Values {
  const joined = { ...values }
  for (const field of Object.keys(values)
    .filter(each => each.endsWith('-day'))
    .map(each => each.slice(0, -'-day'.length))) {
    const [day, month, year] = ['day', 'month', 'year'].map(part => values[`${field}-${part}`] ?? '')
    if (typeof day !== 'string' || typeof month !== 'string' || typeof year !== 'string') joined[field] = '?'
    else
      joined[field] = [day, month, year].every(part => part.trim() === '')
        ? ''
        : [year.trim(), monthFigures(month.trim()), day.trim().padStart(2, '0')].join('-')
  }
  return joined
}

const monthNames = languages.flatMap(language =>
  monthsIn(translator(language)).map((name, index) => ({ month: index + 1, name: name.toLowerCase() })),
)

/**
 * The number of a month as text with two digits, such as 03. Accepts the number, the month's name, or at least its
 * first three letters. Other text is returned as it is, and refused later.
 */
function monthFigures(typed: string): string {
  const named =
    typed.length >= 3 && typed.length <= 20
      ? monthNames.find(({ name }) => name.startsWith(typed.toLowerCase().replace(/\.$/, '')))
      : undefined
  return String(named?.month ?? typed).padStart(2, '0')
}

function firstOfEach(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  const errors = new Map<string, string>()
  for (const { path, message } of issues) if (!errors.has(String(path[0]))) errors.set(String(path[0]), message)
  return [...errors].map(([field, message]) => ({ field, message }))
}
