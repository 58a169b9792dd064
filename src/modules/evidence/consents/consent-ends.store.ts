import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { Row } from '../../../db/tables.ts'
import { consentEnds, type ConsentEnd } from '../../../domain/consent.ts'
import type { Day } from '../../../domain/time.ts'
import { usesIn, type Uses } from './consent.store.ts'

/** SQL for consents that cover the panel or council papers and have not been withdrawn. Other uses show nothing yet. */
const endingConsents = `from consents
  where consents.withdrawn_at is null and (consents.for_panel = 1 or consents.for_council = 1)`

/** A consent as JSON, without the columns that only its page shows. */
export type ConsentJson = Omit<Uses, 'for_charity' | 'for_public'> &
  Pick<Row<'consents'>, 'person' | 'given_on' | 'expires_on' | 'withdrawn_at'>

/** A column for a query on `evidence`: its consents, a list of `ConsentJson`. */
export const consentsAsJson = (db: Db | Tx): Knex.Raw =>
  jsonList(
    db,
    {
      person: 'person',
      for_panel: 'for_panel',
      for_council: 'for_council',
      given_on: 'given_on',
      expires_on: 'expires_on',
      withdrawn_at: 'withdrawn_at',
    },
    'from consents where consents.evidence_id = evidence.id',
    'consents',
  )

/** Calls `consentEnds` with consents that `consentsAsJson` selected. */
export const consentEndsIn = (consents: readonly ConsentJson[], panelUntil: Day | null): ConsentEnd[] =>
  consentEnds(
    consents.map(row => ({
      person: row.person,
      uses: usesIn({ ...row, for_charity: 0, for_public: 0 }),
      givenOn: row.given_on,
      expiresOn: row.expires_on,
      withdrawnAt: row.withdrawn_at,
    })),
    panelUntil,
  )

/**
 * Limits a query on `evidence` to items whose consent for the panel or for council papers expires between two days,
 * both included. Reads the consents of all libraries.
 */
export const hasConsentEnding =
  (from: Day, to: Day) =>
  (query: Knex.QueryBuilder): void =>
    void query.whereRaw(
      `evidence.id in (select consents.evidence_id ${endingConsents} and consents.expires_on between ? and ?)`,
      [from, to],
    )

/** SQL for consents of the same person for the same evidence that are not withdrawn, and end later or have no end. */
const laterForms = `select 1 from consents as later where later.evidence_id = consents.evidence_id
  and later.person = consents.person and later.withdrawn_at is null
  and (later.expires_on is null or later.expires_on > consents.expires_on)`

/**
 * Limits a query on the `evidence` of a few libraries to items with a consent for the panel or for council papers that
 * ends on day `from` or later. Sorts them by the earliest such end. A consent does not count if the same person gave a
 * longer one for the same use. If a person's name is spelled in two ways, the longer consent is not recognised, and the
 * item is sorted too early.
 */
export const consentEndingFirst =
  (from: Day) =>
  (query: Knex.QueryBuilder): void => {
    const end = `(select min(consents.expires_on) ${endingConsents}
      and consents.evidence_id = evidence.id and consents.expires_on >= ?
      and ((consents.for_panel = 1 and not exists (${laterForms} and later.for_panel = 1))
        or (consents.for_council = 1 and not exists (${laterForms} and later.for_council = 1))))`
    query.whereRaw(`${end} is not null`, [from]).orderByRaw(`${end}, evidence.id`, [from])
  }
