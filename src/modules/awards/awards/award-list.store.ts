import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { Day, Instant } from '../../../domain/time.ts'

export interface AwardLine {
  id: string
  organisation: string
  code: string
  stream: string
  status: AwardStatus
  validTo: Day | null
  removedAt: Instant | null
}

/** The sort keys of an award in the list, from which the next page continues. */
export const placeOfAward = ({ validTo, id }: AwardLine): { validTo: string; id: string } => ({
  validTo: validTo ?? '0000-00-00',
  id,
})

interface AwardsWanted {
  /** the sort keys of the last award on the previous page */
  after: { validTo: string; id: string } | null
  /** empty for all streams */
  streamId: string
  limit: number
}

/** One page of awards, by last valid day. Awards without one come first. */
export const awardLines = (db: Db, wanted: AwardsWanted): Promise<AwardLine[]> =>
  runLookup(db, awardsListed(db, wanted))

const awardsListed = withKeptSql((db: Db, { after, streamId, limit }: AwardsWanted): Lookup<AwardLine[]> => {
  const end = `coalesce(awards.valid_to, '0000-00-00')`
  const awards = () =>
    db('awards')
      .join('organisations', 'organisations.id', 'awards.organisation_id')
      .join('streams', 'streams.id', 'awards.stream_id')
      .modify(query => {
        if (streamId) query.where('awards.stream_id', streamId)
        // the second condition implies the first, but only the first can use the index
        if (after)
          query.whereRaw(`${end} >= ? and (${end}, awards.id) > (?, ?)`, [after.validTo, after.validTo, after.id])
      })
      .orderByRaw(`${end}, awards.id`)
      .limit(limit)
      .select(
        'awards.id',
        'organisations.name as organisation',
        'awards.code',
        'streams.name as stream',
        'awards.status',
        'awards.valid_to as validTo',
        'awards.removed_at as removedAt',
      )
  return lookup<AwardLine, AwardLine[]>(
    awards,
    ['id', 'organisation', 'code', 'stream', 'status', 'validTo', 'removedAt'],
    rows => rows,
  )
})
