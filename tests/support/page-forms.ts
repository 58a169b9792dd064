import type { Cheerio, CheerioAPI } from 'cheerio'
import { randomBytes } from 'node:crypto'
import { fieldsNamed } from './html.ts'

type Found = ReturnType<CheerioAPI>
export interface File {
  name: string
  content: Buffer | string
  type?: string
}
/**
 * The values for a form's fields, by name. Null leaves a field out, a list ticks several boxes, and a day fills its
 * three inputs.
 */
export type Typed = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | File | readonly File[]>
>
type Part = [name: string, value: string | File]
export interface Sending {
  method: 'get' | 'post'
  address: string
  type: string | null
  body: Buffer | string | null
}

export const folded = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/**
 * Finds an element by its text, with or without its visually hidden parts.
 * @throws when none matches, or when several match, unless all are links to the same address
 */
export function named($: CheerioAPI, among: string, text: string): Found {
  const all = $(among).get()
  const seen = (element: (typeof all)[number]) =>
    folded($(element).clone().find('.govuk-visually-hidden').remove().end().text())
  const whole = all.filter(element => folded($(element).text()) === text)
  const found = whole.length > 0 ? whole : all.filter(element => seen(element) === text)
  const addresses = new Set(found.map(element => $(element).attr('href') ?? element))
  if (addresses.size === 1) return $(found[0]!) as Found
  throw new Error(
    `${addresses.size} things here are called "${text}": ` +
      `${all.map(element => folded($(element).text())).join(' · ') || 'the page has none of the kind'}`,
  )
}

/**
 * The request that a browser sends when a button is pressed. `typed` replaces values of the button's form.
 */
export function pressing($: CheerioAPI, buttonText: string, typed: Typed): Sending {
  const button = named($, 'button, input[type=submit]', buttonText)
  const form = button.attr('form') ? $(`form[id="${button.attr('form')}"]`) : button.closest('form')
  if (form.length !== 1) throw new Error(`"${buttonText}" belongs to no form`)
  const own = $('input, select, textarea', form).add(
    form.attr('id') ? $(`[form="${form.attr('id')}"]`).not('button') : $(),
  )
  const parts = [
    ...filledIn($, own as Found, withDays(own as Found, typed)),
    ...(button.attr('name') ? [[button.attr('name')!, button.attr('value') ?? ''] as Part] : []),
  ]
  const address = button.attr('formaction') ?? form.attr('action') ?? ''
  const method = button.attr('formmethod') ?? form.attr('method') ?? 'get'
  if (method.toLowerCase() === 'get')
    return { method: 'get', address: `${address.split('?')[0]}?${encoded(parts)}`, type: null, body: null }
  return {
    method: 'post',
    address,
    ...(form.attr('enctype') === 'multipart/form-data' ? multipart(parts) : urlencoded(parts)),
  }
}

export const urlencoded = (parts: readonly Part[]) => ({
  type: 'application/x-www-form-urlencoded',
  body: encoded(parts),
})

/** Turns values into the parts of a request, without the hidden fields that a page's form would add. */
export const listed = (typed: Typed): Part[] =>
  Object.entries(typed).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((each): Part => [name, isFile(each) ? each : String(each)]),
  )

export function multipart(parts: readonly Part[]): { type: string; body: Buffer } {
  const boundary = `----form${randomBytes(12).toString('hex')}`
  const quoted = (text: string) => text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
  const chunks = parts.flatMap(([name, value]) =>
    isFile(value)
      ? [
          `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"; ` +
            `filename="${quoted(value.name)}"\r\nContent-Type: ${value.type ?? 'application/octet-stream'}\r\n\r\n`,
          value.content,
          '\r\n',
        ]
      : [
          `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n` +
            `${value.replace(/\r?\n/g, '\r\n')}\r\n`,
        ],
  )
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...chunks, `--${boundary}--\r\n`].map(chunk => Buffer.from(chunk as string))),
  }
}

/**
 * The value of a field on the page: a day as YYYY-MM-DD, several checkboxes as the ticked values, and radio buttons or
 * a single checkbox as the chosen value or null.
 * @throws when the page has no such field
 */
