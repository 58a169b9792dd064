import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import { criteriaAskedBy } from '../../src/domain/framework.ts'
import type { Item } from '../../src/domain/framework.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../src/features/frameworks/framework.store.ts'
import { expireQuestions } from '../../src/features/questions/question.actions.ts'
import { eachDatabase } from '../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aPieceOfEvidence, aRound, aSeat, everythingWritten, signedIn } from '../support/factories.ts'
import type { AnApplication, AnOrganisation, APerson } from '../support/factories.ts'
import { aService } from '../support/service.ts'
import type { Service } from '../support/service.ts'
import { aVisitor } from '../support/visitor.ts'
import type { Visitor } from '../support/visitor.ts'

eachDatabase('a panel', engine => {
  let service: Service
  let round: string
  let criteria: Item[]
  let [coordinator, chair, peer, neighbour, trustee]: APerson[] = []
  let organisation: AnOrganisation
  let lead: APerson
  let application: AnApplication
  let evidence: string
  const db = () => service.database.writer
  const at = (below = '') => `/applications/${application.id}${below}`
  const is = async (status: string) => { await db()('applications').where({ id: application.id }).update({ status }) }
  const status = async () => (await db()('applications').where({ id: application.id }).first('status'))!.status
  const eventNames = async () => (await db()('events').where({ application_id: application.id }).orderBy('sequence').pluck('name')) as string[]

  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
    criteria = criteriaAskedBy(await frameworkVersion(db(), await latestFrameworkVersionId(db())), 'first')
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
    await (await signedIn(service, lead, at('/submission'))).press('Submit the application', { contacts: 'yes' })
    await service.post()
  })

  /** Three seats, taken and declared; judging is open. */
  async function seated(): Promise<void> {
    await is('with the panel')
    await aDeclaration(service, application, coordinator!)
    for (const [person, row] of [[chair, { kind: 'lived experience', chairs: true }], [peer, { kind: 'sector peer', independent: true }], [neighbour, { kind: 'local group' }]] as const) {
      const id = await aSeat(service, application, person!, coordinator!, row)
      await db()('seats').where({ id }).update({ shown_name: person!.name.split(' ')[0]!, offered_to_name: person!.name })
      await aDeclaration(service, application, person!)
    }
    await db()('declarations').where({ application_id: application.id, person_id: peer!.id }).update({ independent: 1 })
  }

  /** Every criterion judged in the rows, not given. */
  async function judged(person: APerson, judgement = 'met', but: Record<string, string> = {}): Promise<void> {
    const seat = await db()('seats').where({ application_id: application.id, person_id: person.id }).first('id')
    await db().batchInsert('findings', criteria.map(({ id, code }) => ({
      id: newId(), seat_id: seat!.id, item_id: id, judgement: but[code] ?? judgement, reason: `${person.name} on ${code}`, commendation: '', private_note: `Secret of ${person.name}`,
      written_at: service.clock.now(), given_at: null, version: 1,
    })), 50)
  }
  async function given(person: APerson, judgement = 'met', but: Record<string, string> = {}): Promise<Visitor> {
    await judged(person, judgement, but)
    return (await signedIn(service, person, at('/appraisal'))).press('Give all my findings')
  }

  test('from the check to a proposal: offered, taken, declared, judged, met', async () => {
    const desk = await signedIn(service, coordinator!, at('/declaration'))
    expect(desk.text).toContain('Marian Tull')
    expect(desk.text).not.toContain('What we do about L1')
    await desk.press('Declare', { says: 'no conflict' })
    await desk.open(at('/check'))
    await desk.press('Mark as checked')
    await desk.open(at('/panel'))
    expect(desk.text).toContain('3 more seats are needed')
    await desk.press('Offer this seat', { person: chair!.id, kind: 'lived experience', chairs: 'yes' })
    await desk.press('Offer this seat', { person: peer!.id, kind: 'sector peer', independent: 'yes' })
    expect([desk.status, desk.text.includes('1 more seat is needed')]).toEqual([200, true])
    await desk.press('Offer this seat', { name: 'Leyla Demir', email: 'leyla.demir@group.example', kind: 'local group' })
    expect(desk.text).toContain('3 offers wait for an answer')

    const letters = await service.post()
    const toLeyla = letters.find(({ to }) => to === 'leyla.demir@group.example')!
    const link = toLeyla.text.match(/\/seats\/[\w-]{43}/)![0]
    const leyla = aVisitor(service, { 'X-Forwarded-For': '198.51.100.7' })
    await leyla.open(link)
    expect([leyla.address, leyla.headings[0]]).toEqual(['/seats/offer', 'A seat is offered to you'])
    expect(leyla.text).toContain('Central Millbrook')
    expect(leyla.text).not.toMatch(/Nadia|local group|What we do/)
    await leyla.press('Take the seat', { shownName: '', password: 'short' })
    expect([leyla.status, leyla.errors]).toEqual([422, ['Enter the name that the others should see', 'Use 15 characters or more']])
    await leyla.press('Take the seat', { shownName: 'L.', name: 'Leyla Demir', password: 'quiet heron under the bridge' })
    expect(leyla.address).toBe(at('/declaration'))
    await leyla.press('Declare', { says: 'no conflict' })
    expect(leyla.text).toContain('Two branches where everybody is welcome.')

    await desk.open(at('/panel'))
    await desk.press('Pass to the panel')
    expect([desk.status, await status()]).toEqual([200, 'with the panel'])

    const nadia = await signedIn(service, chair!, at('/seat'))
    await nadia.press('Take the seat', { shownName: 'Nadia' })
    await nadia.press('Declare', { says: 'no conflict' })
    const huw = await signedIn(service, peer!, at('/seat'))
    await huw.press('Take the seat', { shownName: 'Huw' })
    await huw.press('Declare', { says: 'no conflict' })
    expect([huw.status, huw.errors]).toEqual([422, ['Say whether you are independent of this library']])
    await huw.press('Declare', { independent: 'yes' })

    await huw.open(at('/appraisal'))
    expect(huw.text).toContain('0 of 25 criteria judged.')
    await huw.follow('Staff and volunteers learn')
    expect(huw.text).toContain('What we do about L1.')
    expect(huw.text).toContain('A page from our joining policy.')
    await huw.press(`Save, next: ${criteria[1]!.code}`, { judgement: 'partly met', reason: 'The smaller branch is missing.', privateNote: 'ask' })
    expect(huw.address).toBe(at(`/appraisal/${criteria[1]!.code}`))
    await huw.open(at('/appraisal'))
    expect(huw.text).toContain('1 of 25 criteria judged.')
    await db()('findings').delete()

    await given(peer!, 'met', { L2: 'not yet' })
    await given({ id: (await db()('people').where({ email: 'leyla.demir@group.example' }).first('id'))!.id, name: 'Leyla', email: '' } as APerson).catch(() => undefined)
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
    await desk.open(at('/panel'))
    expect(desk.text).toContain('Panel complete: yes')
  })
})
