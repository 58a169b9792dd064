import { saysSomething } from '../../../src/web/field-schemas.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { load, type CheerioAPI } from 'cheerio'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fieldsNamed } from '../../support/html.ts'
import { someOf } from '../../support/long-run.ts'
import { pageProblems } from '../../support/page-check.ts'
import { folded, valueOnPage } from '../../support/page-forms.ts'
import { ask, type HttpResponse } from './matrix/visit.ts'
import { aWorld, type World } from './matrix/world.ts'
import {
  missing,
  alone,
  unusualNames,
  impossibleDays,
  together,
  versions,
  type Bad,
  type Field,
  type Kind,
} from './fields.ts'
import { allForms, asKept, send, withInstead, type Form, type Sent } from './send.ts'

// Sends every form with every kind of bad value. Expects the error beside its field, the entered text and no change to
// the data. `npm test` sends each form some values, `npm run test:faults` all.

let world: World
let forms: Form[]
/** Fields whose text is searched for in a document, but not saved. */
const soughtIn = ['phrases']
/**
 * Forms that need a password. No one in the prepared data has one, so these forms are always refused, and do not show
 * an error for a bad value in an optional field.
 */
const wantsAPassword = ['/sign-in', '/organisations/:id/export']
/** The answer to the question about personal details, for the forms that ask it. */
const keepsPersonalDetails = [
  ['personalData', 'keep'],
  ['personalDataReason', 'Nobody is meant'],
] as const
let before: string
let staged: string[]
const staging = (): string => join(world.service.parts.config.dataFolder, 'uploads', 'staging')
/** Statements that a refused request is allowed to run. */
const countsOnly = /^(insert into|update|delete from) `(limit_counters|denials|access_log|sign_ins|sessions)`/i

beforeAll(async () => {
  world = await aWorld()
  forms = await allForms(world)
  before = await everything()
  staged = readdirSync(staging())
}, 600_000)
afterAll(() => world.service.end())

/** Fields that are checked only when all other fields are valid. */
const checkedLast = ['items']
/** Fields that belong to an option that the valid form does not choose. Their values are not kept. */
const ofTheOtherAnswer = ['/approvals/:id reason', '/decisions/letters hour']
/** Fields where a changed value leads to a preview of the changes, or makes the service refuse the whole form. */
const leadsToAPreview = [
  '/awards/:id/correction decidedBy',
  '/awards/:id/correction source',
  '/organisations/:id/merge/:intoId reason',
]
/** Fields that are read only when the form asks for a preview. Saving ignores them, because they can be out of date. */
const onlyForAPreview = ['/letters/:name case']
/** Fields whose text is split at commas, semicolons and line breaks, and stored as a list. */
const splitIntoLists = ['/account/appraising expertise', '/account/appraising employers']
/** Fields that accept only some texts: codes, version numbers, merge fields, or values that suit the prepared data. */
const notAnyText = [
  ...leadsToAPreview,
  '/frameworks/:id/draft name',
  '/frameworks/:id/draft label',
  '/frameworks/:id/settings name',
  '/frameworks/:id/settings before',
  '/frameworks/:id/settings after',
  '/frameworks/:id/items/new code',
  '/frameworks/:id/items/:item code',
  '/letters/:name opening',
  '/letters/:name closing',
  '/organisations/:id/closing reason',
  '/pool/invitations/new people',
  '/meetings/new from',
  '/meetings/new until',
  '/meetings/:id/change from',
  '/meetings/:id/change until',
  ...['apply', 'renew'].flatMap(name =>
    [1, 2, 3, 4].map(place => `/applications/:id/councillors/change ${name}${place}`),
  ),
  ...[1, 2, 3, 4].map(place => `/applications/:id/councillors/change number${place}`),
  '/applications/:id/councillors/change hoursToApply',
  '/applications/:id/councillors/change hoursToRenew',
]
/** Fields with limits so high that exceeding all of them at once would make the request too large. */
const longTexts = ['F4', 'F5', 'L1', 'S2'].map(code => `/applications/:id answer-${code}`)
/** Forms for a record that does not exist yet. Its version is 0, and a version that is not a number counts as 0. */
const isNew = ['/account/appraising', '/meetings/new', '/applications/:id/councillors/change']
/** Hidden fields that hold a choice from the previous page. A changed value leads back to that page. */
const chosenBefore = /^until-/
/** A hidden field with the person for whom the page was made. Anyone else who sends the form is asked to sign in. */
const ownerOfThePage = 'workingPerson'

