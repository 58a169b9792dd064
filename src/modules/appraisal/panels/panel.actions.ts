import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import {
  type Person,
  endTokens,
  findPerson,
  lockAndFindApplication,
  personWithAddress,
} from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import { seatOf } from '../../../domain/actor.ts'
import { isUnderWay, type Application } from '../../../domain/application.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { addressKey } from '../../../email/addresses.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { moveApplication, entity } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { DeclarationGiven, OfferGiven } from './panel.forms.ts'
import { belongsTo, insertDeclaration, insertSeat, seatLines, updateDeclaration, updateSeat } from './panel.store.ts'

/**
 * Offers a seat by mail, to somebody of the pool or to a new address. Gives its id.
 * @throws FormRefused for the library's own people, a conflict, a second seat or a second chair
 */
export async function offerSeat(work: UnitOfWork, { id }: Pick<Application, 'id'>, given: OfferGiven): Promise<string> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  const field = given.person ? 'person' : 'email'
  const person = given.person
    ? await findPerson(work.trx, given.person)
    : await personWithAddress(work.trx, given.email)
  const to = person ?? { id: null, name: given.name, email: given.email, language: work.actor.language }
  if (person) await refuseIfBarred(work, application, person, field)
  const taken = (await seatLines(work.trx, application)).filter(
    ({ status }) => status === 'offered' || status === 'accepted',
  )
  if (taken.some(seat => seat.personId === (to.id ?? '') || addressKey(seat.email) === addressKey(to.email)))
    throw new FormRefused(field, 'panels.offer.twice')
  if (given.chairs && taken.some(({ chairs }) => chairs)) throw new FormRefused('chairs', 'panels.offer.chair_taken')
  const seatId = newId()
  await insertSeat(work.trx, {
    id: seatId,
    application_id: application.id,
    person_id: to.id,
    offered_to_name: to.name,
    offered_to_email: to.email,
    kind: given.kind,
    independent: given.independent ? 1 : 0,
    chairs: given.chairs ? 1 : 0,
    offered_by: work.actor.id,
    offered_at: work.at,
  })
  await recordEvent(work, 'seat.offered', entity(application), { seat: seatId })
  await queueEmail(work, {
    name: 'seat offered',
    to: { personId: to.id, name: to.name, address: to.email, language: to.language },
    entity: { kind: 'seat', id: seatId },
    applicationId: application.id,
  })
  return seatId
}

async function refuseIfBarred(
  work: UnitOfWork,
  application: Application,
  person: Person,
  field: string,
): Promise<void> {
  if (person.id === work.actor.id) throw new FormRefused(field, 'panels.offer.oneself')
  if (person.status !== 'active') throw new FormRefused(field, 'panels.offer.suspended')
  if (await belongsTo(work.trx, person.id, application.organisationId))
    throw new FormRefused(field, 'panels.offer.member')
  if (application.declarations.some(({ personId, says }) => personId === person.id && says === 'conflict'))
    throw new FormRefused(field, 'panels.offer.conflict')
}

/**
 * Takes an offer or a seat back; its link works no longer. @throws Stale when there is nothing to take back any more
 */
export async function withdrawSeat(work: UnitOfWork, { id }: Pick<Application, 'id'>, seatId: string): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  await updateSeat(work.trx, seatId, ['offered', 'accepted'], { status: 'withdrawn' })
  await endTokens(work.trx, 'seat offer', seatId, work.at)
  await recordEvent(work, 'seat.withdrawn', entity(application), { seat: seatId })
}

/** Passes the application to the panel that its seats would make. */
export async function seatPanel(work: UnitOfWork, { id }: Pick<Application, 'id'>): Promise<void> {
  await moveApplication(work, await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id), 'seat')
}

/** @throws Stale when the offer was taken back meanwhile */
export async function takeSeat(work: UnitOfWork, { id }: Pick<Application, 'id'>, shownName: string): Promise<void> {
  const { application, seat } = await offerTo(work, id)
  await updateSeat(work.trx, seat.id, ['offered'], { status: 'accepted', shown_name: shownName, answered_at: work.at })
  await endTokens(work.trx, 'seat offer', seat.id, work.at)
  await recordEvent(work, 'seat.taken', entity(application), { seat: seat.id })
}

/** @throws Stale when the offer was taken back meanwhile */
export async function declineSeat(work: UnitOfWork, { id }: Pick<Application, 'id'>, reason: string): Promise<void> {
  const { application, seat } = await offerTo(work, id)
  await updateSeat(work.trx, seat.id, ['offered'], {
    status: 'declined',
    declined_reason: reason || null,
    answered_at: work.at,
  })
  await endTokens(work.trx, 'seat offer', seat.id, work.at)
  await recordEvent(work, 'seat.declined', entity(application), { seat: seat.id })
}

async function offerTo(work: UnitOfWork, id: string) {
  const application = await lockAndFindApplication(work.trx, work.actor, 'seat.answer', id)
  const seat = seatOf(work.actor, application)
  if (!seat || !isUnderWay(application)) throw new Stale()
  return { application, seat }
}

/** The first declaration. A conflict closes the case to this person and empties their seat. */
export async function declare(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  given: DeclarationGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'declaration.make', id)
  const isClear = given.says === 'no conflict'
  const asksIndependence = isClear && seatOf(work.actor, application)?.independent === true
  await insertDeclaration(work.trx, {
    id: newId(),
    application_id: application.id,
    person_id: work.actor.id,
    says: given.says,
    reason: isClear ? null : given.reason,
    independent: asksIndependence ? (given.independent === 'yes' ? 1 : 0) : null,
    made_at: work.at,
  })
  await recordEvent(work, 'declaration.made', entity(application), { says: given.says })
  if (!isClear) await setSeatAside(work, application)
}

/** A conflict that was found later: from now on as if it had been declared at first. */
export async function declareConflictLater(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  reason: string,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'declaration.change', id)
  await updateDeclaration(work.trx, application, work.actor.id, { says: 'conflict', reason, made_at: work.at })
  await recordEvent(work, 'declaration.changed', entity(application), { says: 'conflict' })
  await setSeatAside(work, application)
}

/** Somebody who declared before they were offered a seat marked independent says it now. */
export async function confirmIndependence(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  isIndependent: boolean,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'declaration.change', id)
  await updateDeclaration(work.trx, application, work.actor.id, { independent: isIndependent ? 1 : 0 })
  await recordEvent(work, 'declaration.independence', entity(application))
}

/** What its holder wrote stays on record, counts no longer, and is shown as set aside. */
async function setSeatAside(work: UnitOfWork, application: Application): Promise<void> {
  const seat = seatOf(work.actor, application)
  if (!seat) return
  await updateSeat(work.trx, seat.id, ['offered', 'accepted'], { status: 'withdrawn', set_aside_at: work.at })
  await endTokens(work.trx, 'seat offer', seat.id, work.at)
  await recordEvent(work, 'seat.set_aside', entity(application), { seat: seat.id })
}
