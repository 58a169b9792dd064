import { newId } from '../../../src/db/ids.ts'
import { addDays, instantAt, type Day } from '../../../src/domain/time.ts'
import { anApplication, anOrganisation, aPersonWho, aRecommendation, aRound, aSeat } from '../factories.ts'
import { aCase, anAwardedLibrary } from '../reminding.ts'
import type { Service } from '../service.ts'

/** Adds libraries to those of the demo, with applications and awards about which reminders are planned or stopped. */
export async function everySituation(service: Service, today: Day): Promise<void> {
  const { writer } = service.database
  const known = await writer('people').pluck('id')
  await addLibraries(service, today)
  const started_at = instantAt(addDays(today, 1), '05:00') // the new people get no reminders of earlier dates
  await writer('memberships').whereNotIn('person_id', known).update({ started_at })
  await writer('charity_roles').whereNotIn('person_id', known).update({ started_at })
}

async function addLibraries(service: Service, today: Day): Promise<void> {
  const in_ = (days: number): Day => addDays(today, days)
  const unrenewed = { validTo: in_(200), from: in_(-165), status: 'valid', name: `Unrenewed ${today}` }
  const { id, organisation, application } = await anAwardedLibrary(service, unrenewed)
  await aPersonWho(service, { member: [[organisation, 'observer']] })
  await aRecommendation(service, { id: application, number: '', organisation }, { id }, { dueOn: in_(60) })
  await aWriter(service, today)
  const at = { since: today }
  await aCase(service, { ...at, status: 'returned', until: in_(21) })
  await aCase(service, { ...at, status: 'more evidence asked', until: in_(20) })
  await aCase(service, { ...at, status: 'with a trustee' })
  await aCase(service, { ...at, status: 'on hold', status_before: 'submitted' })
  const { writer } = service.database
  const asked = await aCase(service, { ...at, status: 'checked' })
  await writer('questions').insert({
    id: newId(),
    application_id: asked.application.id,
    item_id: 'E1',
    asked_by: asked.coordinator.id,
    body: 'Which branches?',
    reply_by: in_(18),
    status: 'open',
    asked_at: instantAt(today, '10:00'),
    version: 1,
  })
  const seating = await aCase(service, { ...at, status: 'checked' })
  const appraiser = await aPersonWho(service, { roles: ['appraiser'] })
  const seat = await aSeat(service, seating.application, appraiser, {
    offeredBy: seating.coordinator,
    status: 'offered',
  })
  const unknown = await aSeat(service, seating.application, appraiser, {
    offeredBy: seating.coordinator,
    status: 'offered',
  })
  const offered_at = instantAt(today, '10:00')
  await writer('seats').whereIn('id', [seat, unknown]).update({ offered_at })
  const offered_to_email = `invited-${today}@library.example`
  await writer('seats').where({ id: unknown }).update({ person_id: null, offered_to_email })
  const reading = await aCase(service, { ...at, status: 'with the panel' })
  await writer('panels').insert({ application_id: reading.application.id, read_by: in_(28), version: 1 })
  const held = { application_id: reading.application.id, person_id: reading.chair.id }
  const chair = await writer('seats').where(held).first('id')
  const given = { judgement: 'met', written_at: offered_at, given_at: offered_at, version: 1 }
  await writer('findings').insert({ id: newId(), seat_id: chair!.id, item_id: 'E1', ...given })
}

/** A library with a lead, a contributor and a shared mailbox, and its draft application for a round. */
async function aWriter(service: Service, today: Day): Promise<void> {
  const closesAt = instantAt(addDays(today, 30), '17:00')
  const round = await aRound(service, { name: `Round of ${today}`, opensAt: instantAt(today, '09:00'), closesAt })
  const organisation = await anOrganisation(service, { name: `Writing ${today}` })
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  await aPersonWho(service, { member: [[organisation, 'contributor']] })
  const mailbox = { role_mailbox: `writing-${today}@library.example` }
  await service.database.writer('organisations').where({ id: organisation.id }).update(mailbox)
  await anApplication(service, organisation, { startedBy: lead, round, started_at: instantAt(today, '09:30') })
}