test('every valid form is saved, except where the prepared data does not allow it', async () => {
  const refused: string[] = []
  for (const form of forms) {
    const { status } = await send(world, form, withInstead(form, [], []))
    if (status >= 400) refused.push(`${form.row.path}: ${status}`)
  }
  // each is refused for the reason beside it
  expect(refused.toSorted()).toEqual([
    '/account/calibration: 422', // no criterion has been judged yet
    '/account/password: 422', // no person here has a password
    '/applications/:id/appraisal: 409', // the findings have already been given
    '/applications/:id/calibration: 422', // a case needs three criteria
    '/applications/:id/confirmation: 409', // the renewal needs a panel
    '/applications/:id/decision/answer: 409', // no one has asked for another decision
    '/applications/:id/decision/correction/withdrawal: 409', // no one has asked for a correction
    '/applications/:id/decision/release-time/stop: 409', // the letter has no release time
    '/applications/:id/declaration/independence: 409', // independence is confirmed
    '/applications/:id/example: 409', // the example is already prepared
    '/applications/:id/panel/seats/:seatId/offer: 409', // no seat offer has expired
    '/applications/:id/review/withdrawal: 409', // no one has asked for a review
    '/applications/:id/sample: 409', // the service has too few branches for a sample
    '/applications/:id/sign-off/request: 409', // the library requires no sign-off
    '/applications/:id/submission: 409', // the form does not say which answers were checked
    '/applications/:id/word: 422', // no file is sent
    '/evidence/:id/files/:fileId/blackout: 422', // the stored bytes are not a picture
    '/evidence/:id/files/:fileId/redacted-copy: 422', // nothing is blacked out
    '/evidence/:id/files/:fileId/redaction: 422', // no file is sent
    '/evidence/:id/files/:fileId/version: 422', // no file is sent
    '/evidence/:id/removal: 422', // the evidence is in use
    '/frameworks/:id/areas/:area/removal: 422', // the area has criteria
    '/frameworks/:id/import: 422', // no file is sent
    '/frameworks/:id/publication: 422', // the mapping is not confirmed
    '/frameworks/:id/retirement: 422', // the stream has no other version
    '/frameworks/:id/translations/:language: 422', // no file is sent
    '/imports/:id/run: 422', // the import has duplicates
    '/imports/:id/stopping: 409', // the import is not running
    '/imports/:id/undo: 409', // the import has not run
    '/imports/new/:kind: 422', // no file is sent
    '/organisations/:id/closing: 422', // the organisation has awards
    '/organisations/:id/export: 422', // no person here has a password
    '/organisations/:id/merge/:intoId: 422', // another merge is waiting
    '/organisations/:id/reopening: 409', // the organisation is open
    '/sign-in: 422', // no person here has a password
    '/webhooks/bounces: 404', // no secret is set for the webhook
  ])
})

test('every field of a valid form is shown on its page, except those that need other data', async () => {
  const buttons = ['then']
  const elsewhere = forms.flatMap(({ row, valid, fields }) =>
    Object.keys(valid)
      .filter(name => !buttons.includes(name) && !fields.some(field => field.name === name))
      .map(name => `${row.path}: ${name}`),
  )
  // The pages show these fields only in states that the prepared data does not have.
  expect(elsewhere).toEqual([
    // shown after a file is uploaded
    '/frameworks/:id/import/replacement: version',
    '/frameworks/:id/import/replacement: yaml',
    '/frameworks/:id/items/:item/restoration: read-part', // shown after the item is retired
    // shown after a file is uploaded
    '/frameworks/:id/translations/:language/replacement: version',
    '/frameworks/:id/translations/:language/replacement: yaml',
    // shown before the person confirms who can read the evidence
    '/organisations/:id/readers: next',
    '/organisations/:id/readers: seen',
    // shown after evidence is selected on the list
    '/organisations/:id/evidence/changes: evidence',
    '/organisations/:id/evidence/changes: scope',
    '/evidence/:id/removal: version', // shown while no answer uses the evidence
    '/applications/:id/comments/:commentId/deletion: version', // shown on the page of the comment
    '/applications/:id/declaration/independence: independent', // shown before independence is confirmed
    // shown for a service with many branches
    '/applications/:id/sample: drawn',
    '/applications/:id/sample: reason',
    '/applications/:id/example: region', // shown before the example is prepared
    '/applications/:id/example: criteria',
    '/applications/:id/calibration: criteria', // shown before the case is prepared
    '/applications/:id/calibration/agreement: agree', // shown before the library agrees
    '/applications/:id/take-up: reason', // shown when the library submitted nothing by the date
    '/meetings/:id/discussion: application', // shown while the meeting can start its next item
    '/applications/:id/decision/release: sure', // shown while the letter has only the standard text
    // shown while the renewal needs no panel
    '/applications/:id/confirmation: version',
    '/applications/:id/confirmation: outcome',
    '/applications/:id/confirmation: decisionLetter',
    // shown while a request to change the decision is open
    '/applications/:id/decision/answer: answer',
    '/applications/:id/decision/answer: reason',
    // shown while the letter has only the standard text
    '/applications/:id/decision/release-time: sure',
    '/applications/:id/decision/release-time/stop: version', // shown while a release time is set
    '/decisions/letters: sure',
    // shown when the address contains a plan
    '/saved-filters/capacity: name',
    '/saved-filters/capacity: shared',
    '/capacity/dates: date',
    '/capacity/dates: reason',
    '/letters/:name/ours: version', // shown while an edited text is in use
    // shown while imported people are not invited, or emails about imported organisations are off
    '/imports/people: person',
    '/imports/people/removal: person',
    '/imports/emails: organisation',
    '/imports/:id/undo: sure', // shown after the import has run
  ])
})

