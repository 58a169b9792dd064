import type { T } from '../words/words.ts'

/** The values and errors of a form. A repeated field is a list. */
export interface Form {
  values: Readonly<Record<string, string | readonly string[]>>
  errors: readonly FieldError[]
  /** by field: a checkbox with which the person keeps the text as it is */
  keep?: Readonly<Record<string, KeepBox>>
}
export interface FieldError {
  field: string
  message: string
}
export interface KeepBox {
  name: string
  value: string
  text: string
  isKept: boolean
}

export const emptyForm: Form = { values: {}, errors: [] }

/** A form with saved values and no errors. */
export const formOf = (values: Form['values']): Form => ({ values, errors: [] })

export const valueOf = (form: Form, field: string): string => {
  const value = form.values[field] ?? ''
  return typeof value === 'string' ? value : (value[0] ?? '')
}

export const valuesOf = (form: Form, field: string): readonly string[] => {
  const value = form.values[field] ?? []
  return typeof value === 'string' ? [value] : value
}

/** The id of the element that shows the newer version, on a page that compares it with the form. */
export const newerVersionId = 'newer-version'

/** A form that was not saved because of a newer version, which the page shows. */
export const staleForm = (t: T, form: Form): Form => ({
  ...form,
  errors: [{ field: newerVersionId, message: t('form.stale') }, ...form.errors],
})

export const keepBoxOf = (form: Form, field: string): KeepBox | null => form.keep?.[field] ?? null

export const errorOf = (form: Form, field: string): string | null =>
  form.errors.find(error => error.field === field)?.message ?? null
