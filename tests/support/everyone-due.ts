import { addDays, instantAt, type Day } from '../../src/domain/time.ts'
import { aPersonWho, aSeat } from './factories.ts'
import { aCase, anAwardedLibrary } from './reminding.ts'
import type { Service } from './service.ts'
import { dueToday } from './thirteen-months/due-today.ts'

/**
 * Adds an award near its end, a decision to make, findings to give and a seat offer to answer. The reminders about all
 * of them are due on the same morning.
 * @returns `reminded`: the addresses of everyone with a reminder due
 */
export async function everyoneIsDue(service: Service, on: Day): Promise<{ reminded: string[] }> {
  const { writer } = service.database
  await anAwardedLibrary(service, { validTo: addDays(on, 30) })
  await aCase(service, { status: 'with a trustee', since: addDays(on, -7) })
  const reading = await aCase(service, { status: 'with the panel', since: addDays(on, -20) })
  await writer('panels').insert({ application_id: reading.application.id, read_by: addDays(on, 7), version: 1 })
  const seating = await aCase(service, { status: 'checked', since: addDays(on, -6) })
  const appraiser = await aPersonWho(service, { roles: ['appraiser'] })
  const seat = await aSeat(service, seating.application, appraiser, {
    offeredBy: seating.coordinator,
    status: 'offered',
  })
  await writer('seats')
    .where({ id: seat })
    .update({ offered_at: instantAt(addDays(on, -5), '10:00') })
  const due = await dueToday(service.parts.db, on)
  return { reminded: [...new Set(due.map(({ address }) => address))].toSorted() }
}
