import { runLookup } from '../../db/lookups.ts'
import { addMinutes, instantAt } from '../../domain/time.ts'
import { endMeeting, recordPresence, startDiscussing } from '../../modules/appraisal/discussions/discussion.actions.ts'
import { writeMinutes } from '../../modules/appraisal/minutes/minutes.actions.ts'
import { minutesOf } from '../../modules/appraisal/minutes/minutes.store.ts'
import { callMeeting } from '../../modules/appraisal/panel-meetings/panel-meeting.actions.ts'
import { meetingById, meetingsAbout } from '../../modules/appraisal/panel-meetings/panel-meeting.store.ts'
import { noteVisit } from '../../modules/appraisal/visits/visit.actions.ts'
import { charity, panels, type CharityKey, type PanelKey } from '../cast.ts'
import { workday } from '../workdays.ts'
import { caseOf, required, personWithEmail, workOf, type Act, type World } from '../world.ts'

const minutesInAnHour = 60

/**
 * A coordinator calls a meeting of two hours.
 * @param day the day of the meeting, in working days before today; negative for the future
 */
export const callsMeeting =
  (libraries: readonly string[], day: number, place: { place: string; link: string }): Act =>
  async (world, at) => {
    const startsAt = instantAt(workday(world.today, day), '18:30')
    const applications: string[] = []
    for (const library of libraries) applications.push((await caseOf(world, library)).id)
    const coordinator = await personWithEmail(world, charity.coordinator.email)
    await callMeeting(workOf(world, coordinator, at), {
      version: 0,
      startsAt,
      endsAt: addMinutes(startsAt, 2 * minutesInAnHour),
      ...place,
      applications,
    })
  }

/** The whole panel meets about one library, and its chair writes the minutes. */
export const holdsMeeting =
  (library: string, panel: PanelKey, minutes: string): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const meeting = await meetingOf(world, application.id)
    const chair = await personWithEmail(world, charity[panels[panel][0].actor].email)
    for (const { actor } of panels[panel]) {
      const person = await personWithEmail(world, charity[actor].email)
      await recordPresence(workOf(world, person, at), meeting, { person: person.id, says: 'here' })
    }
    await startDiscussing(workOf(world, chair, addMinutes(at, 5)), meeting, application.id)
    const { version } = await minutesOf(world.trx, meeting.id, application.id)
    const about = { meeting: await meetingOf(world, application.id), applicationId: application.id }
    await writeMinutes(workOf(world, chair, addMinutes(at, 50)), about, { version, minutes })
    await endMeeting(workOf(world, chair, addMinutes(at, minutesInAnHour)), meeting)
  }

export const visits =
  (key: CharityKey, library: string, { day, body }: { day: number; body: string }): Act =>
  async (world, at) => {
    const person = await personWithEmail(world, charity[key].email)
    const visit = { version: 0, visitedOn: workday(world.today, day), body }
    await noteVisit(workOf(world, person, at), await caseOf(world, library), visit)
  }

async function meetingOf({ trx }: World, applicationId: string) {
  const [about] = await runLookup(trx, meetingsAbout(trx, applicationId))
  return required(about && (await meetingById(trx, about.id)), `meeting about ${applicationId}`)
}

/**
 * A coordinator starts the discussion of one library in a meeting, and leaves the meeting open.
 * @param panel the panel whose members are recorded as present
 */
export const beginsMeeting =
  (library: string, panel: PanelKey): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const meeting = await meetingOf(world, application.id)
    for (const { actor } of panels[panel]) {
      const person = await personWithEmail(world, charity[actor].email)
      await recordPresence(workOf(world, person, at), meeting, { person: person.id, says: 'here' })
    }
    const coordinator = await personWithEmail(world, charity.coordinator.email)
    await startDiscussing(workOf(world, coordinator, addMinutes(at, 5)), meeting, application.id)
  }
