import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockAndFindApplication } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import type { VisitGiven } from './visit.forms.ts'
import { findVisitNote, insertVisitNote, updateVisitNote } from './visit.store.ts'

export async function noteVisit(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  { visitedOn, body }: VisitGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'visit_note.write', id)
  await insertVisitNote(work.trx, {
    id: newId(),
    application_id: application.id,
    visited_on: visitedOn,
    body,
    written_by: work.actor.id,
    written_at: work.at,
  })
  await recordEvent(work, 'visit.noted', entity(application))
}

/**
 * Corrects the notes on a visit. Does nothing if nothing changed.
 * @throws NotFound when the application has no such notes; Stale when they have been changed since they were read
 */
export async function correctVisit(
  work: UnitOfWork,
  { application: { id }, noteId }: { application: Pick<Application, 'id'>; noteId: string },
  { version, visitedOn, body }: VisitGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'visit_note.write', id)
  const note = await findVisitNote(work.trx, application, noteId)
  if (note.body === body && note.visitedOn === visitedOn && note.version === version) return
  const changes = { visited_on: visitedOn, body, written_by: work.actor.id, written_at: work.at }
  await updateVisitNote(work.trx, { id: note.id, version }, changes)
  await recordEvent(work, 'visit.corrected', entity(application))
}
