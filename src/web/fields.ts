import { wordsIn } from '../domain/words-in.ts'
import { errorOf, keepBoxOf, valueOf, valuesOf, type Form, type KeepBox } from './form.ts'
import type { ErrorLink, Icon } from './components.ts'

// Builders for fields. A field's name is also the id of its first focusable element, for links in the error summary.

export type LabelSize = 'xl' | 'l' | 'm' | 's' | 'plain' | 'hidden'
interface Field {
  id: string
  name: string
  label: string
  labelSize: LabelSize
  hint: string | null
  error: string | null
  /** a checkbox below the error, with which the person keeps the text as it is */
  keep: KeepBox | null
  describedBy: string | null
}
interface FieldOptions {
  hint?: string | null
  /** the size of the label; all but `plain` and `hidden` are bold */
  size?: LabelSize
}

export type TextType = 'text' | 'email' | 'password' | 'url' | 'number' | 'search' | 'tel'
export type Width = 2 | 3 | 4 | 5 | 10 | 20 | 30
export interface TextField extends Field {
  type: 'text' | 'email' | 'password' | 'url' | 'search' | 'tel'
  value: string
  width: Width | null
  autocomplete: string | null
  inputmode: 'numeric' | 'decimal' | 'email' | 'url' | 'text' | null
  spellcheck: boolean
  suffix: string | null
}
interface TextOptions extends FieldOptions {
  type?: TextType
  width?: Width
  autocomplete?: string
  inputmode?: TextField['inputmode']
  spellcheck?: boolean
  suffix?: string
}

/** A text input. Numbers use it too, because browsers' number inputs discard text that they cannot parse. */
export function textField(form: Form, name: string, label: string, options: TextOptions = {}): TextField {
  const { type = 'text', width = null, autocomplete = null, suffix = null } = options
  const isAddress = type === 'email' || type === 'url' || type === 'password'
  return {
    ...field(form, name, label, options),
    type: type === 'number' ? 'text' : type,
    value: type === 'password' ? '' : valueOf(form, name),
    width,
    autocomplete,
    suffix,
    inputmode: options.inputmode ?? (type === 'number' ? 'numeric' : null),
    spellcheck: options.spellcheck ?? !isAddress,
  }
}

export interface TextArea extends Field {
  value: string
  rows: number
  most: number | null
  /** the count is shown only near the maximum */
  quiet: boolean
  /** the number of words in the value; null where they are not counted */
  words: number | null
}
/**
 * @param options.most the maximum number of characters
 * @param options.quiet shows the count only near the maximum
 * @param options.countsWords shows the number of words, and characters only near the maximum
 */
export function textArea(
  form: Form,
  name: string,
  label: string,
  options: FieldOptions & { rows?: number; most?: number; quiet?: boolean; countsWords?: boolean } = {},
): TextArea {
  const base = field(form, name, label, options)
  const { countsWords = false } = options
  const most = options.most ?? null
  return {
    ...base,
    describedBy: joined(base.describedBy, countsWords && `${base.id}-words`, most && `${base.id}-count`),
    value: valueOf(form, name),
    words: countsWords ? wordsIn(valueOf(form, name)) : null,
    rows: options.rows ?? 5,
    most,
    quiet: options.quiet ?? countsWords,
  }
}

export interface DateField extends Field {
  parts: readonly DatePart[]
}
interface DatePart {
  part: 'day' | 'month' | 'year'
  id: string
  name: string
  value: string
  width: 2 | 4
}
/** Three inputs: name-day, name-month and name-year. `parseForm` combines them into `name`. */
export function dateField(form: Form, name: string, label: string, options: FieldOptions = {}): DateField {
  const [year = '', month = '', day = ''] = valueOf(form, name).split('-')
  const base = field(form, name, label, { size: 's', ...options })
  const part = (part: DatePart['part'], known: string): DatePart => {
    const own = `${name}-${part}`
    const value = own in form.values ? valueOf(form, own) : known.replace(/^0/, '')
    return {
      part,
      id: part === 'day' ? base.id : `${base.id}-${part}`,
      name: own,
      value,
      width: part === 'year' ? 4 : 2,
    }
  }
  return { ...base, parts: [part('day', day), part('month', month), part('year', year)] }
}

