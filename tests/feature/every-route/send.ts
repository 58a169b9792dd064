import { load } from 'cheerio'
import type { Route } from '../../../src/web/routes.ts'
import { routes } from '../../../src/app.ts'
import { followedLinks } from './matrix/links.ts'
import type { StandingName } from './matrix/people.ts'
import { addressIn, ask, validBody, whoMay, type HttpResponse } from './matrix/visit.ts'
import type { World } from './matrix/world.ts'
import { fieldsOf, type Field } from './fields.ts'

/** A form, a person who is allowed to send it, and valid values. */
export interface Form {
  row: Route
  path: string
  as: StandingName
  headers: Record<string, string>
  valid: Record<string, string>
  fields: Field[]
}
/** Names with their percent-encoded values. The service reads a repeated name as a list. */
export type Sent = readonly (readonly [name: string, value: string])[]

/**
 * Forms whose page has another address than the form. Each key is the end of a form's address, and its value replaces
 * that end in the address of the page.
 */
const drawnOn: Record<string, string> = {
  '/seat/decline': '/seat',
  '/seats/offer/decline': '/seats/offer',
  '/decision/send-back': '/decision',
  '/decision/release': '/decision',
  '/confirmation': '/decision',
  '/mail/reminders/release': '/mail',
  '/mail/reminders/on': '/mail',
  '/settings/clock/continue': '/settings/clock',
  '/settings/clock/wrong': '/settings/clock',
}
/** The person who sends a form, where the first permitted person does not see all its fields. */
const sentBy: Partial<Record<string, StandingName>> = {
  '/applications/:id/declaration': 'seat not declared',
  '/people/invitations/new': 'administrator',
}
/** Values that a valid form can leave out, but that are needed when another field is tested. */
const filledIn: Record<string, Record<string, string>> = {
  '/account/password': { old: 'not the right one at all' },
  '/applications/:id/declaration': { says: 'conflict', reason: 'I used to work there' },
  '/applications/:id/proposal': {
    kind: 'improvement',
    item: '',
    body: 'One more evening',
    owner: 'library manager',
    'dueOn-day': '1',
    'dueOn-month': '6',
    'dueOn-year': '2027',
    then: 'add',
  },
  '/seats/offer': { name: 'Somebody', password: 'a long enough sentence' },
}

/** A working copy is saved as entered, valid or not, so it does not count as a form. */
const isForm = ({ method, path }: Route): boolean => method === 'post' && !path.endsWith('/working-copy')

export async function allForms(world: World): Promise<Form[]> {
  const links = await followedLinks(world)
  const forms: Form[] = []
  for (const row of routes(world.service.parts).filter(isForm)) {
    const as = sentBy[row.path] ?? (await whoMay(world, row))
    if (!as) continue
    const [path, headers] = [addressIn(world, row), links(row)]
    const form: Form = {
      row,
      path,
      as,
      headers,
      valid: { ...validBody(world, row), ...filledIn[row.path] },
      fields: [],
    }
    const [ending, page] = Object.entries(drawnOn).find(([end]) => path.endsWith(end)) ?? ['', '']
    const chosen = new URLSearchParams(
      Object.entries(form.valid).filter(([name]) => /^(award|organisation|until-\w+)$/.test(name)),
    ) // choices that the previous page passes on
    for (const { body } of [
      await send(world, form, []),
      await ask(
        world,
        'get',
        `${path.slice(0, path.length - ending.length)}${page}${chosen.size === 0 ? '' : `?${chosen}`}`,
        { as, headers },
      ),
    ]) {
      if (form.fields.length === 0) form.fields = fieldsOf(load(body), path)
    }
    forms.push(form)
  }
  return forms
}

/** The values of a valid form, with some fields replaced. */
export const withInstead = ({ valid }: Form, names: readonly string[], instead: Sent): Sent => [
  ...Object.entries(valid)
    .filter(([name]) => !names.includes(name))
    .map(([name, value]) => [name, encodeURIComponent(value)] as const),
  ...instead,
]

export async function send(world: World, { row, path, as, headers }: Form, sent: Sent): Promise<HttpResponse> {
  world.written.length = 0
  if (row.body !== 'files') {
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
    return ask(world, 'post', path, {
      as,
      headers: { ...headers, ...type },
      body: sent.map(([name, value]) => `${name}=${value}`).join('&'),
    })
  }
  const parts = sent.map(([name, value]) =>
    Buffer.concat([
      Buffer.from(`--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
      bytesOf(value),
      Buffer.from('\r\n'),
    ]),
  )
  const body = Buffer.concat([...parts, Buffer.from('--edge--\r\n')])
  return ask(world, 'post', path, {
    as,
    headers: { ...headers, 'Content-Type': 'multipart/form-data; boundary=edge' },
    body,
  })
}

/** Decodes percent-encoding. An incomplete escape stays as it is. */
export const bytesOf = (value: string): Buffer =>
  Buffer.concat(
    value
      .split(/(%[0-9A-F]{2})/i)
      .map((part, place) => (place % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part))),
  )

/**
 * The two ways in which a form can show a value again: still percent-encoded, as it was sent; or decoded, without NUL
 * and with � in place of invalid bytes.
 */
export const asKept = (value: string): readonly string[] => [value, bytesOf(value).toString().replaceAll('\0', '')]
