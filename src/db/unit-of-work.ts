import type { Actor } from '../domain/actor.ts'
import type { ConsequenceFacts } from '../domain/consequences.ts'
import type { Instant } from '../domain/time.ts'
import type { Transaction, Tx } from './connection.ts'

/** One transaction: who acts, with their rights as they are now, and when. */
export interface UnitOfWork {
  trx: Tx
  actor: Actor
  at: Instant
  /** runs what follows from a change in other modules, in this transaction */
  tell<Name extends keyof ConsequenceFacts>(name: Name, facts: ConsequenceFacts[Name]): Promise<void>
}

/** Who listens to what. Each gets the unit of work of the change. */
export type Consequences = {
  readonly [Name in keyof ConsequenceFacts]: readonly ((
    work: UnitOfWork,
    facts: ConsequenceFacts[Name],
  ) => Promise<unknown>)[]
}

/**
 * Opens the only kind of transaction there is. `act` may run up to three times, so it writes through its unit of work
 * and does nothing else.
 * @throws Busy when it could not be written after three tries, or when no connection became free in time
 */
export type Write = <Result>(actor: Actor, act: (work: UnitOfWork) => Promise<Result>) => Promise<Result>

/** A unit of work over a transaction that is open already. */
export const unitOfWork = (trx: Tx, actor: Actor, at: Instant, consequences: Consequences): UnitOfWork => ({
  trx,
  actor,
  at,
  async tell(name, facts) {
    for (const follow of consequences[name]) await follow(this, facts)
  },
})

/** The same transaction and moment, with somebody else acting: the clock or a decision letter. */
export const as = (actor: Actor, work: UnitOfWork): UnitOfWork => ({ ...work, actor })

/** Reads again what a person may do: since their request began they may have lost a role. */
export type WithCurrentRights = (trx: Tx, actor: Actor) => Promise<Actor>

/** @returns a `write` that runs each act in one transaction. Rights and moment are read again at each try. */
export const writeWith =
  (
    transaction: Transaction,
    now: () => Instant,
    consequences: Consequences,
    withCurrentRights: WithCurrentRights,
  ): Write =>
  (actor, act) =>
    transaction(async trx => act(unitOfWork(trx, await withCurrentRights(trx, actor), now(), consequences)))
