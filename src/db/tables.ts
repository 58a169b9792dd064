import type { Tables } from 'knex/types/tables.js'

/** Booleans as both databases store them. Only stores and descriptions of tables use this type. */
export type YesNo = 0 | 1

/** A row as both databases store it. Its snake_case names stay within stores, and JSON is text. */
export type Row<Name extends keyof Tables> = Tables[Name]

/**
 * How long the rows of a table are kept, and why. At present, jobs delete only rows of the classes `session`, `until
 * sorted` and `technical`. They also erase removed evidence, the texts of emails, and the senders' details in
 * enquiries. The charity still has to decide the other periods.
 * - `account`: while the person can sign in
 * - `organisation`: while the organisation uses the service
 * - `evidence`: until a set time after the last award period that used it
 * - `consent`: longer than the evidence, because it proves what was agreed and withdrawn
 * - `application`: until a set time after the decision
 * - `award`: for ever, because anyone can check an award later
 * - `history`, `access log`: a set time each
 * - `email`: the row for a set time, its text for a shorter one
 * - `enquiry`: the sender's details until the enquiry is declined, or until 12 months after the organisation is
 *   registered
 * - `until sorted`: days, until a person answers or sorts it
 * - `session`: days or hours
 * - `reference`: for ever; criteria and dates that name nobody
 * - `technical`: as long as the service needs them
 */
export type RetentionClass =
  | 'account'
  | 'organisation'
  | 'evidence'
  | 'consent'
  | 'application'
  | 'award'
  | 'history'
  | 'access log'
  | 'email'
  | 'enquiry'
  | 'until sorted'
  | 'session'
  | 'reference'
  | 'technical'

/**
 * The columns of a table that concern organisations and people. A merge moves rows by `organisation`. The other
 * columns, and the retention class, are for erasing and exporting personal details.
 */
export interface TableDescription<Column extends string> {
  /** columns that hold the id of an organisation */
  organisation?: readonly Column[]
  /** columns that hold the id of a person */
  person?: readonly Column[]
  /** columns with text that people entered, or a copy of it, which can name someone */
  text?: readonly Column[]
  /** columns with text that only the service writes */
  written?: readonly Column[]
  /** columns that hold the id of a stored file */
  file?: readonly Column[]
  kept: RetentionClass
}

export type TableDescriptions<Name extends keyof Tables> = {
  [N in Name]: TableDescription<Extract<keyof Tables[N], string>>
}
