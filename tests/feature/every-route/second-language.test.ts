import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { routes } from '../../../src/app.ts'
import type { PlainEmail } from '../../../src/email/email.ts'
import { awardStatuses } from '../../../src/domain/award.ts'
import { serviceProblems } from '../../../src/domain/service-problems.ts'
import { newId } from '../../../src/db/ids.ts'
import { addMinutes, instant, parseDay } from '../../../src/domain/time.ts'
import { emails } from '../../../src/email/templates.ts'
import { bodiesOf } from '../../../src/email/render.ts'
import type { Route } from '../../../src/web/routes.ts'
import { translator } from '../../../src/words/words.ts'
import { madeUp, speakMadeUp } from '../../support/made-up-language.ts'
import { languageOfPage, shownWords } from '../../support/shown-words.ts'
import { followedLinks, type FollowedLinks } from './matrix/links.ts'
import type { StandingName } from './matrix/people.ts'
import type { State } from './matrix/requests.ts'
import { importKinds, templateHeadings } from '../../../src/domain/import-columns.ts'
import { withoutTyped } from './matrix/typed-words.ts'
import { addressIn, ask, asBody, isAboutAnApplication, validBody, whoMay, type HttpResponse } from './matrix/visit.ts'
import { aWorld, type World } from './matrix/world.ts'

// Shows the whole service in an invented language. Any English text that is left does not come from the catalogue.

let world: World
let without: (text: string) => string
let links: FollowedLinks
const opened = new Set<string>()
const escaped = new Map<string, string>()
/** Responses that were checked already, because most routes give most people the same "not found" page. */
const read = new Set<string>()
/** Texts that were checked already, such as the menus of every page. */
const known = new Set<string>()

beforeAll(async () => {
  speakMadeUp()
  world = await aWorld()
  const { writer } = world.service.database
  for (const table of ['people', 'invitations', 'organisations', 'outbox'])
    await writer(table).update({ language: madeUp })
  links = await followedLinks(world)
  const sent = rows('post')
    .flatMap(row => Object.values(validBody(world, row)))
    .filter(value => /[A-Z ]/.test(value))
  const headings = importKinds.flatMap(templateHeadings)
  without = await withoutTyped(world, [...sent, ...headings, 'Library of Sanctuary', 'gap'])
}, 600_000)
afterAll(() => world.service.end())

const saysMuchToTheCharity = /^\/applications\/:id(\/panel|\/proposal|\/decision)?$/
const rows = (method: Route['method']): Route[] => routes(world.service.parts).filter(row => row.method === method)

test('the plural forms follow the language', () => {
  const t = translator(madeUp)
  expect(t.language).toBe(madeUp)
  expect([1, 2, 5].map(count => t('distance.ahead', { count }).at(-1))).toEqual(['¹', '²', '³'])
})

test('the check for English finds text wherever a page shows or announces it', () => {
  const html =
    '<html lang="en"><title>A</title><p title="B" data-x="C">D <b aria-label="E">&amp;<img alt="F"></b><input ' +
    'placeholder="G" value="typed"><input type="submit" ' +
    'value="H"><textarea>typed</textarea><script>no()</script>'
  expect(shownWords(html)).toEqual(['A', 'B', 'C', 'D', 'E', '&', 'F', 'G', 'H'])
  expect(english(shownWords("<i data-left='{&quot;one&quot;:&quot;{count} left&quot;}'>").join())).toBe(false)
})

test.each<StandingName>([
  'nobody',
  'lead',
  'appraiser of the pool',
  'seat offered',
  'seat not declared',
  'seat reading',
  'chair',
  'coordinator',
  'trustee',
  'administrator',
])(
  'no page that “%s” can open has English text',
  async as => {
    for (const row of rows('get')) {
      const response = await requested(row, addressIn(world, row), as)
      checkForEnglish(`${row.path} as ${as}`, response)
      if (response.status === 200) opened.add(row.path)
    }
    expect(said()).toEqual([])
  },
  600_000,
)

