import type { CheerioAPI } from 'cheerio'

export type Kind = 'text' | 'number' | 'address' | 'password' | 'choice' | 'tick' | 'day' | 'hidden'
/**
 * A field of a form. `subject` is its name without `-day`, `-month` or `-year`; its error has the id `<subject>-error`.
 */
export interface Field {
  name: string
  kind: Kind
  subject: string
}

/**
 * The fields of the forms on a page that post to `action`, except file inputs. If no form does, the fields of the forms
 * without an action.
 */
export function fieldsOf($: CheerioAPI, action: string): Field[] {
  const [named, nameless] = [
    $(`form[method=post][action="${action}"]`).get(),
    $('form[method=post]:not([action])').get(),
  ]
  const own = named.length > 0 ? named : nameless
  const found = new Map<string, Field>()
  for (const element of own.flatMap(form => $(form).find('input[name], textarea[name], select[name]').get())) {
    const [name, type] = [$(element).attr('name')!, $(element).attr('type') ?? element.tagName]
    if (type === 'file') continue
    const day = /^(.+)-(day|month|year)$/.exec(name)
    const plain = $(element).is('[inputmode=numeric], [inputmode=decimal]') ? 'number' : 'text'
    const kind = day && type !== 'hidden' ? 'day' : (kinds[type] ?? plain)
    found.set(name, { name, kind, subject: day?.[1] ?? name })
  }
  return [...found.values()]
}

const kinds: Record<string, Kind> = {
  hidden: 'hidden',
  password: 'password',
  email: 'address',
  url: 'address',
  radio: 'choice',
  select: 'choice',
  checkbox: 'tick',
}

/**
 * One way to fill in a field badly. The percent-encoded `values` are all sent under the field's name. Fields of the
 * kinds in `refusedIn` must refuse them.
 */
export interface Bad {
  says: string
  values: readonly string[]
  refusedIn: readonly Kind[]
}
const bad = (says: string, value: string | readonly string[], ...refusedIn: Kind[]): Bad => ({
  says,
  values: [value].flat(),
  refusedIn,
})

/** A field that is missing, while all others are valid. */
export const missing: Bad = bad('missing', [])

/** Bad values for one field while all others are valid. */
export const alone: readonly Bad[] = [
  bad('NUL inside', 'be%00fore', 'choice', 'address'),
  bad('not UTF-8', '%ED%A0%80%FF', 'choice', 'address'),
  bad('a prototype', '__proto__', 'choice', 'address'),
]

/** Bad values for all fields of a form together, at most about 330 KB. */
export const together = (elsewhere: string, fields: number): readonly Bad[] => [
  bad('empty', ''),
  bad('a list', ['one', 'two'], 'text', 'number', 'address', 'choice'),
  bad('endless', encodeURIComponent('Wide ሰላም '.repeat(9_000 / fields)), 'text', 'number', 'address', 'choice'),
  bad('of another library', elsewhere, 'choice', 'address'),
  bad('another prototype', 'constructor', 'choice', 'address'),
  bad('half an escape', '%E0%A4%zz%', 'choice', 'address'),
  bad('another header', 'a@b.example%0D%0ABcc%3A%20c@d.example', 'choice', 'address'),
  bad('a script', 'javascript%3Aalert(1)', 'choice', 'address'),
]

/** Bad values for the version. */
export const versions: readonly string[] = [
  '',
  '0',
  '-1',
  '1e0',
  '1.5',
  '2',
  '999999999',
  '99999999999999999999',
  '١',
  'version',
]

/** Dates that must be refused, as the day, month and year entered. */
export const impossibleDays: readonly (readonly [day: string, month: string, year: string])[] = [
  ['31', '2', '2027'],
  ['1', '13', '2027'],
  ['29', '2', '2027'],
  ['1', '1', '0'],
  ['1', '1', '10000'],
  ['-1', '6', '2027'],
  ['1e0', '6', '2027'],
  ['١', '٦', '٢٠٢٧'],
  ['1', 'Jux', '2027'],
  ['1', 'June', '27'],
  ['', '6', '2027'],
  ['1%00', 'x', '__proto__'],
]

/** Unusual but valid names and texts, which must be stored unchanged. */
export const unusualNames: readonly string[] = [
  'X',
  'Null',
  "O'Brien",
  'Llŷr ap Rhŷs o Lanfairpwll',
  'ሰላም ተስፋይ',
  'أمينة بنت يوسف',
  'مكتبة\u200f Ivan 👩🏽‍🦽',
  `<b>&amp;</b> "<%=7*7%>" {{7*7}} $\{7*7} %s '; --`,
  '__proto__',
]
