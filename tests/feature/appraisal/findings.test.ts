import { libraryStream } from '../../../src/domain/framework.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { criteriaAskedBy, itemsOf, type Item } from '../../../src/domain/framework.ts'
import {
  frameworkVersion,
  latestFrameworkVersionId,
} from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { expireQuestions } from '../../../src/modules/applications/questions/question.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  aRound,
  aSeat,
  everythingWritten,
  signedIn,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import type { Typed } from '../../support/person.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

eachDatabase('a panel', engine => {
  let service: Service
  let round: string
  let criteria: Item[]
  let items: Item[]
  let [coordinator, chair, peer, neighbour, trustee]: APerson[] = []
  let organisation: AnOrganisation
  let lead: APerson
  let application: AnApplication
  let evidence: string
  const db = () => service.database.writer
  const at = (below = '') => `/applications/${application.id}${below}`
  const is = async (status: string) => {
    await db()('applications').where({ id: application.id }).update({ status })
  }
  const status = async () => (await db()('applications').where({ id: application.id }).first('status'))!.status
  const eventNames = async () =>
    (await db()('events').where({ application_id: application.id }).orderBy('sequence').pluck('name')) as string[]

  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
    const framework = await frameworkVersion(db(), await latestFrameworkVersionId(db(), libraryStream))
    criteria = criteriaAskedBy(framework, 'first')
    items = itemsOf(framework)
    coordinator = await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator'] })
    chair = await aPersonWho(service, { name: 'Nadia Rahmani', roles: ['appraiser'] })
    peer = await aPersonWho(service, { name: 'Huw Prosser', roles: ['appraiser'] })
    neighbour = await aPersonWho(service, { name: 'Clare Dunmore', roles: ['appraiser'] })
    trustee = await aPersonWho(service, { name: 'Samuel Finch', roles: ['trustee'] })
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    service.clock.set('2027-03-01T09:00:10Z')
    organisation = await anOrganisation(service)
    lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    application = await anApplication(service, organisation, { startedBy: lead, round })
    evidence = await everythingWritten(service, application, lead)
    await db()('evidence').where({ id: evidence }).update({ summary: 'A page from our joining policy.' })
    await (await signedIn(service, lead, at('/submission'))).press('Submit application', { contacts: 'yes' })
    await service.post()
  })

  /** People who stay from test to test keep their window: signing in is the slowest thing here. */
  const windows = new Map<string, Visitor>()
  const as = async (person: APerson, start = '/account'): Promise<Visitor> => {
    const open = windows.get(person.id)
    if (open) return open.open(start)
    const opened = await signedIn(service, person, start)
    windows.set(person.id, opened)
    return opened
  }

  /** Three seats, taken and declared; judging is open. */
  async function seated(): Promise<void> {
    await is('with the panel')
    await aDeclaration(service, application, coordinator!)
    for (const [person, row] of [
      [chair, { kind: 'lived experience', chairs: true }],
      [peer, { kind: 'sector peer', independent: true }],
      [neighbour, { kind: 'local group' }],
    ] as const) {
      const id = await aSeat(service, application, person!, coordinator!, row)
      await db()('seats')
        .where({ id })
        .update({ shown_name: person!.name.split(' ')[0]!, offered_to_name: person!.name })
      await aDeclaration(service, application, person!)
    }
    await db()('declarations').where({ application_id: application.id, person_id: peer!.id }).update({ independent: 1 })
  }

  /** Every criterion judged in the rows, not given. */
  async function judged(person: APerson, judgement = 'met', but: Record<string, string> = {}): Promise<void> {
    const seat = await db()('seats').where({ application_id: application.id, person_id: person.id }).first('id')
    await db().batchInsert(
      'findings',
      criteria.map(({ id, code }) => ({
        id: newId(),
        seat_id: seat!.id,
        item_id: id,
        judgement: but[code] ?? judgement,
        reason: `${person.name} on ${code}`,
        commendation: '',
        private_note: `Secret of ${person.name}`,
        written_at: service.clock.now(),
        given_at: null,
        version: 1,
      })),
      50,
    )
  }
  const reasonOf = async (person: APerson, index: number): Promise<string | null> => {
    const seat = await db()('seats').where({ application_id: application.id, person_id: person.id }).first('id')
    return (
      (await db()('findings').where({ seat_id: seat!.id, item_id: criteria[index]!.id }).first('reason'))?.reason ??
      null
    )
  }
  async function given(person: APerson, judgement = 'met', but: Record<string, string> = {}): Promise<Visitor> {
    await judged(person, judgement, but)
    return (await as(person, at('/appraisal'))).press('Give all my findings')
  }

  test('from the check to a proposal: offered, taken, declared, judged, met', async () => {
    const casework = await as(coordinator!, at('/declaration'))
    expect(casework.text).toContain('Marian Tull')
    expect(casework.text).not.toContain('What we do about L1')
    await casework.press('Declare', { says: 'no conflict' })
    await casework.open(at('/check'))
    await casework.press('Mark as checked')
    await casework.open(at('/panel'))
    expect(casework.text).toContain('3 more seats are needed')
    await casework.press('Offer this seat', { person: chair!.id, kind: 'lived experience', chairs: 'yes' })
    await casework.press('Offer this seat', { person: peer!.id, kind: 'sector peer', independent: 'yes' })
    expect([casework.status, casework.text.includes('1 more seat is needed')]).toEqual([200, true])
    await casework.press('Offer this seat', {
      name: 'Leyla Demir',
      email: 'leyla.demir@group.example',
      kind: 'local group',
    })
    expect(casework.text).toContain('3 offers wait for an answer')

    const emails = await service.post()
    const toLeyla = emails.find(({ to }) => to === 'leyla.demir@group.example')!
    const link = toLeyla.text.match(/\/seats\/[\w-]{43}/)![0]
    const leyla = aVisitor(service, { 'X-Forwarded-For': '198.51.100.7' })
    await leyla.open(link)
    expect([leyla.address, leyla.headings[0]]).toEqual(['/seats/offer', 'A seat is offered to you'])
    expect(leyla.text).toContain('Central Millbrook')
    expect(leyla.text).not.toMatch(/Nadia|local group|What we do/)
    await leyla.press('Take the seat', { shownName: '', password: 'short' })
    expect([leyla.status, leyla.errors]).toEqual([
      422,
      ['Enter the name that the others should see', 'Use 15 characters or more'],
    ])
    await leyla.press('Take the seat', {
      shownName: 'L.',
      name: 'Leyla Demir',
      password: 'quiet heron under the bridge',
    })
    expect(leyla.address).toBe(at('/declaration'))
    await leyla.press('Declare', { says: 'no conflict' })
    expect(leyla.text).toContain('Two branches where everybody is welcome.')

    await casework.open(at('/panel'))
    await casework.press('Pass to the panel')
    expect([casework.status, await status()]).toEqual([200, 'with the panel'])

    const nadia = await as(chair!, at('/seat'))
    await nadia.press('Take the seat', { shownName: 'Nadia' })
    await nadia.press('Declare', { says: 'no conflict' })
    const huw = await as(peer!, at('/seat'))
    await huw.press('Take the seat', { shownName: 'Huw' })
    await huw.press('Declare', { says: 'no conflict' })
    expect([huw.status, huw.errors]).toEqual([422, ['Say whether you are independent of this library']])
    await huw.press('Declare', { independent: 'yes' })

    await huw.open(at('/appraisal'))
    expect(huw.text).toContain('0 of 25 criteria judged.')
    await huw.follow('Staff and volunteers learn')
    expect(huw.text).toContain('What we do about L1.')
    expect(huw.text).toContain('A page from our joining policy.')
    await huw.press(`Save, next: ${criteria[1]!.code}`, {
      judgement: 'partly met',
      reason: 'The smaller branch is missing.',
      privateNote: 'ask',
    })
    expect(huw.address).toBe(at(`/appraisal/${criteria[1]!.code}`))
    await huw.open(at('/appraisal'))
    expect(huw.text).toContain('1 of 25 criteria judged.')
    await db()('findings').delete()

    await given(peer!, 'met', { L2: 'not yet' })
    await judged({
      id: (await db()('people').where({ email: 'leyla.demir@group.example' }).first('id'))!.id,
      name: 'Leyla',
      email: '',
    })
    await leyla.open(at('/appraisal'))
    await leyla.press('Give all my findings')
    await judged(chair!, 'met', { L1: 'partly met' })
    await nadia.open(at('/appraisal'))
    await nadia.press('Give all my findings')
    expect(nadia.text).toContain('You differ on 2 criteria')
    expect(nadia.text.indexOf('Not yet')).toBeLessThan(nadia.text.indexOf('Partly met'))
    await nadia.follow('See all findings side by side')
    expect(nadia.text).toContain('25 of 25 agreed findings are still to be recorded.')
    await nadia.press('Record all 23 on which everybody agrees')
    expect(nadia.text).toContain('2 of 25 agreed findings are still to be recorded.')
    for (const code of ['L1', 'L2']) {
      await nadia.open(at(`/meeting/${code}`))
      expect(nadia.text).toContain(`Huw Prosser on ${code}`)
      expect(nadia.text).not.toContain('Secret of')
      await nadia.press('Record the agreed finding', { judgement: 'partly met', reason: 'Half of it is shown.' })
    }
    expect(nadia.text).toContain('Every criterion has its agreed finding.')
    await nadia.follow('Go on to the proposal')
    expect([nadia.status, nadia.address]).toEqual([200, at('/proposal')])
    expect((await eventNames()).join(' ')).not.toMatch(/lived|peer|local/)
    await casework.open(at('/panel'))
    expect(casework.text).toContain('Panel complete: yes')
  })

  const everySurface = () => [
    '',
    '/declaration',
    '/submission',
    '/questions',
    '/panel',
    '/seat',
    '/appraisal',
    '/appraisal/L1',
    '/criteria/L1',
    '/criteria/L1/questions/new',
    '/meeting',
    '/meeting/L1',
    '/more-evidence',
    '/proposal',
    '/decision',
    '/history',
  ]

  test('alone first: nobody reads another’s findings before all their own are given', async () => {
    await seated()
    await given(peer!, 'not yet')
    const clare = await as(neighbour!)
    for (const surface of [...everySurface().map(at), '/appraisals', '/home', '/history']) {
      await clare.open(surface)
      expect([surface, clare.html.includes('Huw Prosser on')]).toEqual([surface, false])
    }
    expect((await clare.open(at('/meeting'))).status).toBe(403)
    await judged(neighbour!)
    await clare.open(at('/appraisal'))
    await clare.press('Give all my findings')
    await clare.open(at('/meeting/L1'))
    expect(clare.text).toContain('Huw Prosser on L1')
    expect(clare.html).not.toContain('Secret of Huw')
    await clare.send(at('/appraisal/L1'), { version: 2, judgement: 'not yet', reason: 'Changed my mind' })
    expect(clare.status).toBe(403)
    expect(await db()('findings').where({ reason: 'Changed my mind' })).toEqual([])
  })

  test('giving asks for a judgement and a reason on every criterion', async () => {
    await seated()
    await judged(peer!)
    const seat = await db()('seats').where({ application_id: application.id, person_id: peer!.id }).first('id')
    await db()('findings').where({ seat_id: seat!.id, item_id: criteria[4]!.id }).update({ reason: '' })
    const huw = await as(peer!, at('/appraisal'))
    expect(huw.text).toContain('1 criterion still needs a judgement and a reason')
    await huw.send(at('/appraisal'), { idempotencyKey: newId() })
    expect([huw.status, huw.errors]).toEqual([422, [`Give a judgement and a reason for ${criteria[4]!.code} first`]])
    expect(await db()('findings').where({ seat_id: seat!.id }).whereNotNull('given_at')).toEqual([])
  })

  test('a finding saved in another window meanwhile: both texts, nothing lost', async () => {
    await seated()
    const [one, other] = [
      await signedIn(service, peer!, at('/appraisal/L1')),
      await signedIn(service, peer!, at('/appraisal/L1')),
    ]
    await one.press('Save', { judgement: 'met', reason: 'First window' })
    await other.press('Save', { judgement: 'not yet', reason: 'Second window' })
    expect([other.status, other.valueOf('reason'), other.valueOf('judgement')]).toEqual([
      409,
      'Second window',
      'not yet',
    ])
    expect(other.text).toContain('First window')
    await other.press('Save')
    expect(await reasonOf(peer!, 0)).toBe('Second window')
  })

  test('a conflict closes the case everywhere, sets aside what was written, and frees the seat', async () => {
    await seated()
    await given(neighbour!)
    const clare = await as(neighbour!)
    let seen = 0
    for (const surface of everySurface()) seen += (await clare.open(at(surface))).status === 200 ? 1 : 0
    expect(seen).toBeGreaterThan(9)
    await clare.open(at('/declaration'))
    await clare.press('Declare a conflict', { reason: '' })
    expect([clare.status, clare.errors]).toEqual([422, ['Enter what the conflict is; a line is enough']])
    await clare.press('Declare a conflict', { reason: 'My sister began to work there.' })
    expect(clare.address).toBe('/home')
    for (const surface of everySurface())
      expect([surface, (await clare.open(at(surface))).status]).toEqual([surface, 404])
    await clare.send(at('/declaration'), { says: 'no conflict' })
    expect(clare.status).toBe(404)
    expect((await clare.open('/appraisals')).html).not.toContain(application.id)
    expect((await clare.open(`/evidence/${evidence}`)).status).toBe(404)
    const seat = await db()('seats').where({ application_id: application.id, person_id: neighbour!.id }).first()
    expect([seat!.status, seat!.set_aside_at]).toEqual(['withdrawn', service.clock.now()])
    const casework = await as(coordinator!, at('/panel'))
    expect(casework.text).toContain('Clare Dunmore declared a conflict')
    expect(casework.text).toContain('1 more seat is needed')
    await given(peer!)
    const huw = await as(peer!, at('/meeting'))
    expect(huw.text).toContain('What one member wrote was set aside')
    expect(huw.text).not.toContain('Clare')
    expect(JSON.stringify(await db()('events').where({ application_id: application.id }))).not.toContain('sister')
    const pool = await as(coordinator!, at('/panel'))
    expect(pool.html).not.toContain(neighbour!.id)
    await pool.press('Offer this seat', { name: 'Clare', email: neighbour!.email.toUpperCase(), kind: 'local group' })
    expect([pool.status, pool.errors]).toEqual([
      422,
      ['They declared a conflict of interest here. Choose somebody else'],
    ])
  })

  test('coordinators and trustees declare too, and whoever has a conflict is out', async () => {
    await is('with a trustee')
    const samuel = await as(trustee!, at())
    expect([samuel.status, samuel.text.includes('Two branches where'), samuel.text.includes('Marian Tull')]).toEqual([
      200,
      false,
      true,
    ])
    expect((await samuel.open(at('/submission'))).status).toBe(403)
    await samuel.open(at('/declaration'))
    await samuel.press('Declare', { says: 'conflict', reason: '' })
    expect(samuel.errors).toEqual(['Enter what the conflict is; a line is enough'])
    await samuel.press('Declare', { reason: 'I sit on its board.' })
    expect((await samuel.open(at())).status).toBe(404)
    expect((await samuel.open('/applications')).text).not.toContain(application.number)
  })

  test('a seat’s kind and mark are for its holder and coordinators alone', async () => {
    await seated()
    await given(chair!)
    await given(peer!)
    await aDeclaration(service, application, trustee!)
    const kinds = /lived experience|local group|sector peer/i
    const withoutTitles = (text: string) =>
      items.reduce(
        (left, { title, description, evidence: counts }) =>
          [title, description, ...counts].reduce((rest, words) => rest.replaceAll(words, ''), left),
        text,
      )
    expect((await as(coordinator!, at('/panel'))).text).toMatch(/Lived experience.*Sector peer.*Local group/)
    const nadia = await as(chair!, at('/panel'))
    expect([
      nadia.text.includes('Lived experience'),
      /local group|sector peer/i.test(nadia.text),
      nadia.text.includes('Panel complete: no'),
    ]).toEqual([true, false, true])
    for (const person of [trustee!, lead, await aPersonWho(service, { roles: ['administrator'] })]) {
      const visitor = await as(person)
      for (const surface of [...everySurface().map(at), '/history']) {
        await visitor.open(surface)
        expect([person.name, surface, withoutTitles(visitor.text).match(kinds)?.[0]]).toEqual([
          person.name,
          surface,
          undefined,
        ])
      }
    }
  })

  test('no panel is passed on without its composition, and independence counts only when it is confirmed', async () => {
    await is('checked')
    await aDeclaration(service, application, coordinator!)
    const casework = await as(coordinator!, at('/panel'))
    for (const [person, kind] of [
      [chair!, 'sector peer'],
      [peer!, 'sector peer'],
      [neighbour!, 'local group'],
    ] as const)
      await casework.press('Offer this seat', { person: person.id, kind })
    expect(casework.text).toContain('1 more seat of lived experience is needed')
    expect(casework.text).toContain('1 independent seat is needed besides')
    expect(casework.buttons).not.toContain('Pass to the panel')
    await casework.send(at('/panel/passing'))
    expect([casework.status, casework.text.includes('would not make a complete panel'), await status()]).toEqual([
      409,
      true,
      'checked',
    ])
    await casework.open(at('/panel'))
    await casework.press('Offer this seat', {
      person: trustee!.id,
      kind: 'lived experience',
      chairs: 'yes',
      independent: 'yes',
    })
    expect(casework.text).toContain('1 independent seat is needed besides')
    await casework.press('Offer this seat', {
      name: 'Second chair',
      email: 'second@panel.example',
      kind: 'sector peer',
      chairs: 'yes',
      independent: 'yes',
    })
    expect([casework.status, casework.errors]).toEqual([
      422,
      ['Another seat chairs already. Withdraw that one first, or leave this unticked'],
    ])
    await casework.press('Offer this seat', { chairs: false })
    expect(casework.status).toBe(200)
    expect(casework.text).not.toContain('is needed')
    await casework.press('Pass to the panel')
    expect(await status()).toBe('with the panel')
  })

  test('nobody of the library ever sits', async () => {
    await aDeclaration(service, application, coordinator!)
    const both = await aPersonWho(service, {
      name: 'Ola Brandt',
      member: [[organisation, 'contributor']],
      roles: ['appraiser'],
    })
    const casework = await as(coordinator!, at('/panel'))
    expect(casework.html).not.toContain('Ola Brandt')
    await casework.press('Offer this seat', { name: 'Ola', email: both.email, kind: 'sector peer' })
    expect([casework.status, casework.errors]).toEqual([422, ['They belong to this library. Choose somebody else']])
    await casework.press('Offer this seat', { name: '', email: '', person: peer!.id })
    await db()('memberships').insert({
      id: newId(),
      person_id: peer!.id,
      organisation_id: organisation.id,
      role: 'observer',
      started_at: service.clock.now(),
      ended_at: null,
    })
    const huw = await as(peer!, at('/seat'))
    expect(huw.status).toBe(403)
    await huw.send(at('/seat'), { shownName: 'Huw' })
    expect(huw.status).toBe(403)
    await db()('memberships').where({ person_id: peer!.id }).delete()
  })

  test('twenty offers at once are one, and a seat withdrawn is closed', async () => {
    await aDeclaration(service, application, coordinator!)
    const visitors = await Promise.all(Array.from({ length: 5 }, () => signedIn(service, coordinator!, at('/panel'))))
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        visitors[index % 5]!.send(at('/panel'), { idempotencyKey: newId(), person: peer!.id, kind: 'sector peer' }),
      ),
    )
    const seats = await db()('seats').where({ application_id: application.id })
    expect(seats).toHaveLength(1)
    expect((await service.post()).filter(({ to }) => to === peer!.email)).toHaveLength(1)
    const casework = await signedIn(service, coordinator!, at('/panel'))
    await casework.follow('Withdraw the offer')
    await casework.press('Withdraw the offer')
    expect(casework.text).toContain('The seat of Huw Prosser was withdrawn.')
    expect((await (await signedIn(service, peer!)).open(at('/seat'))).status).toBe(404)
  })

  test('an offer is declined by its letter without an account, and its link works no longer', async () => {
    await aDeclaration(service, application, coordinator!)
    const casework = await as(coordinator!, at('/panel'))
    await casework.press('Offer this seat', {
      name: 'Somebody Far',
      email: `far${application.id}@panel.example`,
      kind: 'sector peer',
    })
    const link = (await service.post())[0]!.text.match(/\/seats\/[\w-]{43}/)![0]
    const far = aVisitor(service, { 'X-Forwarded-For': '198.51.100.9' })
    await far.open(link)
    await far.press('Decline', { reason: 'No time before the summer.' })
    expect([far.status, far.headings[0]]).toEqual([200, 'You declined'])
    await far.open(link)
    expect(far.status).toBe(410)
    expect((await casework.open(at('/panel'))).text).toContain('Somebody Far declined: “No time before the summer.”')
    expect((await far.open('/seats/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404)
  })

  test('evidence links a panel member back to the criterion, and others to the submission', async () => {
    await seated()
    const huw = await as(peer!, at('/appraisal/L1'))
    const back = () => [huw.$('.govuk-back-link').text().trim(), huw.$('.govuk-back-link').attr('href')]
    const link = huw.links.find(({ href }) => href.startsWith(`/evidence/${evidence}?`))!.href
    await huw.open(link)
    expect(back()).toEqual(['Back to L1', at('/appraisal/L1')])
    for (const other of [
      `/evidence/${evidence}`,
      link.replace(application.id, 'a'.repeat(20)),
      link.replace('L1', 'L99'),
    ]) {
      await huw.open(other)
      expect([other, ...back()]).toEqual([other, 'What was handed in', at('/submission')])
    }
  })

  test('a question goes out as the panel’s, and its reply opens new evidence to those who read', async () => {
    await seated()
    const fresh = await anItemOfEvidence(service, organisation, lead, { title: 'Signs at Millbrook' })
    const huw = await as(peer!, at('/appraisal/L1'))
    expect((await huw.open(`/evidence/${fresh}`)).status).toBe(404)
    await huw.open(at('/appraisal/L1'))
    await huw.follow('Ask the library a question about this')
    await huw.press('Send question', { body: '', replyBy: '2027-02-31' })
    expect([huw.status, huw.errors]).toEqual([
      422,
      ['Enter your question', 'Enter a day that exists, such as 28 February 2027'],
    ])
    await huw.press('Send question', { body: 'Which branches?', replyBy: '2027-03-20' })
    expect((await service.post()).map(({ to }) => to)).toEqual([lead.email])
    const marian = await as(lead, at('/questions'))
    expect(marian.text).toContain('Which branches?')
    expect(marian.text).not.toContain('Huw')
    await marian.follow('Reply')
    await marian.press('Send reply', { reply: '' })
    expect(marian.errors).toEqual(['Enter your reply'])
    await marian.press('Send reply', { reply: 'All of them.', evidence: fresh })
    expect(marian.text).toContain('All of them.')
    expect((await service.post()).map(({ to }) => to).toSorted()).toEqual(
      [chair!.email, peer!.email, neighbour!.email].toSorted(),
    )
    await huw.open(at('/appraisal/L1'))
    await huw.follow('Signs at Millbrook')
    expect([huw.status, huw.address]).toEqual([200, `/evidence/${fresh}`])
    expect((await eventNames()).filter(name => name.startsWith('question'))).toEqual([
      'question.asked',
      'question.answered',
    ])
  })

  test('only leads reply; questions are withdrawn by their asker, and expire by the clock', async () => {
    await seated()
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    const huw = await signedIn(service, peer!, at('/criteria/L2/questions/new'))
    await huw.press('Send question', { body: 'And in the evening?', replyBy: '2027-03-05' })
    const [question] = await db()('questions').where({ application_id: application.id })
    const idris = await signedIn(service, contributor, at(`/questions/${question!.id}/reply`))
    expect(idris.status).toBe(403)
    await idris.open(at('/questions'))
    expect([
      idris.text.includes('And in the evening?'),
      idris.links.some(({ text }) => text.startsWith('Reply')),
    ]).toEqual([true, false])
    const clare = await signedIn(service, neighbour!)
    await clare.send(at(`/questions/${question!.id}/withdrawal`))
    expect(clare.status).toBe(403)
    service.clock.set('2027-03-05T20:00:00Z')
    expect(await expireQuestions(service.parts)).toBe(0)
    service.clock.set('2027-03-06T00:10:00Z')
    expect([await expireQuestions(service.parts), await expireQuestions(service.parts)]).toEqual([1, 0])
    const marian = await signedIn(service, lead, at('/questions'))
    expect(marian.text).toContain('Not answered by 5 March 2027')
    await marian.send(at(`/questions/${question!.id}/reply`), { reply: 'Too late' })
    expect([marian.status, (await db()('questions').where({ id: question!.id }).first('reply'))!.reply]).toEqual([
      403,
      null,
    ])
    const asked = await signedIn(service, peer!, at('/criteria/L3/questions/new'))
    await asked.press('Send question', { body: 'Never mind', replyBy: '2027-03-20' })
    await asked.press('Withdraw this question')
    expect(asked.text).toContain('Withdrawn')
  })

  test('more evidence opens only what was asked, and comes back to the same seats', async () => {
    await seated()
    for (const person of [peer!, neighbour!, chair!]) await given(person)
    const nadia = await as(chair!, at('/meeting'))
    await nadia.press('Record all 25 on which everybody agrees')
    await nadia.open(at('/more-evidence'))
    await nadia.press('Ask for more evidence', { reasons: '', until: '2027-02-30' })
    expect(nadia.errors).toEqual([
      'Tick at least one criterion',
      'Enter what is missing',
      'Enter a day that exists, such as 28 February 2027',
    ])
    await nadia.press('Ask for more evidence', {
      criteria: criteria[0]!.id,
      reasons: 'The smaller branch.',
      until: '2027-03-20',
    })
    expect(await status()).toBe('more evidence asked')
    const marian = await as(lead, at('/criteria/L1'))
    await marian.press('Save', { narrative: 'The smaller branch too.' })
    await marian.open(at('/submission'))
    await marian.press('Submit application', { contacts: 'yes' })
    expect(await status()).toBe('resubmitted')
    const casework = await as(coordinator!, at('/take-up'))
    await casework.press('Pass back to the panel')
    expect(await status()).toBe('with the panel')
    await nadia.open(at('/appraisal'))
    expect(nadia.text).toContain('Something new to judge')
    expect((await nadia.open(at('/meeting'))).status).toBe(403)
    await nadia.open(at('/appraisal/L1'))
    expect(nadia.text).toContain('The smaller branch too.')
    await nadia.press('Save', { judgement: 'partly met' })
    await nadia.send(at('/appraisal/L2'), { version: 2, judgement: 'not yet', reason: 'Too late' })
    expect(nadia.status).toBe(403)
    await nadia.open(at('/appraisal'))
    await nadia.press('Give all my findings')
    await nadia.open(at('/meeting'))
    expect(nadia.text).toContain('1 of 25 agreed findings is still to be recorded.')
    expect(nadia.text).toContain('2 members have not given all findings yet.')
  })

  test('twenty yeses and twenty gifts at once are one each', async () => {
    await aDeclaration(service, application, coordinator!)
    await aSeat(service, application, peer!, coordinator!, { status: 'offered' })
    const windows = await Promise.all(Array.from({ length: 4 }, () => signedIn(service, peer!)))
    const atOnce = async (send: (window: Visitor) => Promise<Visitor>) => {
      const answers: number[] = []
      await Promise.all(
        windows.map(async window => {
          for (let time = 0; time < 5; time += 1) answers.push((await send(window)).status)
        }),
      )
      return answers
    }
    const taken = await atOnce(window => window.send(at('/seat'), { idempotencyKey: newId(), shownName: 'Huw' }))
    expect(taken.every(code => [200, 403, 409].includes(code))).toBe(true)
    await aDeclaration(service, application, peer!)
    await is('with the panel')
    await judged(peer!)
    const gifts = await atOnce(window => window.send(at('/appraisal'), { idempotencyKey: newId() }))
    expect(gifts.every(code => [200, 409].includes(code))).toBe(true)
    expect((await eventNames()).filter(name => ['seat.taken', 'finding.all_given'].includes(name))).toEqual([
      'seat.taken',
      'finding.all_given',
    ])
  })

  test('the history of everything names nobody of a panel', async () => {
    await seated()
    const huw = await as(peer!, at('/criteria/L1/questions/new'))
    await huw.press('Send question', { body: 'Since when?', replyBy: '2027-03-20' })
    await aDeclaration(service, application, trustee!)
    const samuel = await as(trustee!, '/history')
    expect(samuel.text).toContain('The panel A question was asked')
    expect(samuel.text).not.toContain('Huw')
  })

  test('somebody who leaves a reply to add evidence comes back to it', async () => {
    await seated()
    const huw = await as(peer!, at('/criteria/L1/questions/new'))
    await huw.press('Send question', { body: 'Since when?', replyBy: '2027-03-20' })
    const marian = await as(lead, at('/questions'))
    await marian.follow('Reply')
    const reply = marian.address
    await marian.follow('Add new evidence')
    await marian.press('Add to the shelf', {
      title: 'The rota',
      kind: 'other',
      note: 'Two colleagues, since the spring.',
    })
    expect([marian.status, marian.address]).toEqual([200, reply])
    expect(marian.text).toContain('The rota')
  })

  test('whatever is sent: a sentence or not found, and nothing half stored', async () => {
    await seated()
    const huw = await as(peer!)
    const sent: [string, Typed][] = [
      ['/appraisal/L1', { judgement: ['met', 'not yet'], reason: ['a', 'b'] }],
      ['/appraisal/L1', { judgement: 'superb' }],
      ['/appraisal/L1', { reason: 'x'.repeat(200_000) }],
      ['/criteria/L1/questions/new', { body: ['a'], replyBy: '2027-13-45' }],
    ]
    for (const [address, typed] of sent) {
      await huw.send(at(address), typed)
      expect([address, [413, 422].includes(huw.status)]).toEqual([address, true])
    }
    await huw.send(at('/appraisal/L1'), { judgement: 'met', reason: 'Fine\0 indeed', version: 0 })
    expect(await reasonOf(peer!, 0)).toBe('Fine indeed')
    for (const address of [
      '/appraisal/P1',
      '/appraisal/%00',
      '/appraisal/L99',
      '/meeting/L99',
      '/questions/x/reply',
      `/questions/${newId()}/reply`,
      '/criteria/L99/questions/new',
    ]) {
      expect([address, [403, 404].includes((await huw.open(at(address))).status)]).toEqual([address, true])
    }
    const elsewhere = await anApplication(service, await anOrganisation(service, { name: 'Elsewhere' }), {
      startedBy: lead,
      round,
      status: 'with the panel',
    })
    for (const below of ['/appraisal', '/panel', '/declaration', '/meeting', '/questions', '/seat'])
      expect((await huw.open(`/applications/${elsewhere.id}${below}`)).status).toBe(404)
    const casework = await as(coordinator!, at('/panel'))
    const offers: Typed[] = [
      { person: 'x', kind: 'sector peer' },
      { person: [peer!.id, chair!.id], kind: 'sector peer' },
      { name: 'A', email: 'no address', kind: 'sector peer' },
      { name: 'A', email: 'a@b.example', kind: 'king' },
      {},
    ]
    for (const typed of offers) {
      await casework.send(at('/panel'), typed)
      expect([JSON.stringify(typed), casework.status]).toEqual([JSON.stringify(typed), 422])
    }
    expect(await db()('seats').where({ application_id: application.id })).toHaveLength(3)
  })

  test('a criterion takes as many queries with thirty pieces as with one', async () => {
    await seated()
    const huw = await as(peer!)
    const countOf = async () => {
      let queries = 0
      const count = () => {
        queries += 1
      }
      service.database.db.on('query', count)
      await huw.open(at('/appraisal/L1'))
      service.database.db.removeListener('query', count)
      return queries
    }
    const before = await countOf()
    const submission = await db()('submissions').where({ application_id: application.id }).first('id')
    const part = await db()('submission_parts')
      .where({ submission_id: submission!.id, name: `answers/${criteria[0]!.id}` })
      .first()
    const more = []
    for (let index = 0; index < 30; index += 1)
      more.push(await anItemOfEvidence(service, organisation, lead, { title: `Piece ${index}` }))
    const answer = JSON.parse(part!.content!) as { evidence: string[] }
    await db()('submission_parts')
      .where({ submission_id: submission!.id, name: part!.name })
      .update({ content: JSON.stringify({ ...answer, evidence: [...answer.evidence, ...more] }) })
    const known = await db()('submission_parts')
      .where({ submission_id: submission!.id, name: `evidence/${evidence}` })
      .first()
    await db().batchInsert(
      'submission_parts',
      more.map((id, index) => ({
        ...known,
        name: `evidence/${id}`,
        position: 500 + index,
        content: known!.content!.replaceAll(evidence, id),
      })),
      20,
    )
    expect(await countOf()).toBe(before)
    expect(huw.$('.los-evidence > li')).toHaveLength(31)
  })
})
