import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { lookUp, lookUpAll, lookup, type Lookup } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { statusShownToLibrary, type ApplicationKind, type ApplicationStatus } from '../../../domain/application.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { CaseOnBoard, OnBoard } from '../../../domain/renewal-board.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'
import {
  awardsShown,
  end,
  filterNames,
  leadsHere,
  promises,
  stillUnderWay,
  wasNotReached,
  type FilterName,
  type Looking,
} from './filters.store.ts'

/** One award as the board has it. */
export interface BoardLine extends OnBoard {
  id: string
  organisationId: string
  organisation: string
  place: string
  branches: number
  recordedFromPaper: boolean
  /** who declared a conflict on one of its applications */
  barred: string[]
  version: number
  nudgedOn: Day | null
  /** of the case under way */
  kind: ApplicationKind | null
  caseId: string | null
  endsOn: Day
}
export interface Place {
  end: string
  id: string
}

/** A page of the board and how many awards each of its filters shows, in one statement. */
export async function board(
  db: Db,
  who: Actor,
  looking: Looking,
  today: Day,
  after: Place | null,
  limit: number,
): Promise<{ lines: BoardLine[]; counts: Map<FilterName, number> }> {
  const { counts, ...found } = await lookUpAll(db, {
    ...linesAsked(db, who, onBoard(db, who, looking, today, after, limit)),
    counts: countsAsked(db, who, looking, today),
  })
  return { lines: toLines(found), counts }
}

/** Those that end first stand first. One query, however long the list. */
export const boardLines = (
  db: Db | Tx,
  who: Actor,
  looking: Looking,
  today: Day,
  after: Place | null,
  limit: number,
): Promise<BoardLine[]> => linesOf(db, who, onBoard(db, who, looking, today, after, limit))

const onBoard = (
  db: Db | Tx,
  who: Actor,
  looking: Looking,
  today: Day,
  after: Place | null,
  limit: number,
): Knex.QueryBuilder =>
  awardsShown(db, who, looking, today)
    .modify(query => {
      if (after) query.whereRaw(`(${end}, awards.id) > (?, ?)`, [after.end, after.id])
    })
    .orderByRaw(`${end}, awards.id`)
    .limit(limit)

/** Some awards by their ids, in the board's order; those that are gone are left out. */
export async function linesOfAwards(db: Db | Tx, who: Actor, ids: readonly string[]): Promise<BoardLine[]> {
  if (ids.length === 0) return []
  return linesOf(
    db,
    who,
    db('awards')
      .join('organisations', 'organisations.id', 'awards.organisation_id')
      .whereIn('awards.id', [...ids])
      .orderByRaw(`${end}, awards.id`),
  )
}

interface Row {
  id: string
  organisationId: string
  organisation: string
  place: string
  status: AwardStatus
  validTo: Day | null
  heldTo: Day
  recordedFromPaper: number
  version: number
  settings: { renewalOpensDays?: number; lapseAfterDays?: number } | null
  branches: number
  leads: number
  unreached: number
  nudgedOn: Day | null
  barred: { id: string }[]
}
const rowFields = [
  'id',
  'organisationId',
  'organisation',
  'place',
  'status',
  'validTo',
  'heldTo',
  'recordedFromPaper',
  'version',
  'settings',
  'branches',
  'leads',
  'unreached',
  'nudgedOn',
  'barred',
] as const

const linesOf = async (db: Db | Tx, who: Actor, query: Knex.QueryBuilder): Promise<BoardLine[]> =>
  toLines(await lookUpAll(db, linesAsked(db, who, query)))

/** The awards that a query finds, with what belongs to them. */
function linesAsked(db: Db | Tx, who: Actor, query: Knex.QueryBuilder) {
  const ids = query.clone().select('awards.id')
  const rows = query.select(
    'awards.id',
    'awards.organisation_id as organisationId',
    'organisations.name as organisation',
    'organisations.place',
    'awards.status',
    'awards.valid_to as validTo',
    'awards.held_to as heldTo',
    'awards.recorded_from_paper as recordedFromPaper',
    'awards.version',
    db.raw(
      '(select settings from terms where terms.award_id = awards.id order by terms.number desc limit 1) as settings',
    ),
    db.raw(
      '(select count(*) from award_branches where award_branches.award_id = awards.id and award_branches.left_on is null) as branches',
    ),
    db.raw(`(select count(*) ${leadsHere}) as leads`),
    db.raw(`(select count(*) ${leadsHere} and ${wasNotReached}) as unreached`),
    db.raw('(select max(day) from award_nudges where award_nudges.award_id = awards.id) as "nudgedOn"'),
    jsonList(
      db,
      { id: 'declarations.person_id' },
      `from declarations join applications on applications.id = declarations.application_id
      where applications.award_id = awards.id and declarations.says = 'conflict'`,
      'barred',
    ),
  )
  return {
    rows: lookup<Row, Row[]>(rows, rowFields, found => found, ['settings', 'barred']),
    cases: casesUnderWay(db, who, ids),
    promised: promisedIn(db, who, ids),
  }
}

