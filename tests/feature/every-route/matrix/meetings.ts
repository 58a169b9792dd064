import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import { addMinutes, dayOf, type Instant } from '../../../../src/domain/time.ts'

/**
 * Adds two meetings about one application, one planned and one under way, and the notes of a visit.
 * @returns their ids, by route parameter
 */
export async function meetingsAbout(
  trx: Tx,
  { application, coordinator, at }: { application: string; coordinator: string; at: Instant },
): Promise<Record<string, string>> {
  const meeting = async (status: 'planned' | 'under way'): Promise<string> => {
    const id = newId()
    const started = status === 'planned' ? null : at
    await trx('meetings').insert({
      id,
      starts_at: addMinutes(at, 60),
      ends_at: addMinutes(at, 180),
      place: 'Central Library',
      link: 'https://meeting.example/room',
      status,
      sequence: 0,
      live: 1,
      called_by: coordinator,
      called_at: at,
      started_at: started,
      ended_at: null,
      version: 1,
    })
    await trx('meeting_items').insert({
      meeting_id: id,
      application_id: application,
      place: 0,
      started_at: started,
      ended_at: null,
      minutes: 'The panel agreed.',
      minutes_by: null,
      minutes_at: null,
      version: 1,
    })
    return id
  }
  const visitId = newId()
  await trx('visit_notes').insert({
    id: visitId,
    application_id: application,
    visited_on: dayOf(at),
    body: 'We met the staff.',
    written_by: coordinator,
    written_at: at,
    version: 1,
  })
  return { meeting: await meeting('planned'), meetingUnderWay: await meeting('under way'), visitId }
}
