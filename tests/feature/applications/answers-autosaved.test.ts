import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { NoRoom } from '../../../src/domain/refusals.ts'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase, onStatement } from '../../support/database.ts'
import {
  anApplication,
  anItemOfEvidence,
  aRound,
  aTeam,
  signedIn,
  type AnApplication,
  type APerson,
} from '../../support/factories.ts'
import type { Typed } from '../../support/person.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

// One or two members of a library type an answer to a criterion, which is saved automatically.

eachDatabase('an answer that is saved automatically', engine => {
  let service: Service
  let round: string
  let application: AnApplication
  let library: Awaited<ReturnType<typeof aTeam>>
  let writer: Visitor
  let lead: Visitor
  const at = () => `/applications/${application.id}/criteria/L1`
  const db = () => service.database.writer
  const copies = () => db()('working_copies').orderBy('saved_at')
  const narrative = async () => (await db()('answers').where({ application_id: application.id }).first())?.narrative
  const keeps = (page: Visitor, typed: Typed, as: APerson = library.contributor) =>
    autosaves(service, page, typed, { as, at: at() })

  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    await db()('working_copies').delete()
    await db()('limit_counters').delete()
    library = await aTeam(service)
    application = await anApplication(service, library.organisation, { startedBy: library.lead, round })
    writer = await signedIn(service, library.contributor, at())
    lead = await signedIn(service, library.lead, at())
  })

  test('the reopened page shows the autosaved text, and autosaving adds no event, answer or key', async () => {
    const spare = await anItemOfEvidence(service, library.organisation, library.lead, { title: 'Training log' })
    const rows = async () => ({
      events: await db()('events').count(),
      answers: await db()('answers').count(),
      keys: await db()('idempotency_keys').count(),
    })
    const before = await rows()
    await writer.open(at())
    const { status, answer } = await keeps(writer, { narrative: 'We train ev', ownRating: 'met', use: spare })
    expect([status, answer?.text, answer?.editing]).toEqual([200, expect.stringMatching(/^Draft saved at /), ''])
    expect(await rows()).toEqual(before)
    await writer.open(at())
    expect([writer.valueOf('narrative'), writer.valueOf('ownRating')]).toEqual(['We train ev', 'met'])
    expect(writer.$('input[name=use]:checked').attr('value')).toBe(spare)
    expect(writer.text).toContain('We have kept your text from')
    await writer.press('Save', { narrative: 'We train everyone.' })
    expect([await narrative(), await copies(), writer.text.includes('We have kept')]).toEqual([
      'We train everyone.',
      [],
      false,
    ])
  })

  test('colleagues see who is editing, but not the text until the person presses Save', async () => {
    await keeps(writer, { narrative: 'Half a sentence' })
    await lead.open(at())
    expect(lead.text).toContain('The contributor is editing this answer.')
    expect(lead.html).not.toContain('Half a sentence')
    const { answer } = await keeps(lead, { narrative: 'Also typing' }, library.lead)
    expect(answer?.editing).toBe('The contributor is editing this answer.')
    expect((await keeps(writer, { narrative: 'Half a sentence more' })).answer?.editing).toBe(
      'The lead is editing this answer.',
    )
    const observer = await signedIn(service, library.observer, at())
    expect([observer.status, observer.html.includes('Half a sentence')]).toEqual([200, false])
  })

  test('a person is not shown as editing after five minutes, after saving, or after leaving the team', async () => {
    const isShown = async () => (await lead.open(at())).text.includes('is editing this answer')
    await keeps(writer, { narrative: 'Half a sentence' })
    expect(await isShown()).toBe(true)
    await db()('memberships').where({ person_id: library.contributor.id }).update({ ended_at: service.clock.now() })
    expect(await isShown()).toBe(false)
    await db()('memberships').where({ person_id: library.contributor.id }).update({ ended_at: null })
    await db()('working_copies').update({ saved_at: minutesAgo(4) })
    expect(await isShown()).toBe(true)
    await db()('working_copies').update({ saved_at: minutesAgo(6) })
    expect(await isShown()).toBe(false)
    await writer.open(at())
    await keeps(writer, { narrative: 'Again' })
    expect(await isShown()).toBe(true)
    await writer.open(at())
    await writer.press('Save')
    expect(await isShown()).toBe(false)
  })
  const minutesAgo = (minutes: number) =>
    new Date(Date.parse(service.clock.now()) - minutes * 60_000).toISOString() as never

  test('the text is kept when a colleague saves first, and the page merges both texts word by word', async () => {
    await lead.press('Save', { narrative: 'Staff learn each year. 34 people came.', ownRating: 'met' })
    await writer.open(at())
    await keeps(writer, { narrative: 'Staff learn each year. 36 people came.', ownRating: 'met' })
    await lead.open(at())
    await lead.press('Save', { narrative: 'Staff and volunteers learn each year. 34 people came.', ownRating: 'met' })
    const { status, answer } = await keeps(writer, {
      narrative: 'Staff learn each year. 36 people came, 9 of them new.',
      ownRating: 'met',
      workingCopy: (await copies())[0]!.saved_at,
    })
    expect([status, answer?.text]).toEqual([
      200,
      expect.stringContaining('A newer version was saved after you opened this page. Save to compare both versions.'),
    ])
    await writer.open(at())
    expect([writer.status, writer.headings.slice(0, 3)]).toEqual([
      200,
      ['This answer has changed since you opened it', 'Version saved by The lead', 'Your version'],
    ])
    expect(
      writer
        .$('.los-versions section')
        .toArray()
        .map(version => writer.$(version).find('mark').text().replace(/\s+/g, ' ').trim()),
    ).toEqual([
      'Only in this version: and volunteers Only in this version: 34 Only in this version: came.',
      'Only in this version: 36 Only in this version: came, 9 of them new.',
    ])
    expect(writer.valueOf('narrative')).toBe('Staff and volunteers learn each year. 36 people came, 9 of them new.')
    await writer.press('Save combined text')
    expect([writer.status, await narrative(), await copies()]).toEqual([
      200,
      'Staff and volunteers learn each year. 36 people came, 9 of them new.',
      [],
    ])
  })

  test('the second of two people who press Save sees both texts combined, even without JavaScript', async () => {
    await lead.press('Save', { narrative: 'First. Second.' })
    await writer.open(at())
    await lead.open(at())
    await lead.press('Save', { narrative: 'First. Second. Third.' })
    await writer.press('Save', { narrative: 'Before. First. Second.' })
    expect([writer.status, writer.valueOf('narrative')]).toEqual([409, 'Before. First. Second. Third.'])
    await writer.press('Save combined text')
    expect(await narrative()).toBe('Before. First. Second. Third.')
  })

  test('two windows of the same person do not overwrite each other, and the second shows both versions', async () => {
    const other = await signedIn(service, library.contributor, at())
    expect((await keeps(writer, { narrative: 'First window' })).status).toBe(200)
    expect((await keeps(other, { narrative: 'Second window' })).status).toBe(409)
    await other.press('Save', { narrative: 'Second window' })
    expect([other.status, other.headings[1], other.valueOf('narrative')]).toEqual([
      409,
      'Your version from another window',
      'First window Second window',
    ])
    await other.press('Save combined text')
    expect([other.status, await narrative(), await copies()]).toEqual([200, 'First window Second window', []])
  })

  test('a person who was removed from the team cannot save, but can copy their text', async () => {
    await lead.press('Save', { narrative: 'Saved before they left, by the lead' })
    await writer.open(at())
    expect(writer.valueOf('read')).toBe('Saved before they left, by the lead')
    await keeps(writer, { narrative: 'Typed before' })
    await db()('memberships').where({ person_id: library.contributor.id }).update({ ended_at: service.clock.now() })
    expect((await keeps(writer, { narrative: 'Typed before, and a long sentence after it' })).status).toBe(404)
    expect((await copies())[0]?.fields).toContain('Typed before')
    await writer.press('Save', { narrative: 'Typed before, and a long sentence after it' })
    expect([writer.status, writer.text.includes('Typed before, and a long sentence after it')]).toEqual([404, true])
    expect([writer.text.includes('Copy'), writer.text.includes('Saved before they left')]).toEqual([true, false])
    expect(await narrative()).toBe('Saved before they left, by the lead')
  })

  test('an observer, another library’s lead and a signed-out person cannot save an answer', async () => {
    const other = await aTeam(service)
    const observer = await signedIn(service, library.observer, at())
    expect((await keeps(observer, { narrative: 'x' }, library.observer)).status).toBe(403)
    const stranger = await signedIn(service, other.lead, '/home')
    expect((await keeps(stranger, { narrative: 'x' }, other.lead)).status).toBe(404)
    lead.cookies.clear()
    expect((await keeps(lead, { narrative: 'x' }, library.lead)).status).toBe(401)
    expect(await copies()).toEqual([])
  })

  test('an autosave gets status 507 while the disk is full, and works afterwards', async () => {
    const { write } = service.parts
    service.parts.write = async () => {
      throw new NoRoom()
    }
    try {
      expect((await keeps(writer, { narrative: 'No room' })).status).toBe(507)
    } finally {
      service.parts.write = write
    }
    expect((await keeps(writer, { narrative: 'Room again' })).status).toBe(200)
  })

  test('an autosave runs at most six SQL statements', async () => {
    for (const title of ['Report', 'Rota', 'Leaflet'])
      await anItemOfEvidence(service, library.organisation, library.lead, { title, items: ['staff-training'] })
    await writer.open(at())
    let statements = 0
    onStatement(service.database, ({ sql }) => {
      if (!/^(begin|commit)/i.test(sql)) statements += 1
    })
    const read = 'A sentence about training. '.repeat(60)
    for (let round = 0; round < 20; round += 1)
      expect((await keeps(writer, { read, narrative: `${read}${round}` })).status).toBe(200)
    expect(statements).toBeGreaterThan(20)
    expect(statements).toBeLessThanOrEqual(20 * 6)
  })
})