test('every form with a missing or invalid field shows an error beside it, or is saved without it', async () => {
  const wrong: string[] = []
  for (const [place, form] of forms.entries()) {
    for (const [at, field] of form.fields.filter(({ name }) => !chosenBefore.test(name)).entries()) {
      for (const each of [missing, ...someOf(alone, place + at, 1)])
        wrong.push(...(await wrongWhen(form, [field], each)))
    }
  }
  expect(wrong).toEqual([])
}, 600_000)

test('no form saves fields that are too long or sent twice, or choices and addresses that are invalid', async () => {
  const wrong: string[] = []
  for (const [place, form] of forms.entries()) {
    const fields = form.fields.filter(
      ({ name, kind }) =>
        kind !== 'day' &&
        kind !== 'hidden' &&
        !checkedLast.includes(name) &&
        !longTexts.includes(`${form.row.path} ${name}`) &&
        !ofTheOtherAnswer.includes(`${form.row.path} ${name}`),
    )
    const all = fields.length > 0 ? together(world.elsewhere.evidence!, fields.length) : []
    for (const each of someOf(all, place, 3)) wrong.push(...(await wrongWhen(form, fields, each)))
  }
  expect(wrong).toEqual([])
}, 600_000)

test('every form is refused with 409 when its version is not the current one', async () => {
  const taken: string[] = []
  // Evidence in use cannot be removed, whatever the version.
  const versioned = forms.filter(
    ({ row, valid }) => 'version' in valid && row.path !== '/evidence/:id/removal' && !isNew.includes(row.path),
  )
  for (const [place, form] of versioned.entries()) {
    for (const version of someOf(versions, place, 3)) {
      const { status } = await send(
        world,
        form,
        withInstead(form, ['version'], [['version', encodeURIComponent(version)]]),
      )
      if (status !== 409) taken.push(`${form.row.path} ${version}: ${status}`)
    }
  }
  expect(taken).toEqual([])
}, 600_000)

test('every form is refused when one of its dates does not exist', async () => {
  const wrong: string[] = []
  for (const [place, form] of forms.entries()) {
    for (const [at, field] of form.fields
      .filter(({ name, kind }) => name.endsWith('-day') && kind === 'day')
      .entries()) {
      for (const boxes of someOf(impossibleDays, place + at, 4)) {
        const names = ['day', 'month', 'year'].map(part => `${field.subject}-${part}`)
        const sent = withInstead(
          form,
          names,
          names.map((name, place) => [name, encodeURIComponent(boxes[place]!).replaceAll('%25', '%')] as const),
        )
        wrong.push(
          ...problemsWith(form, [field], { sent, response: await send(world, form, sent) }, ['day']).map(
            each => `${form.row.path} ${field.subject} ${boxes.join('/')}: ${each}`,
          ),
        )
      }
    }
  }
  expect(wrong).toEqual([])
}, 600_000)

const enough = '&x=1'.repeat(5_000)
const whole: Record<string, { type?: string; encoding?: string; body: string; expected: number }> = {
  'JSON instead of a form': {
    type: 'application/json',
    body: '{"name":{"$ne":null},"__proto__":{"admin":true}}',
    expected: 400,
  },
  'plain text instead of a form': { type: 'text/plain', body: 'name=x', expected: 400 },
  'an invalid content type': { type: 'rubbish', body: 'name=x', expected: 400 },
  'a body in UTF-16': { type: 'application/x-www-form-urlencoded; charset=utf-16', body: 'name=x', expected: 400 },
  'a body that is not really compressed': { encoding: 'gzip', body: 'name=x', expected: 400 },
  'an unknown compression': { encoding: 'zpaq', body: 'name=x', expected: 400 },
  'a body of 5,000 fields': { body: enough, expected: 413 },
  'a body of ten megabytes': { body: `name=${'a'.repeat(10 * 1024 * 1024)}`, expected: 413 },
}