const toLines = ({
  rows,
  cases,
  promised,
}: {
  rows: Row[]
  cases: Map<string, CaseLine>
  promised: Map<string, number>
}): BoardLine[] => rows.map(row => toLine(row, cases.get(row.id) ?? null, promised.get(row.id) ?? 0))

type CaseLine = CaseOnBoard & { id: string; kind: ApplicationKind }
interface CaseRow {
  id: string
  awardId: string
  organisationId: string
  kind: ApplicationKind
  status: ApplicationStatus
  until: Day | null
  handedInAt: Instant | null
  replyBy: Day | null
}

/** By award. Whoever belongs to the library meets its case in the library's own words. */
function casesUnderWay(db: Db | Tx, who: Actor, awards: Knex.QueryBuilder): Lookup<Map<string, CaseLine>> {
  const underWay = (
    applicationsKnownTo(db, who).whereIn('applications.award_id', awards).modify(stillUnderWay) as Knex.QueryBuilder
  )
    .orderBy('applications.started_at')
    .select(
      'applications.id',
      'applications.award_id as awardId',
      'applications.organisation_id as organisationId',
      'applications.kind',
      'applications.status',
      'applications.until',
      'applications.handed_in_at as handedInAt',
      db.raw(
        `(select min(reply_by) from questions where questions.application_id = applications.id and questions.status = 'open') as "replyBy"`,
      ),
    )
  const fields = ['id', 'awardId', 'organisationId', 'kind', 'status', 'until', 'handedInAt', 'replyBy'] as const
  return lookup<CaseRow, Map<string, CaseLine>>(
    underWay,
    fields,
    rows =>
      new Map(
        rows.map(({ awardId, organisationId, handedInAt, ...row }) => {
          const status =
            membershipsIn(who, organisationId).length > 0
              ? statusShownToLibrary({ status: row.status, letterReleased: false })
              : row.status
          return [awardId, { ...row, status, handedInOn: handedInAt && dayOf(handedInAt) }]
        }),
      ),
  )
}

function promisedIn(db: Db | Tx, who: Actor, awards: Knex.QueryBuilder): Lookup<Map<string, number>> {
  const promised = promises(db, who)
    .whereIn('recommendations.award_id', awards)
    .groupBy('recommendations.award_id')
    .select('recommendations.award_id as awardId')
    .count('* as count')
  return lookup<{ awardId: string; count: number }, Map<string, number>>(
    promised,
    ['awardId', 'count'],
    rows => new Map(rows.map(({ awardId, count }) => [awardId, count])),
  )
}

/** How far counting goes; beyond it a filter says that there are more. */
export const mostCounted = 100

/** How many awards each filter shows. */
export const filterCounts = (
  db: Db,
  who: Actor,
  looking: Omit<Looking, 'show'>,
  today: Day,
): Promise<Map<FilterName, number>> => lookUp(db, countsAsked(db, who, looking, today))

function countsAsked(db: Db, who: Actor, looking: Omit<Looking, 'show'>, today: Day): Lookup<Map<FilterName, number>> {
  const counting = filterNames.map(show =>
    db
      .from(
        awardsShown(db, who, { ...looking, show }, today)
          .select('awards.id')
          .limit(mostCounted + 1)
          .as('shown'),
      )
      .count()
      .as(show),
  )
  return lookup<Record<FilterName, number>, Map<FilterName, number>>(
    db.select(...counting),
    filterNames,
    ([row]) => new Map(filterNames.map(show => [show, row?.[show] ?? 0])),
  )
}

function toLine(
  { settings, recordedFromPaper, barred, ...row }: Row,
  underWay: CaseLine | null,
  promised: number,
): BoardLine {
  const { renewalOpensDays = 180, lapseAfterDays = 30 } = settings ?? {}
  return {
    ...row,
    renewalOpensDays,
    lapseAfterDays,
    recordedFromPaper: recordedFromPaper === 1,
    barred: barred.map(({ id }) => id),
    promised,
    kind: underWay?.kind ?? null,
    caseId: underWay?.id ?? null,
    endsOn: row.validTo ?? row.heldTo,
    case: underWay && {
      status: underWay.status,
      until: underWay.until,
      handedInOn: underWay.handedInOn,
      replyBy: underWay.replyBy,
    },
  }
}
