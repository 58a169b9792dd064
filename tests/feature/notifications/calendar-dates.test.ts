import { beforeEach, afterEach, expect, test } from '@jest/globals'
import { calendarKinds, type CalendarKind } from '../../../src/domain/calendar-feed.ts'
import { eachDatabase } from '../../support/database.ts'
import { everyDate, entriesIn, type EveryDate } from '../../support/every-date.ts'
import { aDeclaration, anOrganisation, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

eachDatabase('calendar files', engine => {
  let service: Service
  let it: EveryDate
  beforeEach(async () => {
    service = await aService(engine)
    it = await everyDate(service)
  })
  afterEach(() => service.end())

  const addressOf = (kind: CalendarKind) => `/calendar/${kind.replace(' ', '-')}/${it.ids[kind]}`
  const file = async (visitor: Visitor, kind: CalendarKind): Promise<string> => {
    await visitor.open(addressOf(kind))
    return visitor.status === 200 ? visitor.content.toString() : String(visitor.status)
  }
  /** The kinds of date whose calendar files this person can open. */
  const openTo = async (person: APerson): Promise<CalendarKind[]> => {
    const visitor = await signedIn(service, person)
    const open: CalendarKind[] = []
    for (const kind of calendarKinds) if ((await file(visitor, kind)) !== '404') open.push(kind)
    return open
  }

  test('each kind of date can be downloaded as a calendar file with that date', async () => {
    const lead = await signedIn(service, it.people.lead)
    const offered = await signedIn(service, it.people.offered)
    const member = await signedIn(service, it.people.member)
    const readers: Partial<Record<CalendarKind, Visitor>> = { 'seat offer': offered, findings: member, meeting: member }
    const starts: Record<string, string> = {}
    for (const kind of calendarKinds) {
      const text = await file(readers[kind] ?? lead, kind)
      const [entry, ...others] = entriesIn(text)
      expect([kind, others, entry!.title === '', /Amina|The lead|The member/.test(text)]).toEqual([
        kind,
        [],
        false,
        false,
      ])
      starts[kind] = entry!.start
    }
    expect(starts).toEqual({
      award: '2027-06-30',
      draft: '2027-04-30T16:30:00',
      return: '2027-03-10',
      'more evidence': '2027-03-12',
      question: '2027-03-20',
      recommendation: '2027-03-31',
      consent: '2027-04-14',
      recurring: '2027-04-15',
      'seat offer': '2027-03-15',
      findings: '2027-03-25',
      meeting: '2027-03-30T18:30:00',
      round: '2027-04-30T16:30:00',
    })
  })

  test('pages with a deadline link to the calendar file of that deadline', async () => {
    const { lead, member, offered, coordinator } = it.people
    const pages: [person: APerson, page: string, kinds: CalendarKind[]][] = [
      [lead, `/awards/${it.ids.award}`, ['award', 'recommendation']],
      [lead, `/applications/${it.ids.draft}`, ['draft']],
      [lead, `/applications/${it.ids.return}`, ['return']],
      [lead, `/applications/${it.ids['more evidence']}`, ['more evidence']],
      [lead, `/applications/${it.read.id}/questions`, ['question']],
      [lead, `/applications/${it.read.id}/questions/${it.ids.question}/reply`, ['question']],
      [lead, `/organisations/${it.organisation.id}/recommendations`, ['recommendation']],
      [lead, `/evidence/${it.ids.consent}/consents`, ['consent']],
      [lead, `/regular-evidence/${it.ids.recurring}`, ['recurring']],
      [offered, `/applications/${it.read.id}/seat`, ['seat offer']],
      [member, '/appraisals', ['findings']],
      [member, `/meetings/${it.ids.meeting}`, ['meeting']],
      [coordinator, `/applications/${it.read.id}/panel`, ['findings']],
      [coordinator, `/rounds/${it.ids.round}`, ['round']],
    ]
    const found: [string, string[], number[]][] = []
    for (const [person, address] of pages) {
      const visitor = await signedIn(service, person, address)
      const links = visitor.links.filter(({ text }) => text.startsWith('Add to calendar')).map(({ href }) => href)
      const statuses: number[] = []
      for (const link of links) statuses.push((await visitor.open(link)).status)
      found.push([address, links, statuses])
    }
    expect(found).toEqual(pages.map(([, address, kinds]) => [address, kinds.map(addressOf), kinds.map(() => 200)]))
  })

  test('a calendar file is a download that no cache may store', async () => {
    const lead = await signedIn(service, it.people.lead)
    await lead.open(addressOf('award'))
    expect(lead.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'content-disposition': expect.stringContaining('attachment; filename="award-2027-06-30.ics"'),
      'cache-control': 'private, no-store',
    })
  })

  test('people who cannot read a date’s page cannot find its calendar file', async () => {
    const stranger = await aPersonWho(service, { member: [[await anOrganisation(service, { name: 'Other' }), 'lead']] })
    const conflicted = await aPersonWho(service, { roles: ['appraiser'] })
    await aDeclaration(service, it.read, conflicted, 'conflict')
    const library: CalendarKind[] = ['award', 'draft', 'return', 'more evidence', 'question', 'recommendation']
    expect({
      lead: await openTo(it.people.lead),
      contributor: await openTo(it.people.contributor),
      observer: await openTo(it.people.observer),
      coordinator: await openTo(it.people.coordinator),
      trustee: await openTo(it.people.trustee),
      member: await openTo(it.people.member),
      offered: await openTo(it.people.offered),
      administrator: await openTo(it.people.administrator),
      stranger: await openTo(stranger),
      conflicted: await openTo(conflicted),
    }).toEqual({
      lead: [...library, 'consent', 'recurring', 'round'],
      contributor: [...library, 'consent', 'recurring', 'round'],
      observer: [...library, 'recurring', 'round'],
      coordinator: ['award', 'question', 'findings', 'round'],
      trustee: ['award', 'round'],
      member: ['question', 'findings', 'meeting', 'round'],
      offered: ['seat offer', 'round'],
      administrator: ['round'],
      stranger: ['round'],
      conflicted: ['round'],
    })
  })

  test('there is no calendar file for an answered question, or for a kind or id that does not exist', async () => {
    const lead = await signedIn(service, it.people.lead)
    expect((await lead.open(addressOf('question'))).status).toBe(200)
    await service.database.writer('questions').update({ status: 'answered' })
    const statuses: number[] = []
    for (const address of [
      addressOf('question'),
      `/calendar/question/${'q'.repeat(20)}`,
      '/calendar/question/x',
      `/calendar/question/${it.ids.award}`,
      `/calendar/nothing/${it.ids.award}`,
      `/calendar/toString/${it.ids.award}`,
    ])
      statuses.push((await lead.open(address)).status)
    expect(statuses).toEqual([404, 404, 404, 404, 404, 404])
  })

  test('a visitor who opens a calendar file is asked to sign in', async () => {
    expect((await aVisitor(service).open(addressOf('award'))).address).toMatch(/^\/sign-in/)
  })
})
