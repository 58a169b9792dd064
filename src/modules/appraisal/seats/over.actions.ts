import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock } from '../../../domain/actor.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { recordEvent } from '../../../history/record.ts'
import { applicationById, endTokens } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { emailHolder } from '../panels/panel.actions.ts'
import { isPanelOver } from '../panels/panel.store.ts'
import { seatLines, updateSeat } from './seat.store.ts'

/**
 * When an application is withdrawn or decided, withdraws its open offers, ends their links and emails the people who
 * got them. The history records no person, because the person who withdrew the application can be a lead of the
 * library.
 */
export async function withdrawOffersOn(
  work: UnitOfWork,
  { application }: Pick<ConsequenceFacts['application moved'], 'application'>,
): Promise<void> {
  if (!(await isPanelOver(work.trx, application))) return
  const offers = (await seatLines(work.trx, application)).filter(({ status }) => status === 'offered')
  const record = offers.length > 0 ? await applicationById(work.trx, application.id) : null
  if (!record) return
  for (const offer of offers) {
    await updateSeat(work.trx, offer.id, ['offered'], { status: 'withdrawn', withdrawn_at: work.at })
    await endTokens(work.trx, 'seat offer', offer.id, work.at)
    await recordEvent(as(theClock, work), 'seat.withdrawn', entity(record), { seat: offer.id })
    await emailHolder(work, record, offer)
  }
}
