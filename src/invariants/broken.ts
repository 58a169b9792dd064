import type { Database } from '../db/connection.ts'
import type { Instant } from '../domain/time.ts'

/** One rule that one thing breaks; reliability.md, section 6, has the rules. */
export interface Broken {
  rule: Rule
  entity: string
  what: string
}

export const rules = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I8', 'I9', 'I10', 'I11', 'I14', 'I15'] as const
export type Rule = (typeof rules)[number]

export interface Checked {
  database: Database
  /** the folder with staging/ and files/ */
  uploads: string
  now: Instant
  /** what clients were told is stored, one line of JSON each, as a fault test wrote it down */
  emailed: readonly Planned[]
  /** HH:MM, as REMINDERS_AT says; 07:00 when it says nothing */
  remindersAt?: string
  /** the Message-IDs that a mail server saw, as a fault test wrote them down */
  posted?: readonly string[]
}

/** A file in a piece of evidence, a receipt, or a file sent through a capture link, that somebody was told is safe. */
export type Planned =
  | { upload: string; size: number }
  | { evidence: string; sha256: string; size: number }
  | { receipt: string; sha256: string }

export type Check = (it: Checked) => Promise<Broken[]>

export const brokenBy = (rule: Rule, entities: readonly { entity: string; what: string }[]): Broken[] =>
  entities.map(each => ({ rule, ...each }))
