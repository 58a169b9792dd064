import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { withoutRights } from '../../../domain/actor.ts'
import { isUnderWay, type Application, type Seat } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  applicationById,
  type ApplicationRecord,
  endTokens,
  findPerson,
  lockApplication,
} from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { deleteDeclaration } from '../declarations/declaration.store.ts'
import { followPanel } from '../discussions/panel-change.actions.ts'
import { emailChairWhenAllAreIn } from '../findings/all-given.actions.ts'
import { emailHolder, emailVacantSeat } from '../panels/panel.actions.ts'
import { findSeat, openSeatsOf, seatsOfMembers, updateSeat } from './seat.store.ts'

/**
 * Sets aside the seat or offer of a person who declared a conflict or joined the library's team. The seat's findings
 * are kept but no longer count, and pages show only that findings were set aside.
 */
export async function setSeatAside(
  work: UnitOfWork,
  application: Application,
  { id }: Pick<Seat, 'id'>,
): Promise<void> {
  await updateSeat(work.trx, id, ['offered', 'accepted'], {
    status: 'withdrawn',
    withdrawn_at: work.at,
    set_aside_at: work.at,
  })
  await endTokens(work.trx, 'seat offer', id, work.at)
  await recordEvent(work, 'seat.set_aside', entity(application), { seat: id })
  await emailChairWhenAllAreIn(work, application)
}

/**
 * When a person joins an organisation, sets aside their seats and offers on its applications that are under way. Emails
 * the person and, as `emailVacantSeat` does, the coordinators and the chair.
 */
export async function setSeatsOfMemberAside(
  work: UnitOfWork,
  { personId, organisationId }: ConsequenceFacts['membership began'],
): Promise<void> {
  const { email } = await findPerson(work.trx, personId)
  for (const { id, applicationId } of await openSeatsOf(work.trx, { personId, email })) {
    await lockApplication(work.trx, applicationId)
    const application = await applicationById(work.trx, applicationId)
    if (application?.organisationId !== organisationId || !isUnderWay(application)) continue
    await setSeatOfMemberAside(work, application, { id, personId })
  }
}

/**
 * For a reopened application: sets aside the seats of people who were on the library's team at any time since their
 * seat was offered, and ends their declarations of "no conflict".
 */
export async function setSeatsAsideOnReopening(
  work: UnitOfWork,
  { id, organisationId }: Pick<Application, 'id' | 'organisationId'>,
): Promise<void> {
  for (const seat of await seatsOfMembers(work.trx, { id, organisationId })) {
    const application = await applicationById(work.trx, id)
    if (!application) continue
    await setSeatOfMemberAside(work, application, seat)
    if (await deleteDeclaration(work.trx, application, seat.personId))
      await recordEvent(as(withoutRights(seat.personId), work), 'declaration.lifted', entity(application))
  }
}

async function setSeatOfMemberAside(
  work: UnitOfWork,
  application: ApplicationRecord,
  { id, personId }: { id: string; personId: string },
): Promise<void> {
  const line = await findSeat(work.trx, application, id)
  await setSeatAside(as(withoutRights(personId), work), application, { id })
  await emailHolder(work, application, line)
  await followPanel(work, application)
  await emailVacantSeat(work, application, line)
}
