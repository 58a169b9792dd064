import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import { whereReadableOrRemoved } from '../list/list.store.ts'

/** A consent for another item of a library's evidence, with the title of that evidence. */
export interface OtherConsent {
  evidenceId: string
  title: string
  consentId: string
  person: string
  /** the day when removed evidence is erased; null for evidence that is not removed */
  eraseOn: Day | null
}

/**
 * The consents for the library's other evidence that the actor can read or restore, newest evidence first. Leaves out
 * consents that were withdrawn.
 */
export const otherConsents = withKeptSql(
  (
    db: Db,
    actor: Actor,
    { evidenceId, organisationId, mayRestore }: { evidenceId: string; organisationId: string; mayRestore: boolean },
  ): Lookup<OtherConsent[]> =>
    lookup<OtherConsent, OtherConsent[]>(
      () =>
        whereReadableOrRemoved(db('evidence'), actor)
          .where(found => {
            void found.whereNull('evidence.removed_at')
            if (mayRestore) void found.orWhereNotNull('evidence.erase_on')
          })
          .join('consents', 'consents.evidence_id', 'evidence.id')
          .where('evidence.organisation_id', organisationId)
          .whereNot('evidence.id', evidenceId)
          .whereNull('consents.withdrawn_at')
          .orderBy([{ column: 'evidence.received_at', order: 'desc' }, { column: 'evidence.id' }])
          .select(
            'evidence.id as evidenceId',
            'evidence.title',
            'consents.id as consentId',
            'consents.person',
            'evidence.erase_on as eraseOn',
          ),
      ['evidenceId', 'title', 'consentId', 'person', 'eraseOn'],
      rows => rows,
    ),
)
