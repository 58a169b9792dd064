import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { request } from 'node:http'
import { theClock } from '../../../src/domain/actor.ts'
import { instant, parseDay } from '../../../src/domain/time.ts'
import { hashOfToken, newToken } from '../../../src/email/tokens.ts'
import { recordEvent } from '../../../src/history/record.ts'
import { eachDatabase, onStatement } from '../../support/database.ts'
import { entriesIn, everyDate, type EveryDate } from '../../support/every-date.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { until } from '../../support/until.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

interface FeedResponse {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

eachDatabase('calendar feeds', engine => {
  let service: Service
  let it: EveryDate
  beforeEach(async () => {
    service = await aService(engine)
    it = await everyDate(service)
  })
  afterEach(() => service.end())
  const writer = () => service.database.writer

  /** Reads an address as a calendar program would, without cookies. */
  const read = (address: string, headers: Record<string, string> = {}): Promise<FeedResponse> =>
    new Promise((resolve, reject) => {
      const { port } = service.server.address() as { port: number }
      const asked = request({ port, path: address, headers, agent: false }, response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk as Buffer))
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(chunks).toString() }),
        )
      })
      asked.on('error', reject)
      asked.end()
    })

  /** Creates a calendar address on the account page, and returns its path. */
  async function feedOf(visitor: Visitor): Promise<string> {
    await visitor.open('/account/calendar')
    await visitor.press(
      visitor.buttons.includes('Create a new address') ? 'Create a new address' : 'Create a calendar address',
    )
    return new URL(visitor.$('.los-address').text().trim()).pathname
  }
  const feedOfPerson = async (person: APerson) => feedOf(await signedIn(service, person))
  const titles = async (address: string): Promise<string[]> =>
    entriesIn((await read(address)).text).map(({ title, start }) => `${start.slice(0, 10)} ${title}`)

  /** Waits until every feed is marked as used, which happens only after a feed has been sent. */
  async function marked(): Promise<void> {
    await until(
      async () => (await writer()('calendar_feeds').whereNull('last_used_at').pluck('person_id')).length === 0,
    )
  }

  test('each person’s feed lists the dates for their role, earliest first', async () => {
    const library = [
      '2027-03-10 Last day to submit Ashcombe Libraries’ application again',
      '2027-03-12 Last day to submit more evidence for Ashcombe Libraries’ application',
      '2027-03-20 Last day to reply to a question about Ashcombe Libraries’ application',
      '2027-03-31 Ashcombe Libraries’ response to a recommendation is due',
    ]
    const award = '2027-06-30 Last day to renew Ashcombe Libraries’ award'
    const recurring = '2027-04-15 Regular evidence from Ashcombe Libraries is due'
    const consent = '2027-04-14 Consent for some of Ashcombe Libraries’ evidence ends'
    const draft = '2027-04-30 Last day to submit Ashcombe Libraries’ application'
    const shown: Record<string, string[]> = {}
    for (const [name, person] of Object.entries(it.people)) shown[name] = await titles(await feedOfPerson(person))
    expect(shown).toEqual({
      lead: [...library, consent, recurring, draft, award],
      contributor: [...library, recurring, draft, award],
      observer: [...library, draft, award],
      coordinator: [
        '2027-03-25 Findings on Ashcombe Libraries’ application are due',
        '2027-04-30 Applications close at 5pm: Spring round 2027',
      ],
      trustee: [],
      member: [
        '2027-03-25 Your findings on Ashcombe Libraries’ application are due',
        '2027-03-30 Library of Sanctuary panel meeting',
      ],
      offered: ['2027-03-15 Last day to accept or decline a seat on the panel for Ashcombe Libraries'],
      administrator: [],
    })
  })

  test('a feed includes the last day to renew an award that is valid for more than three years', async () => {
    await writer()('awards')
      .where({ id: it.ids.award })
      .update({ valid_to: parseDay('2032-06-30')! })
    expect(await titles(await feedOfPerson(it.people.lead))).toContain(
      '2032-06-30 Last day to renew Ashcombe Libraries’ award',
    )
  })

  test('a feed is read without cookies, is private, and names neither people nor evidence', async () => {
    const { headers, text } = await read(await feedOfPerson(it.people.lead))
    expect(headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, no-cache',
      etag: expect.stringMatching(/^"[\w-]{43}"$/),
    })
    expect([headers['set-cookie'], /Amina|The lead|Which branches|@library/.test(text)]).toEqual([undefined, false])
    expect(text).toContain('X-WR-CALNAME:Library of Sanctuary\r\n')
  })

  test('reading a feed again gets 304 until a date changes', async () => {
    const address = await feedOfPerson(it.people.lead)
    const first = await read(address)
    service.clock.minutesPass(90)
    const etag = String(first.headers.etag)
    const again = await read(address, { 'If-None-Match': etag })
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag])
    await writer()('questions').update({ reply_by: parseDay('2027-03-21')! })
    const changed = await read(address, { 'If-None-Match': etag })
    expect([changed.status, changed.headers.etag === etag]).toEqual([200, false])
  })

  test('an entry whose date changes keeps its UID with a higher SEQUENCE; a lapsed award has no entry', async () => {
    const address = await feedOfPerson(it.people.lead)
    const entry = async () => {
      const { text } = await read(address)
      const found = entriesIn(text).find(({ title }) => title.includes('award'))
      return found && { ...found, sequence: Number(/SEQUENCE:(\d+)(?=(?:(?!SEQUENCE)[^])*renew)/.exec(text)?.[1]) }
    }
    const before = await entry()
    await writer()('awards')
      .where({ id: it.ids.award })
      .update({ valid_to: parseDay('2027-07-31')!, status: 'extended' })
    await writer()('award_changes').insert({
      id: 'c'.repeat(20),
      award_id: it.ids.award,
      number: 2,
      move: 'extend',
      to_status: 'extended',
      from_day: service.clock.today(),
      valid_to: parseDay('2027-07-31')!,
      at: service.clock.now(),
      reason: null,
    })
    const after = await entry()
    expect([before?.start, after?.start, after?.uid === before?.uid, after!.sequence > before!.sequence]).toEqual([
      '2027-06-30',
      '2027-07-31',
      true,
      true,
    ])
    await writer()('awards').where({ id: it.ids.award }).update({ status: 'lapsed' })
    expect(await entry()).toBeUndefined()
  })

  test('a suspended award has no last day to renew while the charity has its late renewal', async () => {
    const address = await feedOfPerson(it.people.lead)
    const lead = await signedIn(service, it.people.lead)
    const award = { id: it.ids.award }
    await writer()('awards')
      .where(award)
      .update({ status: 'suspended', valid_to: parseDay('2027-02-20')! })
    const entries = async () => [
      (await titles(address)).filter(title => title.includes('award')),
      (await lead.open(`/calendar/award/${award.id}`)).status,
    ]
    const toRenew = [['2027-02-20 Last day to renew Ashcombe Libraries’ award'], 200]
    expect(await entries()).toEqual(toRenew)
    const renewal = await anApplication(service, it.organisation, {
      kind: 'renewal',
      status: 'submitted',
      award_id: award.id,
      startedBy: it.people.lead,
    })
    expect(await entries()).toEqual([[], 404])
    await writer()('applications')
      .where({ id: renewal.id })
      .update({ status: 'returned', until: parseDay('2027-02-28')! })
    expect(await entries()).toEqual(toRenew)
  })

  test('a second return raises SEQUENCE, even if the date of the first return was moved', async () => {
    const address = await feedOfPerson(it.people.lead)
    const application = { id: it.ids.return }
    const sequence = async () =>
      Number(/SEQUENCE:(\d+)(?=(?:(?!SEQUENCE)[^])*again)/.exec((await read(address)).text)?.[1])
    const set = (at: string) =>
      writer()('applications')
        .where(application)
        .update({ status_since: instant(at) })
    await set('2027-02-01T10:00:00Z')
    const about = { kind: 'application', ...application, organisationId: it.organisation.id } as const
    await service.parts.write(theClock, work =>
      recordEvent(work, 'application.date_moved', { ...about, applicationId: application.id }),
    )
    const moved = await sequence()
    service.clock.minutesPass(24 * 60)
    await set(service.clock.now())
    expect([moved > 0, (await sequence()) - moved]).toEqual([true, 24 * 60 * 60])
  })

  const draftIn = async (address: string) => {
    const { text } = await read(address)
    const draft = entriesIn(text).find(({ title }) => title === 'Last day to submit Ashcombe Libraries’ application')
    const [, sequence] = /SEQUENCE:(\d+)(?=(?:(?!SEQUENCE)[^])*Last day to submit[^]{0,40}application[\r\n])/.exec(
      text,
    )!
    return { start: draft?.start.slice(0, 10), sequence: Number(sequence) }
  }

  test('a draft that moves to the next round has a higher SEQUENCE than before', async () => {
    const address = await feedOfPerson(it.people.lead)
    service.clock.set('2027-03-15T09:00:00Z')
    await service.parts.write(theClock, work => recordEvent(work, 'round.changed', { kind: 'round', id: it.ids.round }))
    const before = await draftIn(address)
    await aRound(service, {
      name: 'Summer round 2027',
      opensAt: '2027-05-01T09:00:00Z',
      closesAt: '2027-06-30T16:00:00Z',
    })
    service.clock.set('2027-05-02T09:00:00Z')
    const after = await draftIn(address)
    expect([before.start, after.start, after.sequence > before.sequence]).toEqual(['2027-04-30', '2027-06-30', true])
  })

  test('a draft’s SEQUENCE rises the day after its round closes, even after a change that evening', async () => {
    const address = await feedOfPerson(it.people.lead)
    await aRound(service, {
      name: 'Summer round 2027',
      opensAt: '2027-05-01T09:00:00Z',
      closesAt: '2027-06-30T16:00:00Z',
    })
    service.clock.set('2027-04-30T17:30:00Z')
    await service.parts.write(theClock, work => recordEvent(work, 'round.changed', { kind: 'round', id: it.ids.round }))
    const before = await draftIn(address)
    service.clock.set('2027-05-01T09:00:00Z')
    const after = await draftIn(address)
    expect([before.start, after.start, after.sequence > before.sequence]).toEqual(['2027-04-30', '2027-06-30', true])
  })

  test('a draft whose library gets more time has a higher SEQUENCE than before', async () => {
    const address = await feedOfPerson(it.people.lead)
    const before = await draftIn(address)
    service.clock.minutesPass(24 * 60)
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, { id: it.ids.draft }, person)
    const coordinator = await signedIn(service, person, `/applications/${it.ids.draft}/round-extension`)
    await coordinator.press('Extend the round', { until: '2027-05-14', reason: 'The lead was ill.' })
    const after = await draftIn(address)
    expect([before.start, after.start, after.sequence > before.sequence]).toEqual(['2027-04-30', '2027-05-14', true])
  })

  test('a feed keeps the consents that end first when there are more than 100', async () => {
    const { organisation, people } = it
    await service.database.transaction(async trx => {
      const evidence = (await trx('evidence').where({ id: it.ids.consent }).first())!
      const consent = (await trx('consents').where({ evidence_id: it.ids.consent }).first())!
      const add = async (id: string, changes: object) => {
        await trx('evidence').insert({ ...evidence, id })
        await trx('consents').insert({ ...consent, id, evidence_id: id, ...changes })
      }
      for (let number = 100; number < 200; number += 1) {
        await add(`a${number}`.padEnd(20, 'a'), { expires_on: parseDay('2027-12-01')! })
        const notShown = { expires_on: parseDay('2027-04-01')!, for_panel: 0, for_charity: 1 }
        await add(`b${number}`.padEnd(20, 'a'), notShown)
      }
    })
    const consents = (await titles(await feedOfPerson(people.lead))).filter(title => title.includes('Consent'))
    expect([consents.length, consents[0]]).toEqual([
      100,
      `2027-04-14 Consent for some of ${organisation.name}’ evidence ends`,
    ])
  })

  test('a feed with over 100 consents orders a renewed consent by its new end date', async () => {
    await service.database.transaction(async trx => {
      const evidence = (await trx('evidence').where({ id: it.ids.consent }).first())!
      const consent = (await trx('consents').where({ evidence_id: it.ids.consent }).first())!
      for (let number = 300; number < 400; number += 1) {
        const id = `a${number}`.padEnd(20, 'a')
        await trx('evidence').insert({ ...evidence, id })
        const ends = [parseDay('2027-03-20')!, parseDay('2028-01-31')!]
        for (const [place, expires_on] of ends.entries())
          await trx('consents').insert({ ...consent, id: `${place}${id}`.slice(0, 20), evidence_id: id, expires_on })
      }
    })
    const consents = (await titles(await feedOfPerson(it.people.lead))).filter(title => title.includes('Consent'))
    expect([consents.length, consents[0]]).toEqual([
      100,
      `2027-04-14 Consent for some of ${it.organisation.name}’ evidence ends`,
    ])
  })

  test('a feed has regular evidence that is due, even if much other regular evidence is long overdue', async () => {
    await service.database.transaction(async trx => {
      const due = (await trx('recurring_evidence').where({ id: it.ids.recurring }).first())!
      const past = { every: 'year', anchor_on: parseDay('2026-12-01')!, next_due: parseDay('2026-12-01')! }
      for (let number = 100; number < 200; number += 1)
        await trx('recurring_evidence').insert({ ...due, ...past, id: `a${number}`.padEnd(20, 'a') })
    })
    expect(await titles(await feedOfPerson(it.people.lead))).toContain(
      '2027-04-15 Regular evidence from Ashcombe Libraries is due',
    )
  })

  test('a feed shows only what the person can read now', async () => {
    const lead = await feedOfPerson(it.people.lead)
    const member = await feedOfPerson(it.people.member)
    const coordinator = await feedOfPerson(it.people.coordinator)
    expect([(await titles(lead)).length, (await titles(member)).length, (await titles(coordinator)).length]).toEqual([
      8, 2, 2,
    ])
    await writer()('memberships').where({ person_id: it.people.lead.id }).update({ ended_at: service.clock.now() })
    await writer()('declarations').where({ person_id: it.people.member.id }).update({ says: 'conflict' })
    await writer()('declarations').where({ person_id: it.people.coordinator.id }).update({ says: 'conflict' })
    expect([await titles(lead), await titles(member), await titles(coordinator)]).toEqual([
      [],
      [],
      ['2027-04-30 Applications close at 5pm: Spring round 2027'],
    ])
    await writer()('people').where({ id: it.people.lead.id }).update({ status: 'suspended' })
    expect((await read(lead)).status).toBe(404)
  })

  test('the address of a feed is shown once, and a new address replaces the previous one', async () => {
    const lead = await signedIn(service, it.people.lead)
    const first = await feedOf(lead)
    expect(await writer()('calendar_feeds').pluck('token_hash')).toEqual([hashOfToken(first.slice(10, -4))])
    expect(lead.address).toBe('/account/calendar/address')
    await lead.open('/account/calendar/address')
    expect([lead.address, lead.notices, lead.html.includes(first)]).toEqual([
      '/account/calendar',
      ['We show your calendar address only once. If you no longer have it, create a new one'],
      false,
    ])
    const second = await feedOf(lead)
    expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200])
    await lead.open('/account/calendar')
    await lead.follow('Switch off your calendar address')
    await lead.press('Switch off your calendar address')
    expect([lead.notices, (await read(second)).status, await writer()('calendar_feeds').select()]).toEqual([
      ['Your calendar address is switched off'],
      404,
      [],
    ])
    expect(
      await writer()('events').where('name', 'like', 'person.calendar%').orderBy('sequence').pluck('name'),
    ).toEqual(['person.calendar_made', 'person.calendar_made', 'person.calendar_ended'])
  })

  test('changing the password ends the feed, because someone else may have created it', async () => {
    const visitor = await signedIn(service, it.people.lead)
    const address = await feedOf(visitor)
    expect((await read(address)).status).toBe(200)
    await visitor.open('/account/password')
    expect(visitor.text).toContain('If you have a calendar address, it will stop working.')
    const password = 'three otters in a rowing boat'
    await visitor.press('Change password', { old: 'open the library door', password })
    expect([visitor.address, (await read(address)).status]).toEqual(['/account', 404])
    expect((await visitor.open('/account/calendar')).buttons).toContain('Create a calendar address')
    const ended = await writer()('events').where({ name: 'person.calendar_ended' }).pluck('person_id')
    expect(ended).toEqual([it.people.lead.id])
  })

  test('a person can see on which day their feed was last used', async () => {
    const lead = await signedIn(service, it.people.lead)
    const address = await feedOf(lead)
    expect((await lead.open('/account/calendar')).text).toContain('Last used Never')
    await read(address)
    await marked()
    expect((await lead.open('/account/calendar')).text).toContain('Last used 1 March 2027')
  })

  test('an unknown, replaced or altered token gets the same response as a page that does not exist', async () => {
    const address = await feedOfPerson(it.people.lead)
    await writer()('calendar_feeds').update({ token_hash: hashOfToken(newToken()) })
    const nothing = await read('/no-such-page')
    const responses = await Promise.all(
      [address, `/calendar/${newToken()}.ics`, '/calendar/x.ics', '/calendar/%00.ics', `${address}x`].map(each =>
        read(each),
      ),
    )
    const plain = ({ status, text, headers }: FeedResponse) => ({ status, text, cache: headers['cache-control'] })
    expect(responses.map(plain)).toEqual(responses.map(() => plain(nothing)))
    expect(nothing.status).toBe(404)
  })

  test('a person cannot see the address of another person’s feed', async () => {
    const lead = await signedIn(service, it.people.lead)
    await feedOf(lead)
    const observer = await signedIn(service, it.people.observer)
    for (const [name, value] of lead.cookies) if (name.includes('calendar')) observer.cookies.set(name, value)
    await observer.open('/account/calendar/address')
    expect(observer.address).toBe('/account/calendar')
  })

  test('a feed runs as many queries for 111 awards as for one, and has at most 100 dates of a kind', async () => {
    const address = await feedOfPerson(it.people.lead)
    const asked: string[] = []
    onStatement(service.database, ({ sql }) => void asked.push(sql))
    const statements = async () => {
      asked.length = 0
      const { text } = await read(address)
      return { count: asked.length, entries: entriesIn(text).length }
    }
    await read(address)
    await marked()
    const before = await statements()
    for (let number = 0; number < 110; number += 1) {
      const organisation = await anOrganisation(service, { name: `Library ${number}` })
      await writer()('memberships').insert({
        id: `m${String(number).padStart(19, '0')}`,
        person_id: it.people.lead.id,
        organisation_id: organisation.id,
        role: 'lead',
        started_at: service.clock.now(),
      })
      await anAward(service, organisation, { startedBy: it.people.lead, endsOn: '2027-06-30' })
    }
    const after = await statements()
    expect([after.count, before.entries, after.entries]).toEqual([before.count, 8, 107])
  })

  test('a thousand reads, 250 at a time, succeed and do not hold up pages', async () => {
    const organisation = await anOrganisation(service, { name: 'Other' })
    const tokens: string[] = []
    for (let number = 0; number < 250; number += 1) {
      const person = await aPersonWho(service, { member: [[organisation, 'lead']] })
      const token = newToken()
      tokens.push(token)
      await writer()('calendar_feeds').insert({
        person_id: person.id,
        token_hash: hashOfToken(token),
        made_at: instant('2027-03-01T09:00:00Z'),
        last_used_at: null,
      })
    }
    await anAward(service, organisation, { startedBy: it.people.lead, endsOn: '2027-06-30' })
    const { pool } = service.parts.db.client as { pool: { numPendingAcquires(): number } }
    const waiting: number[] = []
    onStatement(service.database, () => void waiting.push(pool.numPendingAcquires()))
    let finished = 0
    const clients = Array.from({ length: 250 }, async (_, client) => {
      const responses: FeedResponse[] = []
      for (let reads = 0; reads < 4; reads += 1) {
        responses.push(await read(`/calendar/${tokens[client]!}.ics`))
        finished += 1
      }
      return responses
    })
    const page = await aVisitor(service).open('/sign-in')
    const finishedBeforePage = finished
    const responses = (await Promise.all(clients)).flat()
    expect([page.status, responses.length, new Set(responses.map(({ status }) => status))]).toEqual([
      200,
      1_000,
      new Set([200]),
    ])
    expect(new Set(responses.map(({ text }) => entriesIn(text).length))).toEqual(new Set([1]))
    expect([finishedBeforePage < 500, Math.max(...waiting) < 20]).toEqual([true, true])
    await marked()
  })

  test('too many reads of one feed get 429', async () => {
    const address = await feedOfPerson(it.people.lead)
    const responses = await Promise.all(Array.from({ length: 80 }, () => read(address)))
    const refused = responses.filter(({ status }) => status === 429)
    expect([responses.length - refused.length, Number(refused[0]!.headers['retry-after']) > 0]).toEqual([60, true])
    await marked()
  })

  test('a feed hides the offer of a seat after the person declares a conflict', async () => {
    const address = await feedOfPerson(it.people.offered)
    expect(await titles(address)).toHaveLength(1)
    await aDeclaration(service, it.read, it.people.offered, 'conflict')
    expect(await titles(address)).toEqual([])
  })
})