test.each(Object.entries(whole))(
  'every form responds to %s with a page that says nothing was saved',
  async (says, { type = 'application/x-www-form-urlencoded', encoding, body, expected }) => {
    const wrong: string[] = []
    const sorts = forms.filter(each => each.row.body === 'form')
    const isTried = (_: Form, place: number): boolean =>
      body.length > 1_000_000 ? place % 8 === 0 : someOf(Object.keys(whole), place, 3).includes(says)
    for (const { row, path, as, headers } of sorts.filter(isTried)) {
      world.written.length = 0
      const response = await ask(world, 'post', path, {
        as,
        body,
        headers: { ...headers, 'Content-Type': type, ...(encoding ? { 'Content-Encoding': encoding } : {}) },
      })
      const written = world.written.filter(({ sql }) => !countsOnly.test(sql))
      if (response.status !== expected || written.length > 0 || !response.body.includes('did not save it'))
        wrong.push(`${row.path}: ${response.status}, wrote ${written.length}`)
    }
    expect(wrong).toEqual([])
  },
  600_000,
)

test('every form ignores unknown fields such as __proto__, or returns 400 if it takes files', async () => {
  const wrong: string[] = []
  for (const form of forms.filter(each => !wantsAPassword.includes(each.row.path))) {
    const plain = await send(world, form, withInstead(form, [], []))
    const more = [
      '__proto__',
      '__proto__[admin]',
      'constructor',
      'constructor.prototype',
      'toString',
      'hasOwnProperty',
      'status',
      'id',
      'organisation_id',
      'version[]',
    ]
      .filter(name => !form.fields.some(field => field.name === name))
      .map(name => [name, 'x'] as const)
    const response = await send(world, form, withInstead(form, [], more))
    if (response.status !== (form.row.body === 'files' ? 400 : plain.status))
      wrong.push(`${form.row.path}: ${response.status}, not ${plain.status}`)
  }
  expect(wrong).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { admin?: string }).admin).toBeUndefined()
}, 600_000)

test('every form saves names and text in any script as entered', async () => {
  const wrong: string[] = []
  for (const [place, form] of forms.entries()) {
    const texts = form.fields.filter(
      ({ kind, name }) =>
        kind === 'text' &&
        !soughtIn.includes(name) &&
        !ofTheOtherAnswer.includes(`${form.row.path} ${name}`) &&
        !notAnyText.includes(`${form.row.path} ${name}`),
    )
    for (const [at, field] of texts.entries()) {
      // reasons, targets and the notes of a visit or a missed renewal need three letters or digits
      const isReason = /^(reasons?|how|done)$/.test(field.name) || /\/(visits|targets)\//.test(`${form.row.path}/`)
      const isList = splitIntoLists.includes(`${form.row.path} ${field.name}`)
      const suits = (each: string) => (!isReason || saysSomething(each)) && (!isList || !/[,;]/.test(each))
      for (const value of someOf(unusualNames, place + at, 3).filter(suits)) {
        const typed = [field.name, encodeURIComponent(value)] as const
        const first = await send(world, form, withInstead(form, [field.name], [typed]))
        const asked = /name="personalDataAsked" value="([^"]*)"/.exec(first.body)?.[1]
        const { status } =
          asked === undefined
            ? first
            : await send(
                world,
                form,
                withInstead(
                  form,
                  [field.name],
                  [typed, ['personalDataAsked', encodeURIComponent(asked)], ...keepsPersonalDetails],
                ),
              )
        const isKept = world.written.some(({ bindings }) =>
          bindings.some(
            binding =>
              typeof binding === 'string' &&
              (binding.includes(value) || binding.includes(JSON.stringify(value).slice(1, -1))),
          ),
        )
        if (status >= 400 || !isKept)
          wrong.push(`${form.row.path} ${field.name} ${value}: ${status}${isKept ? '' : ', not kept'}`)
      }
    }
  }
  expect(wrong).toEqual([])
}, 600_000)

test('none of the refused forms changed anything, stored a file or logged a bug', async () => {
  expect(world.service.logged.filter(line => line.includes('"a bug"'))).toEqual([])
  expect((await everything()) === before).toBe(true)
  expect(readdirSync(staging())).toEqual(staged)
})