test('the page of an award has no English text in any state', async () => {
  const { writer } = world.service.database
  const id = world.cases.released.award!
  const { status: before } = (await writer('awards').where({ id }).first('status'))!
  for (const status of awardStatuses) {
    await writer('awards').where({ id }).update({ status })
    for (const row of rows('get').filter(({ path }) => path === '/awards/:id')) {
      for (const as of ['lead', 'trustee'] as const)
        checkForEnglish(`${row.path} [${status}] as ${as}`, await requested(row, addressIn(world, row), as))
    }
  }
  await writer('awards').where({ id }).update({ status: before })
  expect(said()).toEqual([])
})

test('the tests above opened every page, except those listed here', () => {
  // Pages that cannot be opened here:
  // - pages with a token
  // - the poster and the address of a calendar feed, which are shown once
  // - the event stream of a meeting, which is not a page
  // - the page that extends a round for one library, which needs a draft and a declaration of no conflict
  // - calendar files, which only the demo saves
  const once = /:token$|\/poster$|\/calendar\/address$|\/live$|\/round-extension$|\/mail\/:id\/dates\.ics$/
  expect(
    rows('get')
      .map(({ path }) => path)
      .filter(path => !opened.has(path) && !once.test(path)),
  ).toEqual([])
})

test('no page of an application has English text in any state', async () => {
  for (const state of Object.keys(world.cases) as State[]) {
    for (const row of rows('get').filter(isAboutAnApplication)) {
      const path = addressIfAny(row, state)
      if (!path) continue
      checkForEnglish(`${row.path} [${state}] as lead`, await requested(row, path, 'lead'))
      if (saysMuchToTheCharity.test(row.path))
        checkForEnglish(`${row.path} [${state}] as coordinator`, await requested(row, path, 'coordinator'))
    }
  }
  expect(said()).toEqual([])
}, 600_000)

test('responses to forms have no English text, whether the form is empty, valid or sent while signed out', async () => {
  for (const row of rows('post')) {
    const [path, valid] = [addressIn(world, row), Object.entries(validBody(world, row))]
    checkForEnglish(`${row.path} as nobody`, await requested(row, path, 'nobody', asBody(row, valid)))
    const as = await whoMay(world, row)
    if (!as) continue
    checkForEnglish(`${row.path} empty, as ${as}`, await requested(row, path, as, asBody(row, [])))
    const done = await requested(row, path, as, asBody(row, valid))
    checkForEnglish(`${row.path} as ${as}`, done)
    const notice = done.headers.getSetCookie().find(cookie => cookie.startsWith('notice='))
    if (notice)
      checkForEnglish(
        `what ${row.path} says when done`,
        await ask(world, 'get', '/privacy', {
          as,
          headers: { Cookie: notice.split(';')[0]!, 'Accept-Language': madeUp },
        }),
      )
  }
  expect(said()).toEqual([])
}, 600_000)

