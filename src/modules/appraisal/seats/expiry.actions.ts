import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, theService } from '../../../domain/actor.ts'
import { daysToAnswer } from '../../../domain/panel.ts'
import { Stale } from '../../../domain/refusals.ts'
import { addDays, dayOf, instantAt } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { applicationById, endTokens, lockApplication } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { emailChairWhenAllAreIn } from '../findings/all-given.actions.ts'
import { offersBefore, updateSeat, type OpenOffer } from './seat.store.ts'

const batchSize = 200

/**
 * Ends the offers whose last day to answer has passed, and emails the coordinators.
 * @returns the number of offers ended
 */
export async function expireSeatOffers({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>): Promise<number> {
  const today = dayOf(clock.now())
  const before = instantAt(addDays(today, -daysToAnswer), '00:00')
  let expired = 0
  let after: OpenOffer | null = null
  for (;;) {
    const offers: OpenOffer[] = await offersBefore(db, before, { after, limit: batchSize })
    for (const offer of offers.filter(({ answerBy }) => answerBy !== null && answerBy < today))
      if (await write(theService, work => expireOffer(as(theClock, work), offer))) expired += 1
    if (offers.length < batchSize) return expired
    after = offers.at(-1)!
  }
}

/** @returns false when the offer was answered or withdrawn at the same time */
async function expireOffer(
  work: UnitOfWork,
  { id, applicationId }: { id: string; applicationId: string },
): Promise<boolean> {
  await lockApplication(work.trx, applicationId)
  const application = await applicationById(work.trx, applicationId)
  if (!application) return false
  try {
    await updateSeat(work.trx, id, ['offered'], { status: 'expired', answered_at: work.at })
  } catch (refusal) {
    if (refusal instanceof Stale) return false
    throw refusal
  }
  await endTokens(work.trx, 'seat offer', id, work.at)
  await recordEvent(work, 'seat.expired', entity(application), { seat: id })
  const facts = { applicationId, organisation: application.organisationName }
  await emailReaders(work, application, { name: 'seat offer expired', facts })
  await emailChairWhenAllAreIn(work, application)
  return true
}