async function wrongWhen(form: Form, fields: readonly Field[], { says, values, refusedIn }: Bad): Promise<string[]> {
  const sent = withInstead(
    form,
    fields.map(({ name }) => name),
    fields.flatMap(({ name }) => values.map(value => [name, value] as const)),
  )
  return problemsWith(form, fields, { sent, response: await send(world, form, sent) }, refusedIn).map(
    each => `${form.row.path}, ${fields.length === 1 ? fields[0]!.name : 'every field'} ${says}: ${each}`,
  )
}

/** The problems with the response to a form with bad values, one in each line. */
function problemsWith(
  form: Form,
  fields: readonly Field[],
  { sent, response: { status, body } }: { sent: Sent; response: HttpResponse },
  refusedIn: readonly Kind[],
): string[] {
  const unfit = world.written
    .flatMap(({ bindings }) => bindings)
    .filter(binding => typeof binding === 'string' && (/\0|\[object|Invalid/.test(binding) || !binding.isWellFormed()))
  if (unfit.length > 0) return [`it wrote ${JSON.stringify(unfit)}`]
  const refused = fields.filter(
    ({ kind, name }) => refusedIn.includes(kind) && !onlyForAPreview.includes(`${form.row.path} ${name}`),
  )
  if (status < 400) return refused.map(({ name }) => `${name} was taken`)
  const stored = world.written.filter(({ sql }) => !countsOnly.test(sql))
  if (stored.length > 0)
    return [`it was refused (${status}) and wrote ${stored.map(({ sql }) => sql.slice(0, 60)).join('; ')}`]
  if (fields.every(({ kind }) => kind === 'hidden') && [404, 409].includes(status)) return []
  if (fields.some(({ name }) => name === ownerOfThePage) && status === 401) return []
  if (status !== 422) return [`status ${status}`]
  const $ = load(body)
  const said = $('.govuk-error-message')
    .get()
    .map(message => $(message).text())
  const isAlone = fields.length === 1 && $('#personal-data-question').length === 0
  const suspected = isAlone ? fields : []
  const silent = (refused.length > 0 ? refused : suspected).filter(
    ({ kind, name, subject }) =>
      !leadsToAPreview.includes(`${form.row.path} ${name}`) &&
      kind !== 'hidden' &&
      $(`#${subject.replace(/[^\w-]/g, '_')}-error`).length === 0,
  )
  const elsewhere = $('form[method=post]:not([action])')
    .get()
    .filter(
      other => !form.fields.some(({ name }) => fieldsNamed($, name).some(field => $(field).closest(other).length > 0)),
    )
  return [
    ...pageProblems($),
    ...(wantsAPassword.includes(form.row.path)
      ? []
      : silent.map(({ name }) => `no error beside ${name}, but "${said.join('", "')}"`)),
    ...said
      .filter(message => /invalid input|expected|too (big|small)|undefined|null/i.test(message))
      .map(message => `the message is not a sentence: ${message}`),
    ...elsewhere.map(() => 'another form on the page has lost its address'),
    ...valuesLost($, form, sent),
  ]
}

/** Sent values that the page does not show again, so that the person would have to enter them again. */
function valuesLost($: CheerioAPI, { fields }: Form, sent: Sent): string[] {
  const lost: string[] = []
  for (const { name, kind } of fields.filter(each =>
    ['text', 'number', 'address', 'choice', 'day'].includes(each.kind),
  )) {
    const values = sent.filter(([each]) => each === name).map(([, value]) => asKept(value).map(folded))
    if (values.length !== 1 || (kind === 'choice' && !hasChoice($, name, values[0]![1]!))) continue
    const here = fieldsNamed($, name)
    const shown = here.length > 0 ? valueOnPage($, name) : undefined
    const box = (kind === 'day' ? here[0]?.attribs.value : shown) ?? ''
    if (!values[0]!.includes(folded(String(box))))
      lost.push(`${name} is lost: ${JSON.stringify(box).slice(0, 60)} for ${JSON.stringify(values[0]!).slice(0, 120)}`)
  }
  return lost
}

const hasChoice = ($: CheerioAPI, name: string, value: string): boolean =>
  fieldsNamed($, name).some(
    element =>
      $(element).attr('value') === value ||
      $(element)
        .find('option')
        .get()
        .some(option => $(option).attr('value') === value),
  )

/** All rows as JSON, except rows of tables that a refused request is allowed to change. */
async function everything(): Promise<string> {
  const db = world.service.database.writer
  const tables = await db('sqlite_master')
    .where({ type: 'table' })
    .whereNotIn('name', ['limit_counters', 'denials', 'access_log', 'sign_ins', 'sessions'])
    .orderBy('name')
    .pluck<string[]>('name')
  return JSON.stringify(await Promise.all(tables.map(table => db(table))))
}
