import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import {
  applicationMoves,
  underWayStatuses,
  type ApplicationKind,
  type ApplicationMove,
  type ApplicationStatus,
} from '../../../domain/application.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { applicationsKnownTo, mayKnowDraft } from '../../access/access.public.ts'
import { isOpenOnDay } from '../../organisations/organisations.public.ts'

/**
 * The charity's lists, each with the statuses of its applications. Outside the list `decided`, decided applications
 * appear only until their decision letter is released.
 */
export const lists = {
  'under way': underWayStatuses,
  'with us': ['submitted', 'checked', 'resubmitted', 'decided', 'on hold'],
  'with the panel': ['with the panel'],
  'with a trustee': ['with a trustee'],
  'with the library': ['draft', 'returned', 'more evidence asked'],
  decided: ['decided'],
  withdrawn: ['withdrawn'],
} as const satisfies Record<string, readonly ApplicationStatus[]>
export type ListName = keyof typeof lists

export interface ApplicationLine {
  id: string
  number: string
  organisation: string
  place: string
  kind: ApplicationKind
  status: ApplicationStatus
  statusSince: Instant
  until: Day | null
  decisionLetterReleased: boolean
  stream: string
  branches: number
  /** the person's own declaration; null before it is made */
  declared: 'no conflict' | null
}
export interface Place {
  since: string
  id: string
}

/**
 * One page of one of the charity's lists. The longest wait comes first, but decided and withdrawn applications are
 * listed newest first. Leaves out applications of the person's own libraries, because members must not see the exact
 * status before the decision letter is released.
 * @param page.streamId empty for all streams
 * @param page.after the last line of the previous page
 */
export const applicationLines = (db: Db, actor: Actor, page: ListPage): Promise<ApplicationLine[]> =>
  runLookup(db, linesLookup(db, actor, page))

interface ListPage {
  list: ListName
  streamId: string
  after: Place | null
  limit: number
}

const linesLookup = withKeptSql((db: Db, actor: Actor, page: ListPage): Lookup<ApplicationLine[]> =>
  lookup<LineRow, ApplicationLine[]>(
    () => linesQuery(db, actor, page),
    lineFields,
    rows =>
      rows.map(({ decisionLetterReleasedAt, ...line }) => ({
        ...line,
        decisionLetterReleased: decisionLetterReleasedAt !== null,
      })),
  ),
)

function linesQuery(db: Db, actor: Actor, { list, streamId, after, limit }: ListPage): Knex.QueryBuilder {
  const newestFirst = list === 'decided' || list === 'withdrawn'
  const order = newestFirst ? 'desc' : 'asc'
  const own = actor.memberships.map(({ organisationId }) => organisationId)
  const byPlace = [
    { column: 'applications.status_since', order },
    { column: 'applications.id', order },
  ]
  // Reads one range of the index for each status, so that the database sorts at most one page of rows per status.
  const ofStatus = (status: ApplicationStatus): Knex.QueryBuilder =>
    db
      .from(
        applicationsKnownTo(db, actor)
          .where('applications.status', status)
          .whereNotIn('applications.organisation_id', own)
          .modify(query => {
            if (status === 'draft') query.where(mayKnowDraft(actor))
            if (status === 'decided' && list !== 'decided') query.where(hasHeldLetter)
            if (streamId) query.where('applications.stream_id', streamId)
            if (after)
              query.whereRaw(`(applications.status_since, applications.id) ${newestFirst ? '<' : '>'} (?, ?)`, [
                after.since,
                after.id,
              ])
          })
          .orderBy(byPlace)
          .limit(limit)
          .select('applications.id', 'applications.status_since')
          .as('first_of_status'),
      )
      .select('id', 'status_since')
  const [first, ...others] = lists[list].map(ofStatus)
  // Sorts only ids, so that the details are read only for the applications on the page.
  const onPage = db
    .from((others.length === 0 ? first! : first!.unionAll(others)).as('candidates'))
    .orderBy([
      { column: 'status_since', order },
      { column: 'id', order },
    ])
    .limit(limit)
    .select('id')
    .as('on_page')
  return db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .join('streams', 'streams.id', 'applications.stream_id')
    .whereIn('applications.id', db.from(onPage).select('id'))
    .orderBy(byPlace)
    .select(...lineColumns(db, actor))
}

