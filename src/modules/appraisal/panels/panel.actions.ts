import { type Person, endTokens, findPerson, holdCase, personWithAddress } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import { isUnderWay, type Application } from '../../../domain/application.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import { queueLetter } from '../../../email/outbox.ts'
import { moveApplication, thing } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { DeclarationGiven, OfferGiven } from './panel.forms.ts'
import { belongsTo, insertDeclaration, insertSeat, seatLines, updateDeclaration, updateSeat } from './panel.store.ts'

/**
 * Offers a seat by mail, to somebody of the pool or to a new address. Gives its id.
 * @throws FormRefused for the library's own people, a conflict, a second seat or a second chair
 */
export async function offerSeat(
  trx: Tx,
  who: Actor,
  { id }: Pick<Application, 'id'>,
  given: OfferGiven,
  at: Instant,
): Promise<string> {
  const application = await holdCase(trx, who, 'panel.manage', id)
  const field = given.person ? 'person' : 'email'
  const person = given.person ? await findPerson(trx, given.person) : await personWithAddress(trx, given.email)
  const to = person ?? { id: null, name: given.name, email: given.email, language: who.language }
  if (person) await refuseIfBarred(trx, who, application, person, field)
  const taken = (await seatLines(trx, application)).filter(
    ({ status }) => status === 'offered' || status === 'accepted',
  )
  if (taken.some(seat => seat.personId === (to.id ?? '') || addressKey(seat.email) === addressKey(to.email)))
    throw new FormRefused(field, 'panels.offer.twice')
  if (given.chairs && taken.some(({ chairs }) => chairs)) throw new FormRefused('chairs', 'panels.offer.chair_taken')
  const seatId = newId()
  await insertSeat(trx, {
    id: seatId,
    application_id: application.id,
    person_id: to.id,
    offered_to_name: to.name,
    offered_to_email: to.email,
    kind: given.kind,
    independent: given.independent ? 1 : 0,
    chairs: given.chairs ? 1 : 0,
    offered_by: who.id,
    offered_at: at,
  })
  await recordEvent(trx, who, 'seat.offered', thing(application), at, { seat: seatId })
  await queueLetter(
    trx,
    {
      name: 'seat offered',
      to: { personId: to.id, name: to.name, address: to.email, language: to.language },
      thing: { kind: 'seat', id: seatId },
      applicationId: application.id,
    },
    at,
  )
  return seatId
}

async function refuseIfBarred(
  trx: Tx,
  who: Actor,
  application: Application,
  person: Person,
  field: string,
): Promise<void> {
  if (person.id === who.id) throw new FormRefused(field, 'panels.offer.oneself')
  if (person.status !== 'active') throw new FormRefused(field, 'panels.offer.suspended')
  if (await belongsTo(trx, person.id, application.organisationId)) throw new FormRefused(field, 'panels.offer.member')
  if (application.declarations.some(({ personId, says }) => personId === person.id && says === 'conflict'))
    throw new FormRefused(field, 'panels.offer.conflict')
}

/** Takes an offer or a seat back; its link works no longer. @throws Stale when there is nothing to take back any more */
export async function withdrawSeat(
  trx: Tx,
  who: Actor,
  { id }: Pick<Application, 'id'>,
  seatId: string,
  at: Instant,
): Promise<void> {
  const application = await holdCase(trx, who, 'panel.manage', id)
  await updateSeat(trx, seatId, ['offered', 'accepted'], { status: 'withdrawn' })
  await endTokens(trx, 'seat offer', seatId, at)
  await recordEvent(trx, who, 'seat.withdrawn', thing(application), at, { seat: seatId })
}

/** Passes the application to the panel that its seats would make. */
export async function seatPanel(trx: Tx, who: Actor, { id }: Pick<Application, 'id'>, at: Instant): Promise<void> {
  await moveApplication(trx, who, await holdCase(trx, who, 'panel.manage', id), 'seat', at)
}

