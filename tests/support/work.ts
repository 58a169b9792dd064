import type { Transaction, Tx } from '../../src/db/connection.ts'
import { unitOfWork, type UnitOfWork, type Write } from '../../src/db/unit-of-work.ts'
import { theService, type Actor } from '../../src/domain/actor.ts'
import { systemClock, type Instant } from '../../src/domain/time.ts'
import { consequences, openWrite } from '../../src/parts.ts'

/** A unit of work in a transaction that the test opened. */
export const workIn = (trx: Tx, at: Instant, actor: Actor = theService): UnitOfWork =>
  unitOfWork(trx, actor, at, consequences)

/** The service's `write` function for this database. */
export const writeOf = (
  { transaction }: { transaction: Transaction },
  clock: { now(): Instant } = systemClock,
): Write => openWrite(transaction, () => clock.now())
