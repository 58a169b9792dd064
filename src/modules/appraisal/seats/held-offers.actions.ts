import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { daysToAnswer } from '../../../domain/panel.ts'
import { addDays, dayOf, daysBetween, instantAt } from '../../../domain/time.ts'
import { extendTokens } from '../../access/access.public.ts'
import { seatLines, updateSeat } from './seat.store.ts'

/**
 * After a hold, gives people more time to answer open offers of a seat. The last day moves by the length of the hold,
 * or only by the days since the email if that was sent during the hold. Links that worked when the hold began then work
 * until the end of the new last day.
 * @param days the length of the hold
 */
export async function moveOffers(
  work: UnitOfWork,
  { application, days }: ConsequenceFacts['hold about to end'],
): Promise<void> {
  const today = dayOf(work.at)
  const heldFrom = instantAt(addDays(today, -days), '00:00')
  for (const { id, status, answerBy } of await seatLines(work.trx, application)) {
    if (status !== 'offered' || answerBy === null) continue
    const countedFrom = addDays(answerBy, -daysToAnswer)
    const movedTo = addDays(countedFrom, Math.min(days, daysBetween(countedFrom, today)))
    await updateSeat(work.trx, id, ['offered'], { answer_counted_from: movedTo })
    const until = instantAt(addDays(movedTo, daysToAnswer + 1), '00:00')
    await extendTokens(work.trx, 'seat offer', id, { expiringAfter: heldFrom, until })
  }
}