/** @throws Stale when the offer was taken back meanwhile */
export async function takeSeat(
  trx: Tx,
  who: Actor,
  { id }: Pick<Application, 'id'>,
  shownName: string,
  at: Instant,
): Promise<void> {
  const { application, seat } = await offerTo(trx, who, id)
  await updateSeat(trx, seat.id, ['offered'], { status: 'accepted', shown_name: shownName, answered_at: at })
  await endTokens(trx, 'seat offer', seat.id, at)
  await recordEvent(trx, who, 'seat.taken', thing(application), at, { seat: seat.id })
}

/** @throws Stale when the offer was taken back meanwhile */
export async function declineSeat(
  trx: Tx,
  who: Actor,
  { id }: Pick<Application, 'id'>,
  because: string,
  at: Instant,
): Promise<void> {
  const { application, seat } = await offerTo(trx, who, id)
  await updateSeat(trx, seat.id, ['offered'], {
    status: 'declined',
    declined_because: because || null,
    answered_at: at,
  })
  await endTokens(trx, 'seat offer', seat.id, at)
  await recordEvent(trx, who, 'seat.declined', thing(application), at, { seat: seat.id })
}

async function offerTo(trx: Tx, who: Actor, id: string) {
  const application = await holdCase(trx, who, 'seat.answer', id)
  const seat = seatOf(who, application)
  if (!seat || !isUnderWay(application)) throw new Stale()
  return { application, seat }
}

/** The first declaration. A conflict closes the case to this person and empties their seat. */
export async function declare(
  trx: Tx,
  who: Actor,
  { id }: Pick<Application, 'id'>,
  given: DeclarationGiven,
  at: Instant,
): Promise<void> {
  const application = await holdCase(trx, who, 'declaration.make', id)
  const isClear = given.says === 'no conflict'
  const asksIndependence = isClear && seatOf(who, application)?.independent === true
  await insertDeclaration(trx, {
    id: newId(),
    application_id: application.id,
    person_id: who.id,
    says: given.says,
    because: isClear ? null : given.because,
    independent: asksIndependence ? (given.independent === 'yes' ? 1 : 0) : null,
    made_at: at,
  })
  await recordEvent(trx, who, 'declaration.made', thing(application), at, { says: given.says })
  if (!isClear) await setSeatAside(trx, who, application, at)
}

/** A conflict that was found later: from now on as if it had been declared at first. */
export async function declareConflictLater(
  trx: Tx,
  who: Actor,
  { id }: Pick<Application, 'id'>,
  because: string,
  at: Instant,
): Promise<void> {
  const application = await holdCase(trx, who, 'declaration.change', id)
  await updateDeclaration(trx, application, who.id, { says: 'conflict', because, made_at: at })
  await recordEvent(trx, who, 'declaration.changed', thing(application), at, { says: 'conflict' })
  await setSeatAside(trx, who, application, at)
}

/** Somebody who declared before they were offered a seat marked independent says it now. */
export async function confirmIndependence(
  trx: Tx,
  who: Actor,
  { id }: Pick<Application, 'id'>,
  isIndependent: boolean,
  at: Instant,
): Promise<void> {
  const application = await holdCase(trx, who, 'declaration.change', id)
  await updateDeclaration(trx, application, who.id, { independent: isIndependent ? 1 : 0 })
  await recordEvent(trx, who, 'declaration.independence', thing(application), at)
}

/** What its holder wrote stays on record, counts no longer, and is shown as set aside. */
async function setSeatAside(trx: Tx, who: Actor, application: Application, at: Instant): Promise<void> {
  const seat = seatOf(who, application)
  if (!seat) return
  await updateSeat(trx, seat.id, ['offered', 'accepted'], { status: 'withdrawn', set_aside_at: at })
  await endTokens(trx, 'seat offer', seat.id, at)
  await recordEvent(trx, who, 'seat.set_aside', thing(application), at, { seat: seat.id })
}
