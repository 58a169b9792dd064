import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { engines, type Engine } from '../../support/database.ts'
import { readyForm, sendWithKey } from '../../support/ready-forms.ts'
import { copiesOf, type WorldCopy } from '../../support/world-copies.ts'
import { allForms, type Form } from '../../feature/every-route/send.ts'
import type { HttpResponse } from '../../feature/every-route/matrix/visit.ts'
import { aWorld } from '../../feature/every-route/matrix/world.ts'

// F33 in docs/operating.md: sends every form several times at the same time, to two services on one database.

const times = 4
/** How many forms are sent to one copy of the prepared data. After an unexpected result, a new copy is made sooner. */
const formsOnACopy = 12

/** Forms that the service refuses with the prepared data, so this test proves nothing about them. */
const neverSaved = [
  '/applications/:id/calibration', // a case needs three criteria
  '/frameworks/:id/import', // no file is sent
  '/frameworks/:id/translations/:language', // no file is sent
  '/evidence/:id/files/:fileId/redacted-copy', // nothing is blacked out
  '/webhooks/bounces', // no secret is set for the webhook
]

/**
 * Forms left out here, because they end or replace the session that the next form is sent with. The tests in
 * tests/feature/access send each of them several times at the same time, but `/password/reset` twice in a row.
 */
const ofSessions = ['/account/password', '/invitations/accept', '/password/reset', '/sign-in', '/sign-in/link']

interface Sending {
  saved: number
  answers: readonly HttpResponse[]
  /** the events and the emails that the simultaneous requests wrote more than once */
  twice: readonly string[]
}

for (const engine of engines())
  test(
    `F33 forms sent at the same time are saved as if they were sent one after the other (${engine})`,
    async () => expect(await problemsOf(engine)).toEqual({ wrong: [], unexpected: [] }),
    3_600_000,
  )

/** @returns what went wrong, and the forms that are saved or refused although `neverSaved` says otherwise */
async function problemsOf(engine: Engine): Promise<{ wrong: string[]; unexpected: string[] }> {
  const world = await aWorld(engine)
  // On PostgreSQL, only every sixth form is sent, because each copy of the prepared data takes seconds.
  const forms = (await allForms(world)).filter((_, place) => engine === 'sqlite' || place % 6 === 0)
  const copy = await copiesOf(world, engine)
  const [wrong, unexpected]: [string[], string[]] = [[], []]
  const [own, shared] = [onCopies(copy), onCopies(copy)]
  for (const form of forms.filter(({ row }) => !ofSessions.includes(row.path))) {
    const { path } = form.row
    const apart = await own(form, wrongWithOwnKeys, newId)
    const isRefused = apart.sent.saved === 0
    if (isRefused !== neverSaved.includes(path)) unexpected.push(path)
    if (isRefused) continue
    const key = newId()
    const once = await shared(form, wrongWithOneKey, () => key)
    for (const problem of [...apart.wrong, ...once.wrong]) wrong.push(`${path}: ${problem}`)
  }
  await own.end()
  await shared.end()
  await world.service.end()
  return { wrong, unexpected }
}

/** The problems if each request has its own key. All are saved if the form can be saved again, otherwise only one. */
function wrongWithOwnKeys({ saved, answers, twice }: Sending): string[] {
  const last = answers.at(-1)!
  const expected = last.status < 400 ? times : 1
  return [
    ...broken(answers),
    ...(saved === expected ? [] : [`${saved} of ${times} were saved, not ${expected}`]),
    ...(expected === 1 ? twice : []),
  ]
}

/** The problems if all requests have one key, as after one press of a button. All must get the same response. */
function wrongWithOneKey({ answers, twice }: Sending): string[] {
  const results = new Set(answers.map(({ status, to }) => `${status} ${to}`))
  return [...broken(answers), ...(results.size === 1 ? [] : [`one key led to ${[...results].join(' and ')}`]), ...twice]
}

const broken = (answers: readonly HttpResponse[]): string[] =>
  answers.filter(({ status }) => status >= 500).map(({ status }) => `an answer was ${status}`)

/** Sends forms on copies of the prepared data. A form with a problem is sent again on a new copy. */
function onCopies(make: () => Promise<WorldCopy>) {
  let copy: WorldCopy | null = null
  let used = 0
  const end = async () => {
    await copy?.end()
    copy = null
    used = 0
  }
  const run = async (form: Form, check: (sent: Sending) => string[], key: () => string) => {
    for (;;) {
      const isNew = copy === null
      copy ??= await make()
      const sent = await sendTogether(copy, form, key)
      const wrong = check(sent)
      used += 1
      if (wrong.length > 0 || sent.saved === 0 || used === formsOnACopy) await end()
      if ((wrong.length === 0 && sent.saved > 0) || isNew) return { sent, wrong }
    }
  }
  return Object.assign(run, { end })
}

/** Sends a form `times` times at the same time, and then once more. */
async function sendTogether(copy: WorldCopy, form: Form, key: () => string): Promise<Sending> {
  // The preparation can fail on a used copy, where an earlier form may already have taken one of its steps.
  const ready = await readyForm(copy, form).catch(() => form)
  const before = new Set((await writtenIn(copy)).map(({ id }) => id))
  const together = await Promise.all(
    Array.from({ length: times }, (_, place) => sendWithKey(copy.worlds[place % 2]!, ready, key())),
  )
  const written = (await writtenIn(copy)).filter(({ id }) => !before.has(id)).map(({ what }) => what)
  const twice = new Set(written.filter((what, place) => written.indexOf(what) < place))
  const last = await sendWithKey(copy.worlds[0], ready, key())
  return {
    saved: together.filter(({ status }) => status < 400).length,
    answers: [...together, last],
    twice: [...twice].map(what => `written twice: ${what}`),
  }
}

/** Returns all events and emails. `what` describes each without its own id, so that duplicates have the same text. */
async function writtenIn({ database: { db } }: WorldCopy): Promise<{ id: string; what: string }[]> {
  const events = await db('events').select('id', 'name', 'entity_id', 'facts')
  const emails = await db('outbox').select('id', 'name', 'address', 'entity_id', 'subject')
  return [...events, ...emails].map(({ id, ...rest }) => ({ id, what: Object.values(rest).join(' ') }))
}
