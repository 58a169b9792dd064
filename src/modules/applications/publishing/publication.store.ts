import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Instant } from '../../../domain/time.ts'
import { applicationsKnownTo, isKnownTo } from '../../access/access.public.ts'

/**
 * The effects of publishing a version. Each count of applications includes only those that the person is allowed to
 * know about.
 */
export interface PublicationCounts {
  /** the number of drafts that nobody has changed (`untouchedDrafts`), which move to the new version */
  moving: number
  /** the number of applications under way that use an earlier version, and keep it */
  staying: number
  /** the number of awards that have neither ended nor lapsed */
  awards: number
  /** the number of rounds that have not closed */
  rounds: number
}

export const publicationCountsLookup = withKeptSql(
  (
    db: Db | Tx,
    actor: Actor,
    { frameworkId, streamId, at }: { frameworkId: string; streamId: string; at: Instant },
  ): Lookup<PublicationCounts> => {
    const underWay = () =>
      onVersionsOf(db, frameworkId)
        .where(isKnownTo(actor))
        .whereNot('applications.status', 'withdrawn')
        .where(query =>
          query.whereNot('applications.status', 'decided').orWhereNull('applications.decision_letter_released_at'),
        )
    const awards = () => db('awards').where({ stream_id: streamId }).whereNotIn('status', ['ended', 'lapsed'])
    const rounds = () => db('rounds').where({ stream_id: streamId }).where('closes_at', '>', at)
    return lookup<Record<'moving' | 'underWay' | 'awards' | 'rounds', number>, PublicationCounts>(
      () =>
        db.select(
          untouchedDrafts(db, frameworkId).where(isKnownTo(actor)).count('*').as('moving'),
          underWay().count('*').as('underWay'),
          awards().count('*').as('awards'),
          rounds().count('*').as('rounds'),
        ),
      ['moving', 'underWay', 'awards', 'rounds'],
      ([row]) => ({
        moving: row!.moving,
        staying: row!.underWay - row!.moving,
        awards: row!.awards,
        rounds: row!.rounds,
      }),
    )
  },
)

const onVersionsOf = (db: Db | Tx, frameworkId: string): Knex.QueryBuilder =>
  db('applications').whereIn(
    'applications.framework_version_id',
    db('framework_versions').where({ framework_id: frameworkId }).select('id'),
  )

/**
 * Drafts that nobody has changed since they were started. Unsaved text, Word imports, assignments and comments count as
 * changes too, because the new version may lack their criteria.
 */
function untouchedDrafts(db: Db | Tx, frameworkId: string): Knex.QueryBuilder {
  const query = onVersionsOf(db, frameworkId)
    .where('applications.status', 'draft')
    .whereNotExists(
      db('events')
        .whereRaw('events.application_id = applications.id')
        .where('events.actor', 'person')
        .whereNot('events.name', 'application.start')
        .select(db.raw('1')),
    )
    .whereNotExists(
      db('working_copies')
        // "/applications/:id" and all addresses that start with it and a slash; "0" is the character after "/"
        .whereRaw("working_copies.address >= '/applications/' || applications.id")
        .whereRaw("working_copies.address < '/applications/' || applications.id || '0'")
        .select(db.raw('1')),
    )
  for (const table of ['assignments', 'comments', 'word_imports'] as const)
    query.whereNotExists(
      db(table)
        .whereRaw('?? = applications.id', [`${table}.application_id`])
        .select(db.raw('1')),
    )
  return query
}

/** A draft that changes to the new version. */
export interface MovingDraft {
  id: string
  organisationId: string
  kind: ApplicationKind
  awardId: string | null
  startedAt: Instant
}

/** @returns the drafts that change to a version of this framework when it is published, sorted by id */
export async function movingDrafts(db: Db | Tx, frameworkId: string): Promise<MovingDraft[]> {
  const rows = (await untouchedDrafts(db, frameworkId)
    .orderBy('applications.id')
    .select(
      'applications.id',
      'applications.organisation_id as organisationId',
      'applications.kind',
      'applications.award_id as awardId',
      'applications.started_at as startedAt',
    )) as MovingDraft[]
  return rows
}

/**
 * Changes the framework version of an application. Increments the application’s `version`, so that a form opened
 * earlier is refused as stale.
 */
export async function moveToVersion(trx: Tx, id: string, versionId: string): Promise<void> {
  await trx('applications')
    .where({ id })
    .update({ framework_version_id: versionId, version: trx.raw('version + 1') as unknown as number })
}

/** @returns how many of the drafts with these ids the person is allowed to know about */
export async function countKnown(db: Db | Tx, actor: Actor, ids: readonly string[]): Promise<number> {
  const known = await applicationsKnownTo(db, actor)
    .whereIn('applications.id', [...ids])
    .pluck('applications.id')
  return known.length
}
