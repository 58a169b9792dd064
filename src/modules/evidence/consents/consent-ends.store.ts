import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { Row } from '../../../db/tables.ts'
import { consentEnds, forever, type ConsentEnd } from '../../../domain/consent.ts'
import type { Day } from '../../../domain/time.ts'
import { usesIn, type Uses } from './consent.store.ts'

/** SQL for the consents of an item of evidence that can still end. */
const endingConsents = 'from consents where consents.evidence_id = evidence.id and consents.withdrawn_at is null'

/** A consent as JSON, without what only its page shows. */
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

/** `consentEnds` for consents from `consentsAsJson`. */
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

/** Limits a query on `evidence` to items with a consent that ends in a period. */
export const hasConsentEnding =
  (from: Day, to: Day = forever) =>
  (query: Knex.QueryBuilder): void =>
    void query.whereRaw(`exists (select 1 ${endingConsents} and consents.expires_on between ? and ?)`, [from, to])
