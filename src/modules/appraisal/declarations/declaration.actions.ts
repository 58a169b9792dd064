import { newId } from '../../../db/ids.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { helpedSeat, seatOf, withoutRights } from '../../../domain/actor.ts'
import { isUnderWay, type Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { applicationById, lockAndFindApplication, type ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { emailIfLastTrustee } from '../decisions/no-trustee.actions.ts'
import { followPanel } from '../discussions/panel-change.actions.ts'
import { emailVacantSeat } from '../panels/panel.actions.ts'
import { followLateConflict } from '../releases/late-conflict.actions.ts'
import { setSeatAside } from '../seats/set-aside.actions.ts'
import type { DeclarationGiven } from './declaration.forms.ts'
import { emailStandIns } from './no-coordinator.actions.ts'
import { deleteDeclarationsOf, insertDeclaration, updateDeclaration } from './declaration.store.ts'

/**
 * Records the actor's first declaration. After declaring a conflict of interest, the actor cannot open the application
 * and loses their seat.
 * @throws Forbidden when the actor has already declared "no conflict"; NotFound when they have already declared a
 * conflict
 */
export async function declare(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  given: DeclarationGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'declaration.make', id)
  const isConflict = given.says === 'conflict'
  const isAskedIndependence = !isConflict && seatOf(work.actor, application)?.independent === true
  await insertDeclaration(work.trx, {
    id: newId(),
    application_id: application.id,
    person_id: work.actor.id,
    says: given.says,
    reason: isConflict ? given.reason : null,
    independent: isAskedIndependence ? Number(given.independent === 'yes') : null,
    made_at: work.at,
  })
  await recordDeclaration(work, application, { name: 'declaration.made', says: given.says })
  if (isConflict) await giveUpSeat(work, application)
  if (isConflict) await emailStandIns(work, application)
  if (isConflict) await emailIfLastTrustee(work, { application, person: work.actor })
  if (isConflict) await followLateConflict(work, application)
  if (isAskedIndependence && given.independent !== 'yes') await emailNotIndependent(work, application)
  await followPanel(work, application)
}

/**
 * Records a conflict of interest that the actor found after their declaration of "no conflict".
 * @throws NotFound when the actor has already declared a conflict
 */
export async function declareConflictLater(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  reason: string,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'declaration.change', id)
  await updateDeclaration(work.trx, application, work.actor.id, { says: 'conflict', reason, made_at: work.at })
  await recordDeclaration(work, application, { name: 'declaration.changed', says: 'conflict' })
  await giveUpSeat(work, application)
  await emailStandIns(work, application)
  await emailIfLastTrustee(work, { application, person: work.actor })
  await followLateConflict(work, application)
  await followPanel(work, application)
}

/**
 * Records a declaration in the history. The history of an application never shows helpers and interpreters, so events
 * about their declarations name neither the application nor the person.
 */
async function recordDeclaration(
  work: UnitOfWork,
  application: ApplicationRecord,
  { name, says }: { name: 'declaration.made' | 'declaration.changed'; says: DeclarationGiven['says'] },
): Promise<void> {
  const helps = seatOf(work.actor, application) === null && helpedSeat(work.actor, application) !== null
  const helper = helps ? application.helpers.find(({ personId }) => personId === work.actor.id) : undefined
  if (!helper) return recordEvent(work, name, entity(application), { says })
  const nameless = as(withoutRights('an invited person'), work)
  await recordEvent(nameless, 'helper.declared', { kind: 'helper', id: helper.id }, { says })
}

/**
 * Ends a new member's declarations of "no conflict" on the organisation's applications. If they later leave the
 * organisation, they must declare again. Call this after `setSeatsOfMemberAside`. A declaration stays while the person
 * still has a seat on its application; `setSeatsAsideOnReopening` ends it if the application is reopened.
 */
export async function endDeclarationsOfMember(
  work: UnitOfWork,
  membership: ConsequenceFacts['membership began'],
): Promise<void> {
  const asPerson = as(withoutRights(membership.personId), work)
  for (const id of await deleteDeclarationsOf(work.trx, membership)) {
    const application = await applicationById(work.trx, id)
    if (!application || application.helpers.some(({ personId }) => personId === membership.personId)) continue
    await recordEvent(asPerson, 'declaration.lifted', entity(application))
  }
}

/**
 * Records whether the actor is independent.
 * @throws NotFound when the actor has since declared a conflict
 */
export async function confirmIndependence(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  isIndependent: boolean,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'declaration.change', id)
  await updateDeclaration(work.trx, application, work.actor.id, { independent: Number(isIndependent) })
  await recordEvent(work, 'declaration.independence', entity(application))
  if (!isIndependent) await emailNotIndependent(work, application)
}

/** Tells the coordinators by email that the holder of a seat marked independent says that they are not independent. */
async function emailNotIndependent(work: UnitOfWork, application: ApplicationRecord): Promise<void> {
  if (!isUnderWay(application) || application.status === 'decided') return
  const facts = { applicationId: application.id, organisation: application.organisationName }
  await emailReaders(work, application, { name: 'member not independent', facts })
}

/**
 * Gives up the actor's seat, if they have one. While the application is under way and not decided, emails the
 * coordinators and, for an accepted seat, the chair.
 */
async function giveUpSeat(work: UnitOfWork, application: ApplicationRecord): Promise<void> {
  const seat = seatOf(work.actor, application)
  if (!seat) return
  await setSeatAside(work, application, seat)
  if (!isUnderWay(application) || application.status === 'decided') return
  await emailVacantSeat(work, application, seat)
}
