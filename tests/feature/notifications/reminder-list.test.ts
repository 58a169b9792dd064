import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { theService } from '../../../src/domain/actor.ts'
import { publishDraft } from '../../../src/modules/frameworks/frameworks/framework.actions.ts'
import { previewReminders } from '../../../src/modules/notifications/previews/preview.actions.ts'
import { planReminders } from '../../../src/modules/notifications/reminders/reminder.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { listFile } from '../../support/list-file.ts'
import { anAwardedLibrary, day } from '../../support/reminding.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the list of reminders', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await service.parts.write(theService, work => publishDraft(work))
  })
  afterAll(() => service.end())

  test('the list says which planned reminders would not be sent today, and why', async () => {
    service.clock.set('2027-04-01T09:00:00Z')
    const award = await anAwardedLibrary(service)
    await planReminders(service.parts, day('2027-04-01'))
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const visitor = await signedIn(service, coordinator)
    const whatIsDownloaded = async () => {
      const lines = await listFile(visitor, '/downloads/reminders?status=planned')
      return [...new Set(lines.map(({ Status, Reason }) => `Status ${Status} ${Reason}`.trim()))]
    }
    const whatIsPlanned = async () => {
      await visitor.open('/mail/reminders?status=planned')
      const cells = visitor.$('tbody tr td:last-child').toArray()
      const shown = [...new Set(cells.map(cell => visitor.$(cell).text().replace(/\s+/g, ' ').trim()))]
      expect(await whatIsDownloaded()).toEqual(shown)
      return shown
    }
    const awards = service.database.writer('awards').where({ id: award.id })
    expect(await whatIsPlanned()).toEqual(['Status Planned'])
    await awards.clone().update({ status: 'renewal with us' })
    expect(await whatIsPlanned()).toEqual(['Status Planned, but may not be sent The renewal has been submitted'])
    await awards.clone().update({ status: 'ended' })
    expect(await whatIsPlanned()).toEqual(['Status Planned, but may not be sent Done, or no longer needed'])
  })
  test('the preview of a day follows the award’s own schedule and the reminders that are already planned', async () => {
    service.clock.set('2026-10-01T09:00:00Z')
    const { id, lead } = await anAwardedLibrary(service, { validTo: '2027-05-08' })
    const daysWithEmail = async (days: readonly string[]) => {
      const found: string[] = []
      for (const on of days) {
        const { emails } = await previewReminders(service.parts.db, day(on), day('2026-10-01'))
        if (emails.some(({ addressee }) => addressee.address === lead.email)) found.push(on)
      }
      return found
    }
    const days = ['2026-11-08', '2026-11-09', '2026-11-10', '2027-05-07', '2027-05-08', '2027-06-07', '2027-06-08']
    const ofSchedule = ['2026-11-09', '2027-05-07', '2027-05-08', '2027-06-07']
    expect(await daysWithEmail(days)).toEqual(ofSchedule)
    await planReminders(service.parts, day('2026-10-01'))
    expect(await daysWithEmail(days)).toEqual(ofSchedule)

    const schedule = (reminders: readonly number[]) =>
      service.database.writer('terms').update({ settings: JSON.stringify({ lapseAfterDays: 30, reminders }) })
    await schedule([181])
    // planned reminders are sent even if the schedule has changed since
    expect(await daysWithEmail(days)).toEqual(['2026-11-08', ...ofSchedule])
    await service.database.writer('reminders').where({ entity_id: id }).delete()
    expect(await daysWithEmail(days)).toEqual(['2026-11-08'])
  })
})
