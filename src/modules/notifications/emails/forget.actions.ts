import { theService } from '../../../domain/actor.ts'
import { addMinutes } from '../../../domain/time.ts'
import { forgetBodies } from '../../../email/outbox.store.ts'
import type { Parts } from '../../../parts.ts'

const keptForMinutes = 30 * 24 * 60

/** The text of a letter goes 30 days after it was sent; that it was sent stays on record. */
export async function deleteOldEmails({ write, clock }: Pick<Parts, 'write' | 'clock'>): Promise<number> {
  return write(theService, ({ trx }) => forgetBodies(trx, addMinutes(clock.now(), -keptForMinutes)))
}