export interface Choice {
  value: string
  text: string
  hint?: string | null
  icon?: Icon
  disabled?: boolean
  /** a text field to show below this choice */
  field?: TextField
}
interface DrawnChoice {
  id: string
  value: string
  text: string
  hint: string | null
  icon: Icon | null
  checked: boolean
  disabled: boolean
  field: TextField | null
}
export interface Choices extends Field {
  choices: readonly DrawnChoice[]
  small: boolean
  inline: boolean
}
interface ChoiceOptions extends FieldOptions {
  choices: readonly Choice[]
  small?: boolean
  inline?: boolean
}

export const radios = (form: Form, name: string, legend: string, options: ChoiceOptions): Choices =>
  choicesOf(field(form, name, legend, { size: 's', ...options }), options, [valueOf(form, name)])

export const checkboxes = (form: Form, name: string, legend: string, options: ChoiceOptions): Choices =>
  choicesOf(field(form, name, legend, { size: 's', ...options }), options, valuesOf(form, name))

/** One checkbox without a legend. Its submitted value is 'yes'. */
export interface Tick extends Field {
  checked: boolean
}
export const tickBox = (form: Form, name: string, label: string, options: FieldOptions = {}): Tick => ({
  ...field(form, name, label, options),
  checked: valuesOf(form, name).includes('yes'),
})

/** Radios for the judgements in `choices`, each with its symbol. */
export const judgementRadios = <Judgement extends keyof typeof judgementIcons>(
  form: Form,
  name: string,
  legend: string,
  options: FieldOptions & { choices: readonly { value: Judgement; text: string }[] },
): Choices =>
  radios(form, name, legend, {
    size: 'm',
    ...options,
    choices: options.choices.map(each => ({ ...each, icon: judgementIcons[each.value] })),
  })

export const judgementIcons = {
  met: 'disc-tick',
  'partly met': 'half-disc',
  'not yet': 'ring',
  'not applicable': 'dash',
} as const satisfies Record<string, Icon>

export interface Select extends Field {
  options: readonly { value: string; text: string; selected: boolean }[]
}
/** @param options.empty the label of the empty first option, such as "Choose a library" */
export function select(
  form: Form,
  name: string,
  label: string,
  options: FieldOptions & { choices: readonly Choice[]; empty?: string },
): Select {
  const { choices } = options
  const chosen = valueOf(form, name)
  const lines = options.empty === undefined ? choices : [{ value: '', text: options.empty }, ...choices]
  return {
    ...field(form, name, label, options),
    options: lines.map(({ value, text }) => ({ value, text, selected: value === chosen })),
  }
}

export interface FileField extends Field {
  accept: string | null
  multiple: boolean
}
/** A plain file input. Browsers do not keep chosen files, so a form with errors asks for them again. */
export const fileField = (
  form: Form,
  name: string,
  label: string,
  options: FieldOptions & { accept?: string; multiple?: boolean } = {},
): FileField => ({
  ...field(form, name, label, { size: 's', ...options }),
  accept: options.accept ?? null,
  multiple: options.multiple ?? false,
})

/** The links of the error summary. A page returns them as `errors`. */
export const errorSummary = (form: Form): readonly ErrorLink[] =>
  form.errors.map(({ field: name, message }) => ({ text: message, href: `#${idOf(name)}` }))

/**
 * A hidden field with the entered value.
 * @param fallback the value before anything was entered
 */
export const hiddenField = (
  form: Form,
  name: string,
  fallback: string | number = '',
): { name: string; value: string } => ({ name, value: valueOf(form, name) || String(fallback) })

function field(form: Form, name: string, label: string, { hint = null, size = 'plain' }: FieldOptions): Field {
  const id = idOf(name)
  const error = errorOf(form, name)
  return {
    id,
    name,
    label,
    labelSize: size,
    hint,
    error,
    keep: keepBoxOf(form, name),
    describedBy: joined(hint && `${id}-hint`, error && `${id}-error`),
  }
}

function choicesOf(
  base: Field,
  { choices, small = false, inline = false }: ChoiceOptions,
  chosen: readonly string[],
): Choices {
  const drawn = choices.map(
    ({ value, text, hint = null, icon, disabled = false, field = null }, index): DrawnChoice => ({
      id: index === 0 ? base.id : `${base.id}-${index + 1}`,
      value,
      text,
      hint,
      icon: icon ?? null,
      checked: chosen.includes(value),
      disabled,
      field,
    }),
  )
  return { ...base, choices: drawn, small, inline }
}

/** The id of a field's element. It contains only characters that need no escaping in a link or a CSS selector. */
const idOf = (name: string): string => name.replace(/[^\w-]/g, '_')

const joined = (...ids: (string | null | 0 | '' | false)[]): string | null => ids.filter(Boolean).join(' ') || null