test('error pages have no English text', async () => {
  const headers = { 'Accept-Language': madeUp }
  const form = { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' }
  checkForEnglish(
    'too large',
    await ask(world, 'post', '/account', { as: 'lead', body: 'a'.repeat(600_000), headers: form }),
  )
  checkForEnglish(
    'broken',
    await ask(world, 'post', '/account', {
      as: 'lead',
      body: '{',
      headers: { ...form, 'Content-Encoding': 'none such' },
    }),
  )
  checkForEnglish(
    'from elsewhere',
    await ask(world, 'post', '/account', {
      as: 'lead',
      body: 'a=b',
      headers: { ...form, 'Sec-Fetch-Site': 'cross-site' },
    }),
  )
  checkForEnglish('not there', await ask(world, 'get', '/nothing/here', { as: 'nobody', headers }))
  expect(said()).toEqual([])
})

test('no email has English text', async () => {
  const t = translator(madeUp)
  const { cases, ids, service } = world
  const at = instant('2026-05-04T09:00:00.000Z')
  const facts = {
    applicationId: cases.released.application,
    awardId: cases.released.award,
    organisation: 'Fellwick Libraries',
    receipt: '2026-0042',
    at,
    sha256: '9'.repeat(64),
    until: parseDay('2026-06-01'),
    replyBy: parseDay('2026-05-20'),
    readBy: parseDay('2026-05-20'),
    validTo: parseDay('2027-05-03'),
    lapsesOn: parseDay('2027-06-03'),
    code: '7777',
    decisionLetter: '1111',
    reason: 'gap',
    round: '1357',
    day: parseDay('2027-05-03'),
    people: 12,
    organisationId: ids.organisation,
    to: 'off',
    name: '7777',
    isDownload: true,
    application: '2026-0042',
    codes: ['7777'],
    path: null,
    count: 2,
    change: 'waits',
    person: '7777',
    note: '8888',
    role: 'lead',
    by: '7777',
    address: '7777',
    place: '7777',
    meetingId: ids.meeting ?? '7777',
    startsAt: at,
    hasLink: true,
    libraries: ['Fellwick Libraries'],
    requestId: ids.request,
    mergeId: ids.merge,
    from: 'Fellwick Libraries',
    into: 'Fellwick Libraries',
    enquiryId: ids.enquiry,
    service: 'Fellwick Libraries',
    why: 'ahead',
    now: at,
    comparedWith: at,
    run: ids.clockRun,
    validUntil: parseDay('2027-05-03'),
    hasClosedRenewal: true,
    tasks: [{ title: '7777', text: null }],
    problems: serviceProblems.map(name => ({ name, count: 2 })),
  }
  const entities = {
    invitation: ids.invitationId!,
    'seat offer': world.seatsWithThePanel.get('seat offered')!,
    endorsement: ids.endorsement!,
    'password reset': ids.person!,
    'sign-in link': ids.person!,
  }
  await service.database.writer('email_tokens').insert({
    id: newId(),
    kind: 'invitation',
    token_hash: newId(),
    about_id: ids.invitationId!,
    person_id: null,
    made_at: at,
    expires_at: addMinutes(at, 60),
    used_at: null,
  })
  for (const [name, kind] of Object.entries(emails)) {
    const email =
      kind.token === null
        ? { name: 'Somebody as lead', rendered: (kind as unknown as PlainEmail<typeof facts>).render(t, facts) }
        : await kind.renderWith(service.parts.db, t, entities[kind.token.use], '0')
    const { text, html } = bodiesOf(t, { ...email!.rendered, name: email!.name }, 'https://127.0.0.1')
    expect([name, languageOfPage(html)]).toEqual([name, madeUp])
    const lines = [...shownWords(html), ...text.split('\n'), email!.rendered.subject]
    for (const line of lines.map(each => each.replace(/https:\S+/g, '')))
      if (english(line)) escaped.set(line, `the email ${name}`)
  }
  expect(said()).toEqual([])
})

const requested = (
  row: Route,
  path: string,
  as: StandingName,
  body?: URLSearchParams | FormData,
): Promise<HttpResponse> =>
  ask(world, row.method, path, { as, body, headers: { 'Accept-Language': madeUp, ...links(row) } })

function addressIfAny(row: Route, state: State): string | null {
  try {
    return addressIn(world, row, state)
  } catch {
    return null // not every state has a question or a recommendation
  }
}

function checkForEnglish(where: string, { status, headers, body }: HttpResponse): void {
  expect([where, status < 500]).toEqual([where, true])
  if (status === 303 || !headers.get('content-type')?.startsWith('text/html') || read.has(body)) return
  read.add(body)
  expect([where, languageOfPage(body)]).toEqual([where, madeUp])
  for (const text of shownWords(body).filter(each => !known.has(each))) {
    if (english(text)) escaped.set(text, where)
    else known.add(text)
  }
}

/**
 * Whether a text still contains Latin letters after removing entered text, placeholders, our address, file types, ids
 * and hashes.
 */
const english = (text: string): boolean =>
  /[a-z]/i.test(text) &&
  /[a-z]/i.test(
    without(text.replace(/(http:\/\/)?localhost:3000\S*|\{\w+\}/g, '')).replace(
      /\b((?:[a-z2-7]{4}-){4}[a-z2-7]{4}|[a-z2-7]{20}|[0-9a-f]{4}|JPEG|PNG|WebP|PDF|DOCX|XLSX|PPTX|OD[TS]|CSV|TXT|MP[34]|M4A|MOV)\b/g,
      '',
    ),
  )

const said = (): string[] => {
  const found = [...escaped].map(([evidence, where]) => `"${evidence}" on ${where}`)
  escaped.clear()
  return found
}
