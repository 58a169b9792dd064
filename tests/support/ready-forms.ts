import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../../src/db/ids.ts'
import { hashPassword } from '../../src/web/passwords.ts'
import { ask, siteOf, type HttpResponse } from '../feature/every-route/matrix/visit.ts'
import type { World } from '../feature/every-route/matrix/world.ts'
import { send, withInstead, type Form } from '../feature/every-route/send.ts'
import { htmlOf } from './html.ts'
import { sendRequest } from './request.ts'
import { jpeg, pdf } from './sample-files.ts'
import type { WorldCopy } from './world-copies.ts'

/** A form that can be sent, with the file that it needs in addition to its valid values. */
export interface ReadyForm extends Form {
  file?: { field: 'file' | 'files'; name: string; content: Buffer }
}
type Changes = Partial<ReadyForm>
type Press = (as: Form['as'], path: string, body: Record<string, string>) => Promise<void>

const password = 'a long enough sentence to keep'
const aPdf = { field: 'files', name: 'a.pdf', content: pdf } as const
const parent = ({ path }: Form, page = ''): string => path.replace(/\/[^/]*$/, page)

/** By the path of a form: takes the steps that it needs first, and returns what the prepared form lacks. */
const first: Record<string, (copy: WorldCopy, form: Form, press: Press) => Changes | Promise<Changes>> = {
  '/account/calibration': async ({ database }, form, press) => {
    const criteria = await database
      .db('calibration_criteria')
      .whereIn('case_id', database.db('calibration_cases').whereNotNull('published_at').select('id'))
      .pluck('id')
    const as = 'appraiser of the pool' // took no part in the applications that the calibration cases come from
    for (const id of criteria) await press(as, `${form.path}/${id}`, { judgement: 'met', reason: 'It is clear' })
    return { as }
  },
  '/organisations/:id/export': async copy => {
    await withPasswords(copy)
    return { valid: { password } }
  },
  '/organisations/:id/closing': copy => ({ path: `/organisations/${idsOf(copy).survivor}/closing` }),
  '/organisations/:id/reopening': async (copy, { as }, press) => {
    const path = `/organisations/${idsOf(copy).survivor}`
    await press(as, `${path}/closing`, { reason: 'It has ended' })
    return { path: `${path}/reopening` }
  },
  '/organisations/:id/merge/:intoId': async ({ database }) => {
    await database.writer('organisation_merges').delete()
    return {}
  },
  '/frameworks/:id/areas/:area/removal': async (_copy, form, press) => {
    await press(form.as, form.path.replace(/areas\/.*/, 'areas/new'), { title: 'Grow', description: 'You grow' })
    return { path: form.path.replace('/learn/', '/grow/') }
  },
  '/frameworks/:id/retirement': async ({ database }, { path }) => {
    const version = (await database
      .db('framework_versions')
      .where({ id: path.split('/')[2]! })
      .first())!
    await database.writer('framework_versions').insert({ ...version, id: newId(), version: 'another version' })
    return {}
  },
  '/frameworks/:id/publication': async (copy, form, press) => {
    await press(form.as, parent(form, '/mapping'), { version: '1', rows: `retired:${idsOf(copy).retired}` })
    return { valid: { ...form.valid, 'agreedOn-month': '2' } }
  },
  '/evidence/:id/removal': ({ worlds: [world] }) => ({
    path: `/evidence/${world.cases['with the panel'].spare}/removal`,
  }),
  '/evidence/:id/more': () => ({ file: aPdf }),
  '/evidence/:id/files/:fileId/redaction': () => ({ file: aPdf }),
  '/evidence/:id/files/:fileId/version': () => ({ file: aPdf }),
  '/evidence/:id/files/:fileId/blackout': async ({ uploads, database }, { path }) => {
    const [id, content] = [path.split('/')[4]!, await jpeg()]
    writeFileSync(join(uploads, 'files', id.slice(0, 2), id), content)
    const sha256 = createHash('sha256').update(content).digest('hex')
    await database.writer('evidence_files').where({ id }).update({ size: content.length, sha256 })
    return {}
  },
  '/organisations/:id/evidence/quick': () => ({ file: aPdf }),
  '/organisations/:id/evidence/new': () => ({ file: aPdf }),
  '/upload/:token': async () => ({ file: { field: 'files', name: 'a.jpg', content: await jpeg() } }),
  '/applications/:id/sign-off/request': async ({ database }) => {
    await database.writer('organisations').update({ sign_off_wanted: 1 })
    return {}
  },
  '/applications/:id/submission': async ({ worlds: [world] }, { as, path, valid }) => {
    const { body } = await ask(world, 'get', path, { as })
    return { valid: { ...valid, seen: String(htmlOf(body)('[name=seen]').val()) } }
  },
  '/applications/:id/word': async ({ worlds: [world] }, form) => {
    const { content } = await sendRequest(siteOf(world) + parent(form, '/draft.docx'), {
      method: 'GET',
      headers: { Cookie: world.cookies.get(form.as)!, 'Sec-Fetch-Site': 'same-origin' },
    })
    return { file: { field: 'file', name: 'draft.docx', content } }
  },
  '/applications/:id/declaration/independence': async ({ database }) => {
    await database.writer('declarations').update({ independent: null })
    return { as: 'seat reading' }
  },
  '/applications/:id/panel/seats/:seatId/offer': async ({ database }, { path }) => {
    await database
      .writer('seats')
      .where({ id: path.split('/')[5]! })
      .update({ status: 'expired' })
    return {}
  },
  '/applications/:id/sample': async (copy, { path }) => {
    const [organisation_id, application_id] = [idsOf(copy).organisation!, path.split('/')[2]!]
    for (let number = 1; number <= 40; number += 1) {
      const branch = { id: newId(), organisation_id, name: `Branch ${number}`, kind: 'branch', version: 1 } as const
      await copy.database.writer('branches').insert({ ...branch, place: null, opened_on: null, closed_on: null })
      await copy.database.writer('application_branches').insert({ application_id, branch_id: branch.id })
    }
    return {}
  },
  '/applications/:id/confirmation': async ({ database }, { path, valid }) => {
    await database
      .writer('application_branches')
      .where({ application_id: path.split('/')[2]! })
      .delete() // otherwise the renewal needs a panel
    // the versions of the application, its questions and its recommendations, added up
    return { valid: { ...valid, version: '3' } }
  },
  '/applications/:id/appraisal': async ({ database }) => {
    await database.writer('findings').update({ given_at: null })
    return {}
  },
  '/applications/:id/example': async (_copy, { as, path }, press) => {
    await press(as, `${path}/removal`, {})
    return {}
  },
  '/applications/:id/decision/correction/withdrawal': async (_copy, form, press) => {
    await press(form.as, parent(form), { reason: 'The outcome is wrong' })
    return {}
  },
  '/applications/:id/decision/answer': async ({ database }, form, press) => {
    await press('coordinator', parent(form, '/correction'), { reason: 'The outcome is wrong' })
    const request = await database.db('decision_requests').where({ status: 'asked' }).first('id')
    return { as: 'trustee', valid: { ...form.valid, request: request!.id } }
  },
  '/applications/:id/decision/release-time/stop': async (_copy, form, press) => {
    const day = { 'day-day': '1', 'day-month': '6', 'day-year': '2027' }
    await press(form.as, parent(form), { version: '1', ...day, hour: '10:00', sure: 'yes' })
    return {}
  },
  '/applications/:id/review/withdrawal': async (_copy, form, press) => {
    await press('lead', parent(form), { reason: 'You misread our answer' })
    return {}
  },
  '/imports/new/:kind': () => ({
    file: { field: 'file', name: 'a.csv', content: Buffer.from('Organisation,Branch\nNewtown Libraries,Central\n') },
  }),
  '/imports/:id/run': async (copy, form, press) => {
    await press(form.as, parent(form, '/choices'), { 'choice-2-0': 'different', ...readIn(copy) })
    return {}
  },
  '/imports/:id/stopping': async ({ database }) => {
    await database.writer('imports').update({ status: 'running' })
    return {}
  },
  '/imports/:id/undo': async (copy, form, press) => {
    await press(form.as, parent(form, '/choices'), { 'choice-2-0': 'different', ...readIn(copy) })
    await press(form.as, parent(form, '/run'), {})
    return {}
  },
}

