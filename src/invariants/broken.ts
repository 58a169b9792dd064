import type { Database } from '../db/connection.ts'
import type { Instant } from '../domain/time.ts'

/** An invariant that an entity breaks. */
export interface Broken {
  rule: Rule
  entity: string
  what: string
}

/** The docstring of each check starts with the number of its invariant. */
export const rules = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I8', 'I9', 'I10', 'I11', 'I12', 'I14', 'I15'] as const
export type Rule = (typeof rules)[number]

export interface Checked {
  database: Database
  /** the folder with staging/ and files/ */
  uploads: string
  now: Instant
  /** the files and receipts that the service confirmed to clients, as recorded by fault tests */
  confirmed: readonly Confirmed[]
  /** the London time of the daily reminders as HH:MM, from REMINDERS_AT; 07:00 by default */
  remindersAt?: string
  /** the Message-IDs that the mail server received, as recorded by fault tests */
  posted?: readonly string[]
}

/**
 * Something that the service confirmed to a client as stored. `upload` is the SHA-256 of a file sent through an upload
 * link, `evidence` an id. `size` is in bytes.
 */
export type Confirmed =
  | { upload: string; size: number }
  | { evidence: string; sha256: string; size: number }
  | { receipt: string; sha256: string }

export type Check = (it: Checked) => Promise<Broken[]>

export const brokenBy = (rule: Rule, entities: readonly { entity: string; what: string }[]): Broken[] =>
  entities.map(each => ({ rule, ...each }))
