import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { addressKey } from '../../../email/addresses.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  type ApplicationRecord,
  type Person,
  charityRolesOf,
  findPerson,
  invite,
  isWaiting,
  lockAndFindApplication,
  openInvitation,
  personWithAddress,
  resendUnlessRecent,
  withLimitBesideField,
} from '../../access/access.public.ts'
import { followPanel } from '../discussions/panel-change.actions.ts'
import { isMemberOf } from '../panels/panel.store.ts'
import { findSeat, seatLines } from '../seats/seat.store.ts'
import type { HelperGiven } from './seat-helper.forms.ts'
import { applicationsHelped, claimHelp, endHelper, findHelper, helpersOf, insertHelper } from './seat-helper.store.ts'

/**
 * Records a helper or interpreter for the holder of an accepted seat. Invites a person without a role at the charity,
 * unless they are waiting for approval. Sends an open invitation again, unless it was sent three times in the last
 * hour.
 * @returns whether the person is emailed, if they need an email
 * @throws FormRefused for a person who cannot help this panel
 * @throws FormLimited above the daily limit of invitations
 * @throws Stale when the seat is no longer accepted
 * @throws NotFound when the application has no such seat
 */
export async function recordHelper(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  given: HelperGiven & { seatId: string },
): Promise<boolean> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  const seat = await findSeat(work.trx, application, given.seatId)
  if (seat.status !== 'accepted' || seat.setAside) throw new Stale()
  const person = await personWithAddress(work.trx, given.email)
  await refuseOtherParts(work, application, { email: given.email, person })
  const isApproved = person !== null && (await charityRolesOf(work.trx, person)).length > 0
  const helper = { id: newId(), kind: given.kind, name: given.name, email: given.email }
  await insertHelper(work.trx, {
    ...helper,
    seat_id: seat.id,
    person_id: isApproved ? person.id : null,
    recorded_by: work.actor.id,
    recorded_at: work.at,
  })
  // The history of an application never shows helpers, so this event names neither the application nor the person.
  await recordEvent(work, 'helper.recorded', { kind: 'helper', id: helper.id })
  const { id: applicationId, organisationName: organisation } = application
  if (!isApproved) return inviteHelper(work, given)
  await emailHelper(work, person, { applicationId, organisation })
  await followPanel(work, application)
  return true
}

async function inviteHelper(work: UnitOfWork, { name, email }: HelperGiven): Promise<boolean> {
  const role = { email, role: 'helper' as const, organisationId: null }
  if (await isWaiting(work.trx, role)) return true
  const open = await openInvitation(work.trx, role)
  if (open) return withLimitBesideField('email', () => resendUnlessRecent(work, open))
  await invite(work, { ...role, name })
  return true
}

async function refuseOtherParts(
  work: UnitOfWork,
  application: ApplicationRecord,
  { email, person }: { email: string; person: Person | null },
): Promise<void> {
  const isSame = (other: string): boolean => addressKey(other) === addressKey(email)
  const seats = await seatLines(work.trx, application)
  const isSeated = ({ status }: { status: string }) => status === 'offered' || status === 'accepted'
  if (seats.some(seat => isSeated(seat) && isSame(seat.email))) throw new FormRefused('email', 'helpers.seated')
  const helpers = await helpersOf(work.trx, application)
  if (helpers.some(helper => isSame(helper.email))) throw new FormRefused('email', 'helpers.twice')
  if (person === null) return
  if (person.status !== 'active') throw new FormRefused('email', 'panels.offer.suspended')
  if (seats.some(seat => isSeated(seat) && seat.personId === person.id))
    throw new FormRefused('email', 'helpers.seated')
  if (await isMemberOf(work.trx, person.id, application.organisationId))
    throw new FormRefused('email', 'panels.offer.member')
  if (application.declarations.some(({ personId, says }) => personId === person.id && says === 'conflict'))
    throw new FormRefused('email', 'panels.offer.conflict')
  const roles = await charityRolesOf(work.trx, person)
  if (roles.some(({ role }) => role !== 'appraiser' && role !== 'helper'))
    throw new FormRefused('email', 'helpers.charity')
}

/**
 * Ends a person's help with a seat, which ends their access to the application.
 * @throws NotFound when this panel has no such helper, or their help has already ended
 */
export async function endHelp(work: UnitOfWork, { id }: Pick<Application, 'id'>, helperId: string): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  const helper = await findHelper(work.trx, application, helperId)
  await endHelper(work.trx, helper.id, work.at)
  await followPanel(work, application)
  await recordEvent(work, 'helper.ended', { kind: 'helper', id: helper.id })
}

/**
 * Assigns a person the help that was recorded for their email address (`claimHelp`), and emails them about each seat.
 */
export async function giveRecordedHelp(work: UnitOfWork, { personId }: { personId: string }): Promise<void> {
  const person = await findPerson(work.trx, personId)
  for (const facts of await claimHelp(work.trx, { personId, email: person.email })) {
    await emailHelper(work, person, facts)
    await followPanel(work, { id: facts.applicationId })
  }
}

/**
 * When a helper joins an organisation, cancels their invitations to meetings about its applications. They can no longer
 * read these applications as a helper.
 */
export async function cancelInvitationsOfMember(
  work: UnitOfWork,
  membership: ConsequenceFacts['membership began'],
): Promise<void> {
  for (const id of await applicationsHelped(work.trx, membership)) await followPanel(work, { id })
}

async function emailHelper(
  work: UnitOfWork,
  { id, name, email, language }: Person,
  facts: { applicationId: string; organisation: string },
): Promise<void> {
  await queueEmail(work, {
    name: 'helper recorded',
    to: { personId: id, name, address: email, language },
    entity: { kind: 'application', id: facts.applicationId },
    applicationId: facts.applicationId,
    facts,
  })
}
