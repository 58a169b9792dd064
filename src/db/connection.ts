import type { Knex } from 'knex'

/** For reading. Never inside `write`. */
export type Db = Knex
/** Inside a transaction: functions that write take this, so calling one outside does not compile. */
export type Tx = Knex.Transaction
/** Opens the only kind of transaction there is; the place that knows about locks, second tries and giving up politely. */
export type Write = <Result>(act: (trx: Tx) => Promise<Result>) => Promise<Result>
