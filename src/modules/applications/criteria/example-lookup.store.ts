import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'

/**
 * Whether another library in the same stream shares its answer to an item. Libraries that have closed do not count.
 */
export const exampleLookup = (
  db: Db | Tx,
  { organisationId, streamId }: Pick<ApplicationRecord, 'organisationId' | 'streamId'>,
  itemId: string,
): Lookup<boolean> => sharedByOthers(db, { organisationId, streamId, itemId })

const sharedByOthers = withKeptSql(
  (
    db: Db | Tx,
    { organisationId, streamId, itemId }: { organisationId: string; streamId: string; itemId: string },
  ): Lookup<boolean> => {
    const query = () =>
      db('example_texts')
        .join('examples', 'examples.id', 'example_texts.example_id')
        .join('applications', 'applications.id', 'examples.application_id')
        .join('organisations', 'organisations.id', 'applications.organisation_id')
        .whereNull('organisations.closed_at')
        .where('example_texts.item_id', itemId)
        .whereNotNull('examples.published_at')
        .where('applications.stream_id', streamId)
        .whereNot('applications.organisation_id', organisationId)
        .limit(1)
        .select('example_texts.id')
    return lookup<{ id: string }, boolean>(query, ['id'], rows => rows.length > 0)
  },
)
