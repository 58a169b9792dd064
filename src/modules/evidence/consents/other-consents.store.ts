import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/** A consent for another item of a library's evidence, with the title of that evidence. */
export interface OtherConsent {
  evidenceId: string
  title: string
  person: string
}

/**
 * The consents for the library's other evidence that the actor can read, newest evidence first. Leaves out consents
 * that were withdrawn.
 */
export const otherConsents = withKeptSql(
  (
    db: Db,
    actor: Actor,
    { evidenceId, organisationId }: { evidenceId: string; organisationId: string },
  ): Lookup<OtherConsent[]> =>
    lookup<OtherConsent, OtherConsent[]>(
      () =>
        evidenceReadableBy(db, actor)
          .join('consents', 'consents.evidence_id', 'evidence.id')
          .where('evidence.organisation_id', organisationId)
          .whereNot('evidence.id', evidenceId)
          .whereNull('consents.withdrawn_at')
          .orderBy([{ column: 'evidence.received_at', order: 'desc' }, { column: 'evidence.id' }])
          .select('evidence.id as evidenceId', 'evidence.title', 'consents.person'),
      ['evidenceId', 'title', 'person'],
      rows => rows,
    ),
)
