import { expect, test } from '@jest/globals'
import { sendReminders } from '../../../src/modules/notifications/mornings/morning.actions.ts'
import { moveAwards } from '../../../src/modules/awards/lifecycle/lifecycle.actions.ts'
import { addDays, dayOf, type Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { asCsv } from '../../support/import-files.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const awardHeadings = ['Organisation', 'Branches', 'Awarded on', 'Valid to', 'Decided by', 'Source']

/** An organisation as an import leaves it, with a shared mailbox and a lead who has joined since. */
async function imported(service: Service) {
  await aRound(service)
  const organisation = await anOrganisation(service)
  await service.database
    .writer('organisations')
    .where({ id: organisation.id })
    .update({ emails_started_at: null, role_mailbox: 'library@library.example' })
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
  return { organisation, lead, coordinator, casework: await signedIn(service, coordinator, '/imports') }
}

async function importAwards(casework: Visitor, rows: readonly string[][]): Promise<void> {
  await casework.open('/imports')
  await casework.follow('Current awards')
  await casework.press('Check the file', {
    file: [{ name: 'awards.csv', content: asCsv([awardHeadings, ...rows]) }],
  })
}

/**
 * Runs the moves and reminders of this many mornings, and moves the clock forward.
 * @returns the emails that were sent
 */
async function mornings(service: Service, days: number): Promise<{ to: string; subject: string }[]> {
  const sent: { to: string; subject: string }[] = []
  for (let day = 0; day < days; day += 1) {
    const today: Day = dayOf(service.clock.now())
    await moveAwards(service.parts, today)
    await sendReminders(service.parts, today)
    for (const { to, subject } of await service.post()) sent.push({ to, subject })
    service.clock.set(`${addDays(today, 1)}T09:00:10Z`)
  }
  return sent
}

eachDatabase('the emails about an imported organisation', engine => {
  test('no email is sent until emails are switched on, and then only the latest reminder', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, casework } = await imported(service)
    await importAwards(casework, [['Ashcombe Libraries', 'All', '1 May 2026', '30/04/2027', 'Local group', 'A letter']])
    await casework.press('Import 1 row')
    expect(casework.text).toContain('1 row has been imported.')
    expect(await service.database.writer('awards').select('status', 'granted_on', 'valid_to')).toEqual([
      { status: 'renewal open', granted_on: '2026-05-01', valid_to: '2027-04-30' },
    ])
    // The reminders 60 and 30 days before the end are due within these 45 days.
    expect(await mornings(service, 45)).toEqual([])
    const later = await signedIn(service, coordinator, '/imports/emails')
    await later.press('Switch on emails', { organisation: [organisation.id] })
    expect(later.notices).toEqual(['1 organisation will now get emails'])
    const sent = await mornings(service, 1)
    expect(sent.map(({ to }) => to).sort()).toEqual(['library@library.example', lead.email])
    const reminders = await service.database
      .writer('reminders')
      .whereNotNull('email_id')
      .select('recipient', 'step', 'status')
    expect(reminders.map(({ recipient }) => recipient).sort()).toEqual(['lead', 'mailbox'])
    const last = await signedIn(service, coordinator, '/imports/emails')
    expect(last.text).toContain('Emails are switched on for all open organisations.')
    await service.end()
  })

  test.each([
    ['180', '30/06/2027', 120],
    ['90', '15/05/2027', 74],
    ['60', '19/04/2027', 48],
  ])('an award imported after its %s-day reminder was due gets it late, but once', async (_days, validTo, left) => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, casework } = await imported(service)
    await importAwards(casework, [['Ashcombe Libraries', 'All', '1 May 2026', validTo, 'Local group', 'A letter']])
    await casework.press('Import 1 row')
    expect(await mornings(service, 1)).toEqual([])
    const later = await signedIn(service, coordinator, '/imports/emails')
    await later.press('Switch on emails', { organisation: [organisation.id] })
    const sent = await mornings(service, 7)
    expect(sent.filter(({ to }) => to === lead.email).map(({ subject }) => subject)).toEqual([
      expect.stringContaining(`: ${left} days left`),
    ])
    expect(sent.filter(({ to }) => to === 'library@library.example')).toHaveLength(1)
    await service.end()
  })

  test('a late reminder that is held is sent once after its release', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, casework } = await imported(service)
    await importAwards(casework, [['Ashcombe Libraries', 'All', '1 May 2026', '19/04/2027', 'Local group', 'A letter']])
    await casework.press('Import 1 row')
    await mornings(service, 1)
    const later = await signedIn(service, coordinator, '/imports/emails')
    await later.press('Switch on emails', { organisation: [organisation.id] })
    service.clock.set('2027-03-15T09:00:10Z')
    const held = await mornings(service, 1)
    expect(held.filter(({ to }) => to === lead.email)).toEqual([])
    await service.database.writer('reminder_mornings').where({ status: 'held' }).update({ status: 'released' })
    const sent = await mornings(service, 4)
    expect(sent.filter(({ to }) => to === lead.email).map(({ subject }) => subject)).toEqual([
      'Renew your award by 19 April 2027: 34 days left',
    ])
    await service.end()
  })

  test('a closed organisation is not listed among the organisations whose emails are off', async () => {
    const service = await aService(engine)
    const { organisation, casework } = await imported(service)
    await casework.open('/imports/emails')
    expect(casework.text).toContain('Ashcombe Libraries')
    expect(casework.text).toContain(
      'We will also not email it about its awards, its evidence inbox or viruses in its files.',
    )
    await service.database
      .writer('organisations')
      .where({ id: organisation.id })
      .update({ closed_at: service.clock.now() })
    await casework.open('/imports/emails')
    expect(casework.text).toContain('Emails are switched on for all open organisations.')
    await service.end()
  })

  test('no email is sent when an award becomes overdue while emails are off', async () => {
    const service = await aService(engine)
    const { casework } = await imported(service)
    await importAwards(casework, [['Ashcombe Libraries', 'All', '2026-05-01', '2027-03-05', 'Local group', 'A letter']])
    await casework.press('Import 1 row')
    expect(await mornings(service, 8)).toEqual([])
    expect(await service.database.writer('awards').pluck('status')).toEqual(['overdue'])
    await service.end()
  })

  test('the check names the organisations that will get reminders, before anything is saved', async () => {
    const service = await aService(engine)
    const { organisation, coordinator, casework } = await imported(service)
    const rows = [['Ashcombe Libraries', 'All', '2026-05-01', '2027-04-30', 'Local group', 'A letter']]
    await importAwards(casework, rows)
    expect(casework.text).not.toContain('may get reminders')
    const startedAt = { emails_started_at: service.clock.now() }
    await service.database.writer('organisations').where({ id: organisation.id }).update(startedAt)
    await casework.open(casework.address)
    expect(casework.text).toContain('1 organisation may get reminders after the import.')
    expect(casework.text).toContain('we will send it the next morning. Ashcombe Libraries.')
    await casework.press('Import 1 row')
    expect((await mornings(service, 1)).map(({ subject }) => subject)).toContain(
      'Renew your award by 30 April 2027: 60 days left',
    )
    const later = await signedIn(service, coordinator, '/imports')
    await importAwards(later, rows)
    expect(later.text).not.toContain('may get reminders')
    await service.end()
  })

  test('no email is sent for an imported award that has lapsed, even if the library’s emails are on', async () => {
    const service = await aService(engine)
    const { organisation, casework } = await imported(service)
    await service.database
      .writer('organisations')
      .where({ id: organisation.id })
      .update({ emails_started_at: service.clock.now() })
    await importAwards(casework, [['Ashcombe Libraries', 'All', '2024-05-01', '2025-04-30', 'Local group', 'A letter']])
    await casework.press('Import 1 row')
    expect(await service.database.writer('awards').pluck('status')).toEqual(['lapsed'])
    expect(await service.post()).toEqual([])
    await service.end()
  })
})
