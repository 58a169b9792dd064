import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { canSetReadBy, daysToRead } from '../../../domain/panel.ts'
import { FormRefused, MoveRefused, Stale } from '../../../domain/refusals.ts'
import { addressKey } from '../../../email/addresses.ts'
import { emailReaders, queueEmail } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  type ApplicationRecord,
  type Person,
  applicationById,
  countInvitation,
  endTokens,
  findPerson,
  hasCharityRole,
  withLimitBesideField,
  lockAndFindApplication,
  personWithAddress,
} from '../../access/access.public.ts'
import { entity, moveApplication } from '../../applications/applications.public.ts'
import { addDays, dayOf, type Day } from '../../../domain/time.ts'
import { followPanel } from '../discussions/panel-change.actions.ts'
import { emailChairWhenAllAreIn } from '../findings/all-given.actions.ts'
import { drawWhenLarge } from '../samples/sample.actions.ts'
import { helpersOf } from '../seat-helpers/seat-helper.store.ts'
import { findSeat, insertSeat, seatLines, updateSeat, type SeatLine } from '../seats/seat.store.ts'
import type { OfferGiven, ReadByGiven, WithdrawGiven } from './panel.forms.ts'
import { emailedNow, isMemberOf, isWithPanel, offerLanguage, readByOf, saveReadBy } from './panel.store.ts'

/**
 * Offers a seat by email, to a known person or to a new email address.
 * @throws FormRefused for a person who cannot sit on this panel, has a seat or an offer on it, or helps one of its
 * members
 * @throws FormRefused for a second chair
 * @throws FormLimited above the daily number of invitations
 */
export async function offerSeat(work: UnitOfWork, { id }: Pick<Application, 'id'>, given: OfferGiven): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  const field = given.person ? 'person' : 'email'
  const person = given.person
    ? await findPerson(work.trx, given.person)
    : await personWithAddress(work.trx, given.email)
  await withLimitBesideField(field, () => countInvitation(work, null))
  // Someone without a role in the charity gets the seat only after being approved as an appraiser.
  const holderId = person !== null && (await hasCharityRole(work.trx, person.id)) ? person.id : null
  const to = person ?? { id: null, name: given.name, email: given.email, language: work.actor.language }
  if (person) await refuseIfBarred(work, application, person, field)
  await refuseIfFilled(work, application, { ...to, chairs: given.chairs }, field)
  const seatId = newId()
  await insertSeat(work.trx, {
    id: seatId,
    application_id: application.id,
    person_id: holderId,
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
    to: { personId: holderId, name: null, address: to.email, language: to.language },
    entity: { kind: 'seat', id: seatId },
    applicationId: application.id,
  })
}

async function refuseIfBarred(
  work: UnitOfWork,
  application: Application,
  person: Person,
  field: string,
): Promise<void> {
  if (person.id === work.actor.id) throw new FormRefused(field, 'panels.offer.self')
  if (person.status !== 'active') throw new FormRefused(field, 'panels.offer.suspended')
  if (await isMemberOf(work.trx, person.id, application.organisationId))
    throw new FormRefused(field, 'panels.offer.member')
  if (application.declarations.some(({ personId, says }) => personId === person.id && says === 'conflict'))
    throw new FormRefused(field, 'panels.offer.conflict')
}

async function refuseIfFilled(
  work: UnitOfWork,
  application: Application,
  holder: { id: string | null; email: string; chairs: boolean },
  field: string,
): Promise<void> {
  const seats = (await seatLines(work.trx, application)).filter(
    ({ status }) => status === 'offered' || status === 'accepted',
  )
  const isSeated = seats.some(
    ({ personId, email }) =>
      (holder.id !== null && personId === holder.id) || addressKey(email) === addressKey(holder.email),
  )
  if (isSeated) throw new FormRefused(field, 'panels.offer.seated')
  const helpers = await helpersOf(work.trx, application)
  const isHelper = helpers.some(
    ({ personId, email }) =>
      (holder.id !== null && personId === holder.id) || addressKey(email) === addressKey(holder.email),
  )
  if (isHelper) throw new FormRefused(field, 'panels.offer.helps')
  if (holder.chairs && seats.some(({ chairs }) => chairs)) throw new FormRefused('chairs', 'panels.offer.chair_taken')
}

/**
 * Withdraws an offer, with its link, or an accepted seat. Emails the person and, for an accepted seat, the chair.
 * @param shown the status that the page showed
 * @throws Stale when the seat no longer has that status, or is neither offered nor accepted
 * @throws NotFound when the application has no such seat
 */
export async function withdrawSeat(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  { seatId, status: shown }: WithdrawGiven & { seatId: string },
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  const seat = await findSeat(work.trx, application, seatId)
  if (seat.status !== shown) throw new Stale()
  await updateSeat(work.trx, seatId, [shown], { status: 'withdrawn', withdrawn_at: work.at })
  await endTokens(work.trx, 'seat offer', seatId, work.at)
  await recordEvent(work, 'seat.withdrawn', entity(application), { seat: seatId })
  await emailHolder(work, application, seat)
  if (seat.status === 'accepted') await emailMemberLeft(work, application)
  await followPanel(work, application)
  await emailChairWhenAllAreIn(work, application)
}

/** Tells the chair, by email, that a member has left the panel. */
async function emailMemberLeft(work: UnitOfWork, application: ApplicationRecord): Promise<void> {
  const now = (await applicationById(work.trx, application.id)) ?? application
  const facts = { applicationId: application.id, organisation: application.organisationName }
  await emailReaders(work, now, { name: 'member left your panel', facts })
}