export function valueOnPage($: CheerioAPI, name: string): string | string[] | null {
  if (fieldsNamed($, `${name}-day`).length > 0) {
    const parts = ['year', 'month', 'day'].map(part => String($(fieldsNamed($, `${name}-${part}`)).val() ?? ''))
    return parts.every(part => part === '')
      ? ''
      : parts.map((part, place) => part.padStart(place === 0 ? 4 : 2, '0')).join('-')
  }
  const fields = $(fieldsNamed($, name))
  if (fields.length === 0) throw new Error(`there is no field ${name} on this page`)
  if (!['radio', 'checkbox'].includes(fields.attr('type') ?? '')) return valueOf(fields as Found)
  const ticked = fields
    .filter('[checked]')
    .map((_, field) => $(field).attr('value') ?? 'on')
    .get()
  return fields.attr('type') === 'checkbox' && fields.length > 1 ? ticked : (ticked[0] ?? null)
}

function filledIn($: CheerioAPI, fields: Found, typed: Typed): Part[] {
  const names = new Set(fields.map((_, field) => $(field).attr('name')).get())
  const strangers = Object.keys(typed).filter(name => !names.has(name))
  if (strangers.length > 0)
    throw new Error(`this form has no field ${strangers.join(', ')}; it has ${[...names].join(', ')}`)
  return [...names]
    .filter(name => name !== undefined)
    .flatMap((name): Part[] => {
      const own = fields.filter(
        (_, field) => $(field).attr('name') === name && $(field).attr('disabled') === undefined,
      ) as Found
      if (!(name in typed)) return own.get().flatMap(field => currentParts($(field) as Found))
      const choices = choicesIn($, own)
      const chosen = listed({ [name]: valueTyped(typed[name]!, choices) })
      const impossible = chosen.filter(([, each]) => choices && !choices.includes(each as string))
      if (impossible.length > 0)
        throw new Error(
          `${name} has no choice ${impossible.map(([, each]) => String(each)).join(', ')}; it has ` +
            `${choices!.join(', ')}`,
        )
      return chosen
    })
}

/** The values that radio buttons, checkboxes or a list offer; null for other fields. */
function choicesIn($: CheerioAPI, field: Found): string[] | null {
  if (['radio', 'checkbox'].includes(field.attr('type') ?? ''))
    return field.map((_, each) => $(each).attr('value') ?? 'on').get()
  if (!field.is('select')) return null
  return field
    .find('option')
    .map((_, option) => $(option).attr('value') ?? $(option).text())
    .get()
}

function valueTyped(value: Typed[string], choices: readonly string[] | null) {
  if (value === true) return choices?.[0] ?? 'yes'
  return value === false ? null : value
}

function currentParts(field: Found): Part[] {
  const [name, type] = [field.attr('name')!, field.attr('type') ?? 'text']
  if (type === 'submit' || type === 'button') return []
  if (type === 'file') return [[name, { name: '', content: '' }]]
  if ((type === 'radio' || type === 'checkbox') && field.attr('checked') === undefined) return []
  return [[name, type === 'radio' || type === 'checkbox' ? (field.attr('value') ?? 'on') : valueOf(field)]]
}

function valueOf(field: Found): string {
  if (field.is('textarea')) return field.text().replace(/^\n/, '')
  if (!field.is('select')) return field.attr('value') ?? ''
  const option =
    field.find('option[selected]').length > 0 ? field.find('option[selected]').first() : field.find('option').first()
  return option.attr('value') ?? folded(option.text())
}

function withDays(fields: Found, typed: Typed): Typed {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => {
      if (typeof value !== 'string' || (fields as Cheerio<never>).filter(`[name="${name}-day"]`).length === 0)
        return [[name, value]]
      const [year = '', month = '', day = ''] = value.split('-')
      return [
        [`${name}-day`, day],
        [`${name}-month`, month],
        [`${name}-year`, year],
      ]
    }),
  )
}

const encoded = (parts: readonly Part[]): string =>
  new URLSearchParams(
    parts.map(([name, value]): [string, string] => [
      name,
      isFile(value) ? value.name : value.replace(/\r?\n/g, '\r\n'),
    ]),
  ).toString()

const isFile = (value: unknown): value is File => typeof value === 'object' && value !== null && 'content' in value
