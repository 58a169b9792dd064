import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

/** An award stream, such as libraries. */
export interface Stream {
  id: string
  name: string
  isDemo: boolean
  retiredAt: Instant | null
}

/** @throws NotFound for an unknown stream */
export async function findStream(db: Db | Tx, id: string): Promise<Stream> {
  if (!/^[\w-]{1,20}$/.test(id)) throw new NotFound()
  const [stream] = await runLookup(db, streamsLookup(db, id))
  if (!stream) throw new NotFound()
  return stream
}

/** All streams, including retired ones, with demonstration streams last. */
export const allStreams = (db: Db | Tx): Promise<Stream[]> => runLookup(db, streamsLookup(db, null))

/** @param id null for all streams */
const streamsLookup = withKeptSql((db: Db | Tx, id: string | null): Lookup<Stream[]> =>
  streamsIn(() =>
    db('streams')
      .modify(query => {
        if (id !== null) void query.where({ id })
      })
      .orderBy(['is_demo', 'id']),
  ),
)

/**
 * Locks a stream until the transaction ends.
 * @throws NotFound for an unknown stream
 */
export async function lockStream(trx: Tx, id: string): Promise<Stream> {
  await trx('streams').where({ id }).forUpdate().first('id')
  return findStream(trx, id)
}

/** The streams in which a coordinator can set up a round. They have published criteria and are not retired. */
export const streamsInUse = (db: Db | Tx): Promise<Stream[]> => runLookup(db, streamsInUseLookup(db))

const streamsInUseLookup = withKeptSql((db: Db | Tx): Lookup<Stream[]> => streamsIn(() => inUse(db)))

/**
 * The streams in which an organisation can start a first application. A demonstration stream must also have a round
 * that has not closed.
 */
export const streamsOffered = (db: Db | Tx, now: Instant): Promise<Stream[]> =>
  runLookup(db, streamsOfferedLookup(db, now))

/** `streamsOffered` as a lookup. */
export const streamsOfferedLookup = withKeptSql((db: Db | Tx, now: Instant): Lookup<Stream[]> =>
  streamsIn(() =>
    inUse(db).where(query =>
      query
        .where('is_demo', 0)
        .orWhereExists(
          db('rounds').whereRaw('rounds.stream_id = streams.id').where('closes_at', '>', now).select('id'),
        ),
    ),
  ),
)

const inUse = (db: Db | Tx): Knex.QueryBuilder =>
  (db('streams') as Knex.QueryBuilder)
    .whereNull('retired_at')
    .whereExists(
      db('framework_versions')
        .join('frameworks', 'frameworks.id', 'framework_versions.framework_id')
        .whereRaw('frameworks.stream_id = streams.id')
        .whereNotNull('framework_versions.published_at')
        .select('framework_versions.id'),
    )
    .orderBy(['is_demo', 'id'])

const streamColumns = ['id', 'name', 'is_demo', 'retired_at'] as const
const streamsIn = (query: () => Knex.QueryBuilder): Lookup<Stream[]> =>
  lookup<Row<'streams'>, Stream[]>(
    () => query().select(...streamColumns),
    streamColumns,
    rows => rows.map(toStream),
  )

const toStream = (row: Row<'streams'>): Stream => ({
  id: row.id,
  name: row.name,
  isDemo: row.is_demo === 1,
  retiredAt: row.retired_at,
})
