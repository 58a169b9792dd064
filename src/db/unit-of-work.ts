import type { Actor } from '../domain/actor.ts'
import type { ConsequenceFacts } from '../domain/consequences.ts'
import type { Instant } from '../domain/time.ts'
import type { Transaction, Tx } from './connection.ts'

/** One transaction, with the actor's current rights and the time of the change. */
export interface UnitOfWork {
  trx: Tx
  actor: Actor
  at: Instant
  /** runs the functions that other modules registered for this change, in this transaction */
  tell<Name extends keyof ConsequenceFacts>(name: Name, facts: ConsequenceFacts[Name]): Promise<void>
}

/** By the name given to `tell`, the functions to run. Each receives the unit of work of the change. */
export type Consequences = {
  readonly [Name in keyof ConsequenceFacts]: readonly ((
    work: UnitOfWork,
    facts: ConsequenceFacts[Name],
  ) => Promise<unknown>)[]
}

/**
 * Opens a transaction. `act` can run up to three times, so it must write only through its unit of work.
 * @throws Busy after three attempts, or when no connection is free or a statement takes too long
 * @throws DatabaseDown when the database cannot be reached, or the connection was lost, perhaps after the commit
 * @throws NoRoom when the disk is full
 * @throws DiskFails after a disk error, until the service is started again
 */
export type Write = <Result>(actor: Actor, act: (work: UnitOfWork) => Promise<Result>) => Promise<Result>

/** A unit of work in an open transaction. */
export const unitOfWork = (trx: Tx, actor: Actor, at: Instant, consequences: Consequences): UnitOfWork => ({
  trx,
  actor,
  at,
  async tell(name, facts) {
    for (const follow of consequences[name]) await follow(this, facts)
  },
})

/** The same unit of work with another actor, such as the clock or a decision letter. */
export const as = (actor: Actor, work: UnitOfWork): UnitOfWork => ({ ...work, actor })

/** Reads a person's rights again, because they may have lost a role since the request started. */
export type WithCurrentRights = (trx: Tx, actor: Actor) => Promise<Actor>

/**
 * @returns a `write` that runs each function in one transaction. Each attempt reads the actor's rights and the time
 * again
 */
export const writeWith =
  (
    transaction: Transaction,
    now: () => Instant,
    consequences: Consequences,
    withCurrentRights: WithCurrentRights,
  ): Write =>
  (actor, act) =>
    transaction(async trx => act(unitOfWork(trx, await withCurrentRights(trx, actor), now(), consequences)))
