import { runLookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { isWrittenNow } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { MoveRefused, Stale } from '../../../domain/refusals.ts'
import { isSignedTextCurrent } from '../../../domain/sign-off.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { applicationById, holdApplication, type ApplicationRecord } from '../../access/access.public.ts'
import { fingerprintOf } from './sign-off.forms.ts'
import {
  clearSigned,
  eraseSignedTitle,
  isSignedOff,
  markChanged,
  markUnchanged,
  missingSignOffs,
  signedOffIn,
  signedUsing,
  updateSigned,
  upsertRequest,
  wantsSignOff,
  wasSigned,
  type SignOffSubject,
} from './sign-off.store.ts'

const entity = ({ id, organisationId }: Pick<ApplicationRecord, 'id' | 'organisationId'>) =>
  ({ kind: 'application', id, organisationId, applicationId: id }) as const

const factsFor = ({ id, organisationName }: ApplicationRecord) => ({
  applicationId: id,
  organisation: organisationName,
})

/**
 * Asks the observers of the library to sign the application off. Each of them gets an email.
 * @throws Stale when the application's status or criteria have changed, the library no longer requires a sign-off, or
 * an observer has already signed off the current text
 * @throws MoveRefused when the library has no observer
 */
export async function askForSignOff(
  work: UnitOfWork,
  { application, isWanted, observers, signOff: asked, now }: SignOffSubject,
): Promise<void> {
  await holdApplication(work.trx, application)
  if (!isWanted) throw new Stale()
  if (observers.length === 0) throw new MoveRefused('ask for sign-off', application.status)
  if (isSignedTextCurrent(asked?.seen ?? null, now)) throw new Stale()
  await upsertRequest(work.trx, application, { by: work.actor.id, at: work.at })
  await markChanged(work.trx, application, work.at)
  await recordEvent(work, 'application.sign_off_asked', entity(application))
  await emailReaders(work, application, { name: 'sign-off wanted', facts: factsFor(application) })
}

/**
 * Signs off the text that the observer read, and emails the leads.
 * @throws Stale when the application has changed since the observer opened the page, or the library no longer requires
 * a sign-off
 * @throws MoveRefused when no one asked for a sign-off
 */
export async function signOff(
  work: UnitOfWork,
  { application, isWanted, signOff: asked, now }: SignOffSubject,
  { seen }: { seen: string },
): Promise<void> {
  await holdApplication(work.trx, application)
  if (!isWanted) throw new Stale()
  if (!asked) throw new MoveRefused('sign off', application.status)
  if (seen !== fingerprintOf(now)) throw new Stale()
  await updateSigned(work.trx, application, { by: work.actor.id, at: work.at, seen: now })
  await recordEvent(work, 'application.signed_off', entity(application))
  await emailReaders(work, application, { name: 'signed off', facts: factsFor(application) })
}

/**
 * Asks for a new sign-off after a signed-off application has changed, and emails the observers while the organisation
 * requires one. If the changes were undone, the sign-off counts again.
 */
export async function askForSignOffAgain(work: UnitOfWork, { id }: { id: string }): Promise<void> {
  if (!(await wasSigned(work.trx, { id }))) return
  const application = await applicationById(work.trx, id)
  if (!application || !isWrittenNow(application)) return
  if (await isSignedOff(work.trx, application)) return markUnchanged(work.trx, application)
  if (!(await markChanged(work.trx, application, work.at))) return
  await recordEvent(work, 'application.sign_off_cleared', entity(application))
  if (await runLookup(work.trx, wantsSignOff(work.trx, application.organisationId)))
    await emailReaders(work, application, { name: 'sign-off wanted again', facts: factsFor(application) })
}

/**
 * When an organisation requires sign-offs again, emails its observers about each sign-off that was asked for and is
 * missing.
 */
export async function askForMissingSignOffs(
  work: UnitOfWork,
  { organisationId }: ConsequenceFacts['sign-off required'],
): Promise<void> {
  for (const { id, wasSigned } of await missingSignOffs(work.trx, organisationId)) {
    const application = await applicationById(work.trx, id)
    if (!application || !isWrittenNow(application)) continue
    const name = wasSigned ? 'sign-off wanted again' : 'sign-off wanted'
    await emailReaders(work, application, { name, facts: factsFor(application) })
  }
}

/**
 * Removes the sign-offs of the applications that an organisation is writing, before it is merged into another, whose
 * observers then sign them off. Submitted applications keep theirs.
 */
export async function removeSignOffs(work: UnitOfWork, organisation: { id: string }): Promise<void> {
  for (const id of await signedOffIn(work.trx, organisation)) {
    const application = await applicationById(work.trx, id)
    if (!application || !isWrittenNow(application)) continue
    await clearSigned(work.trx, application, work.at)
    await recordEvent(work, 'application.sign_off_removed', entity(application))
  }
}

/**
 * Asks for a new sign-off for each signed-off application that uses this evidence, if the title of the evidence or who
 * can see it has changed.
 */
export async function askForSignOffOfUses(
  work: UnitOfWork,
  { evidenceId }: ConsequenceFacts['evidence changed'],
): Promise<void> {
  for (const id of await signedUsing(work.trx, evidenceId)) await askForSignOffAgain(work, { id })
}

/** Erases the title of erased evidence from the texts that observers signed. */
export const eraseFromSignOffs = ({ trx }: UnitOfWork, erased: ConsequenceFacts['evidence erased']): Promise<void> =>
  eraseSignedTitle(trx, erased)