/**
 * Limits a query to applications whose decision letter is not released. `offset 0` stops PostgreSQL from reading every
 * decision.
 */
const hasHeldLetter = (query: Knex.QueryBuilder): void =>
  void query.whereNull('applications.decision_letter_released_at').whereRaw(
    `exists (select 1 from decisions where decisions.application_id = applications.id
        and decisions.released_at is null and decisions.reversed_at is null limit 1 offset 0)`,
  )

const lineFields = [
  'id',
  'number',
  'kind',
  'status',
  'statusSince',
  'until',
  'decisionLetterReleasedAt',
  'organisation',
  'place',
  'stream',
  'branches',
  'declared',
] as const

const lineColumns = (db: Db, actor: Actor) => [
  'applications.id',
  'applications.number',
  'applications.kind',
  'applications.status',
  'applications.status_since as statusSince',
  'applications.until',
  'applications.decision_letter_released_at as decisionLetterReleasedAt',
  'organisations.name as organisation',
  'organisations.place',
  'streams.name as stream',
  db.raw(
    `case when applications.status in ('draft', 'returned') then (select count(*) from application_branches
        join branches on branches.id = application_branches.branch_id
        where application_branches.application_id = applications.id and ${isOpenOnDay})
      else (select count(*) from application_branches where application_branches.application_id = applications.id)
      end as branches`,
    [actor.today ?? ''],
  ),
  db.raw(
    '(select says from declarations where declarations.application_id = applications.id and person_id = ?) ' +
      'as declared',
    [actor.id],
  ),
]
type LineRow = Omit<ApplicationLine, 'decisionLetterReleased'> & { decisionLetterReleasedAt: string | null }

export interface OwnLine {
  id: string
  number: string
  kind: ApplicationKind
  status: ApplicationStatus
  statusSince: Instant
  startedAt: Instant
  decisionLetterReleased: boolean
}

const ownColumns = [
  'id',
  'number',
  'kind',
  'status',
  'status_since',
  'started_at',
  'decision_letter_released_at',
] as const

type OwnRow = Pick<Row<'applications'>, (typeof ownColumns)[number]> & { movedAt: Instant | null }

/** The events of all moves except those that a library learns of only from the decision letter. */
const movesShownToLibrary = (Object.keys(applicationMoves) as ApplicationMove[])
  .filter(move => !['confirm', 'decide', 'reverse', 'releaseLetter'].includes(move))
  .map(move => `application.${move}`)

/** A library's applications, newest first, at most 50, as a lookup. */
export const ownApplicationsLookup = withKeptSql((db: Db | Tx, organisationId: string): Lookup<OwnLine[]> =>
  lookup<OwnRow, OwnLine[]>(
    () =>
      db('applications')
        .where({ organisation_id: organisationId })
        .orderBy([
          { column: 'started_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(50)
        .select(
          ...ownColumns,
          db('events')
            .whereRaw('events.application_id = applications.id')
            .whereIn('events.name', movesShownToLibrary)
            .max('events.at')
            .as('movedAt'),
        ),
    [...ownColumns, 'movedAt'],
    rows => rows.map(toOwnLine),
  ),
)

function toOwnLine(row: OwnRow): OwnLine {
  const decisionLetterReleased = row.decision_letter_released_at !== null
  // The library must not learn the day of a decision or a reversal before the decision letter is released.
  const shownSince = row.status === 'decided' && decisionLetterReleased ? null : row.movedAt
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as ApplicationKind,
    status: row.status as ApplicationStatus,
    statusSince: shownSince ?? row.status_since,
    startedAt: row.started_at,
    decisionLetterReleased,
  }
}