/** Tells the holder of a seat or offer, by email, that it was withdrawn. */
export async function emailHolder(work: UnitOfWork, application: ApplicationRecord, seat: SeatLine): Promise<void> {
  const holder = seat.personId === null ? null : await findPerson(work.trx, seat.personId)
  await queueEmail(work, {
    name: 'seat withdrawn',
    to: {
      personId: holder?.id ?? null,
      name: holder?.name ?? null,
      address: holder?.email ?? seat.email,
      language: holder?.language ?? (await offerLanguage(work.trx, seat)) ?? work.actor.language,
    },
    entity: { kind: 'seat', id: seat.id },
    applicationId: application.id,
    facts: {
      organisation: application.organisationName,
      wasOffer: seat.status === 'offered',
      hasAccount: holder !== null,
    },
  })
}

/**
 * Offers a seat again to a person who did not answer in time.
 * @throws Stale when the offer has not expired; NotFound when the application has no such seat; FormRefused or
 * FormLimited as `offerSeat` does
 */
export async function offerAgain(
  work: UnitOfWork,
  application: Pick<Application, 'id'>,
  { id }: Pick<SeatLine, 'id'>,
): Promise<void> {
  const seat = await findSeat(work.trx, application, id)
  if (seat.status !== 'expired') throw new Stale()
  const { personId, name, email, kind, independent, chairs } = seat
  await offerSeat(work, application, { person: personId ?? '', name, email, kind, independent, chairs })
}

/**
 * Passes the application to its panel, and draws a sample of branches for a large service.
 * @throws MoveRefused when no panel is needed, or the offered and accepted seats would not make a complete panel
 */
export async function passToPanel(work: UnitOfWork, { id }: Pick<Application, 'id'>): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  await moveApplication(work, application, 'seat')
  await drawWhenLarge(work, application)
}

/**
 * Sets the day by which the panel's findings are due.
 * @throws Stale when the date has been changed; MoveRefused in a status in which the date cannot be set
 * (`canSetReadBy`)
 */
export async function setReadBy(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  { readBy, version }: ReadByGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  if (!canSetReadBy(application)) throw new MoveRefused('readBy', application.status)
  const before = await readByOf(work.trx, application)
  await saveReadBy(work.trx, application, { day: readBy, readAt: version })
  if (before?.day === readBy) return
  await recordEvent(work, 'panel.read_by', entity(application), { from: before?.day ?? null, until: readBy })
  if (before && application.status === 'with the panel') await emailNewReadBy(work, application, readBy)
}

/** Emails the new date to the members who have not given all their findings. */
async function emailNewReadBy(work: UnitOfWork, application: ApplicationRecord, readBy: Day): Promise<void> {
  const late = application.seats.filter(({ hasGivenAll }) => !hasGivenAll).map(({ personId }) => personId)
  await emailReaders(work, application, {
    name: 'findings date changed',
    facts: { applicationId: application.id, organisation: application.organisationName, readBy },
    only: ({ id }) => late.includes(id),
  })
}

/** Emails the coordinators that a seat is vacant. If a member held it, emails the chair too. */
export async function emailVacantSeat(
  work: UnitOfWork,
  application: ApplicationRecord,
  { status }: Pick<SeatLine, 'status'>,
): Promise<void> {
  const facts = { applicationId: application.id, organisation: application.organisationName }
  const now = (await applicationById(work.trx, application.id)) ?? application
  await emailReaders(work, now, { name: 'panel member left', facts })
  if (status === 'accepted') await emailMemberLeft(work, application)
}

/**
 * Moves the read-by date, if there is one, by the length of a hold. Does nothing when the application returns to a
 * status in which the date cannot be set (`canSetReadBy`). If the panel was reading and the new date has not passed,
 * emails the members with findings still to give.
 * @param days the length of the hold
 */
export async function moveReadBy(
  work: UnitOfWork,
  { application, days }: ConsequenceFacts['hold about to end'],
): Promise<void> {
  const before = await readByOf(work.trx, application)
  if (before === null || application.statusBefore === null) return
  if (!canSetReadBy({ status: application.statusBefore })) return
  const day = addDays(before.day, days)
  await saveReadBy(work.trx, application, { day, readAt: before.version })
  await recordEvent(work, 'panel.read_by', entity(application), { from: before.day, until: day })
  const record = await applicationById(work.trx, application.id)
  if (record?.statusBefore === 'with the panel' && day >= dayOf(work.at)) await emailNewReadBy(work, record, day)
}

/**
 * Sets a read-by date when a panel can begin. Keeps a date that is still in the future and, after a hold, the date that
 * `moveReadBy` has already moved.
 * @param application the application before it moved
 */
export async function startReading(work: UnitOfWork, { application }: { application: Application }): Promise<void> {
  if (application.status === 'with the panel' || !(await isWithPanel(work.trx, application))) return
  const today = dayOf(work.at)
  const before = await readByOf(work.trx, application)
  if (before !== null && (before.day > today || application.status === 'on hold')) return
  const day = addDays(today, daysToRead)
  await saveReadBy(work.trx, application, { day, readAt: before?.version ?? 0 })
  await recordEvent(work, 'panel.read_by', entity(application), { from: before?.day ?? null, until: day })
}

/**
 * Emails the panel that the application is off hold, except the members who have just been emailed a new read-by date.
 * @param application the application before it moved
 */
export async function emailAfterHold(
  work: UnitOfWork,
  { application }: ConsequenceFacts['application moved'],
): Promise<void> {
  if (application.status !== 'on hold') return
  const record = await applicationById(work.trx, application.id)
  if (record?.status !== 'with the panel') return
  const emailed = await emailedNow(work, record, 'findings date changed')
  await emailReaders(work, record, {
    name: 'panel off hold',
    facts: { applicationId: record.id, organisation: record.organisationName },
    only: ({ id }) => !emailed.includes(id),
  })
}