/** What the page of the checked import shows about its row. */
const readIn = (copy: WorldCopy) => ({ 'read-2-0': `${idsOf(copy).organisation} ` })

const idsOf = ({ worlds: [world] }: WorldCopy): Record<string, string> => world.ids

async function withPasswords({ database }: WorldCopy): Promise<void> {
  await database.writer('people').update({ password_hash: await hashPassword(password) })
}

/** Prepares the copy so that it accepts this form, where that is possible. @throws when a step is refused */
export async function readyForm(copy: WorldCopy, form: Form): Promise<ReadyForm> {
  const press: Press = async (as, path, body) => {
    const row = { ...form.row, body: 'form' } as const
    const { status } = await send(
      copy.worlds[0],
      { ...form, as, path, row },
      withInstead({ ...form, valid: body }, [], []),
    )
    if (status >= 400) throw new Error(`${path} was refused with ${status}, before ${form.row.path}`)
  }
  return { ...form, ...(await first[form.row.path]?.(copy, form, press)) }
}

/** Sends a form with an idempotency key. */
export async function sendWithKey(world: World, form: ReadyForm, key: string): Promise<HttpResponse> {
  const fields = [...withInstead(form, [], []), ['idempotencyKey', key] as const]
  if (!form.file) return send(world, form, fields)
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, decodeURIComponent(value))
  body.append(form.file.field, new Blob([new Uint8Array(form.file.content)]), form.file.name)
  return ask(world, 'post', form.path, { as: form.as, headers: form.headers, body })
}
