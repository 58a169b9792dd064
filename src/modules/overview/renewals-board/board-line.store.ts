import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { statusShownToLibrary, type ApplicationKind, type ApplicationStatus } from '../../../domain/application.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import { compare } from '../../../domain/compare.ts'
import { boardDays, type ApplicationOnBoard, type BoardAward } from '../../../domain/renewal-board.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { wasNotReached } from '../../../email/readers.store.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'
import { settingsOfTerm } from '../../awards/awards.public.ts'
import { isOpenOnDay } from '../../organisations/organisations.public.ts'
import {
  endOfAward,
  isCurrent,
  leadSeenAt,
  leadsHere,
  openRecommendationsOf,
} from '../renewal-filters/renewal-filter.store.ts'
import { criteriaWithoutEvidence, type StreamCriteria } from '../renewal-filters/recent-evidence.store.ts'

/** One award on the renewals page. */
export interface BoardLine extends BoardAward {
  id: string
  organisationId: string
  organisation: string
  place: string
  branches: number
  isRecorded: boolean
  /**
   * whether emails are switched on for the organisation; for an imported organisation, a coordinator switches them on
   */
  getsEmails: boolean
  /** the library's shared mailbox, which gets a copy of the emails to leads; null when it has none */
  mailbox: string | null
  /** ids of the people who declared a conflict on one of the award's applications */
  barred: string[]
  version: number
  remindedOn: Day | null
  /** the names of the active leads, in alphabetical order */
  leadNames: string[]
  /** the kind of the current application; null when there is none */
  kind: ApplicationKind | null
  applicationId: string | null
  /**
   * false when a draft would be hidden from the reader: the award can then have a draft although `application` is null
   */
  isDraftKnown: boolean
  endsOn: Day
}

/**
 * The awards with these ids, in the order of their end dates, without the number of criteria that lack evidence. Leaves
 * out ids that do not exist.
 */
export const linesOfAwards = (db: Db | Tx, actor: Actor, ids: readonly string[]): Promise<BoardLine[]> =>
  linesOf(db, actor, ids, null)

interface Row {
  id: string
  organisationId: string
  organisation: string
  place: string
  status: AwardStatus
  validTo: Day | null
  baseValidTo: Day
  isRecorded: number
  emailsStartedAt: Instant | null
  mailbox: string | null
  version: number
  settings: { renewalOpensDays?: number; lapseAfterDays?: number } | null
  branches: number
  leads: { name: string; nameKey: string; seenAt: Instant; unreached: number }[]
  remindedOn: Day | null
  criteriaWithoutEvidence: number | null
  barred: { id: string }[]
}
const rowFields = [
  'id',
  'organisationId',
  'organisation',
  'place',
  'status',
  'validTo',
  'baseValidTo',
  'isRecorded',
  'emailsStartedAt',
  'mailbox',
  'version',
  'settings',
  'branches',
  'leads',
  'remindedOn',
  'criteriaWithoutEvidence',
  'barred',
] as const

/**
 * SQL condition: missing evidence can be a risk for the award (`risksOf`). Missing evidence is counted only for these
 * awards, because counting it for all would be slow. Binds the latest end date.
 */
const mayLackEvidence = `awards.status in ('renewal open', 'extended', 'overdue', 'suspended') and ${endOfAward} <= ?`

/**
 * The awards with these ids, with their applications and recommendations, in the order of their end dates. Callers find
 * the ids in an earlier query. In a single query, a database would count the evidence of every award before sorting.
 * @param counted the criteria to check for recent evidence; null to check none
 */
export async function linesOf(
  db: Db | Tx,
  actor: Actor,
  ids: readonly string[],
  counted: { criteria: readonly StreamCriteria[]; today: Day } | null,
): Promise<BoardLine[]> {
  if (ids.length === 0) return []
  const found = await runLookups(db, {
    rows: awardRows(db, actor, ids, counted),
    applications: currentApplications(db, actor, ids),
    recommendations: openRecommendationsOf(db, actor, ids),
  })
  return found.rows.map(row =>
    toLine(row, {
      current: found.applications.get(row.id) ?? null,
      recommendations: found.recommendations.get(row.id) ?? 0,
      reader: actor,
    }),
  )
}

const awardRows = withKeptSql(
  (
    db: Db | Tx,
    actor: Actor,
    ids: readonly string[],
    counted: { criteria: readonly StreamCriteria[]; today: Day } | null,
  ): Lookup<Row[]> => {
    const awards = () =>
      db('awards')
        .join('organisations', 'organisations.id', 'awards.organisation_id')
        .whereIn('awards.id', [...ids])
        .orderByRaw(`${endOfAward}, awards.id`)
    const rows = () =>
      awards().select(
        'awards.id',
        'awards.organisation_id as organisationId',
        'organisations.name as organisation',
        'organisations.place',
        'awards.status',
        'awards.valid_to as validTo',
        'awards.base_valid_to as baseValidTo',
        'awards.is_recorded as isRecorded',
        'organisations.emails_started_at as emailsStartedAt',
        'organisations.role_mailbox as mailbox',
        'awards.version',
        db.raw(`${settingsOfTerm} as settings`),
        db.raw(
          `(select count(*) from award_branches join branches on branches.id = award_branches.branch_id
        where award_branches.award_id = awards.id and award_branches.left_on is null and ${isOpenOnDay}) as branches`,
          [actor.today ?? ''],
        ),
        jsonList(
          db,
          {
            name: 'people.name',
            nameKey: 'people.name_key',
            seenAt: leadSeenAt,
            unreached: `case when ${wasNotReached} then 1 else 0 end`,
          },
          leadsHere,
          'leads',
        ),
        db.raw('(select max(day) from manual_reminders where manual_reminders.award_id = awards.id) as "remindedOn"'),
        db.raw('? as "criteriaWithoutEvidence"', [
          counted
            ? db.raw(`case when ${mayLackEvidence} then ? end`, [
                addDays(counted.today, boardDays.ahead),
                criteriaWithoutEvidence(db, counted.criteria, counted.today),
              ])
            : db.raw('null'),
        ]),
        jsonList(
          db,
          { id: 'declarations.person_id' },
          `from declarations join applications on applications.id = declarations.application_id
      where applications.award_id = awards.id and declarations.says = 'conflict'`,
          'barred',
        ),
      )
    return lookup<Row, Row[]>(rows, rowFields, found => found, ['settings', 'leads', 'barred'])
  },
)

type ApplicationLine = ApplicationOnBoard & { id: string; kind: ApplicationKind }
interface ApplicationRow {
  id: string
  awardId: string
  organisationId: string
  kind: ApplicationKind
  status: ApplicationStatus
  until: Day | null
  submittedAt: Instant | null
  replyBy: Day | null
}

/** The current applications by award. Members of the library get the status that the library can see. */
const currentApplications = withKeptSql(
  (db: Db | Tx, actor: Actor, awards: readonly string[]): Lookup<Map<string, ApplicationLine>> => {
    const current = () =>
      (
        applicationsKnownTo(db, actor)
          .whereIn('applications.award_id', [...awards])
          .modify(isCurrent) as Knex.QueryBuilder
      )
        .orderBy('applications.started_at')
        .select(
          'applications.id',
          'applications.award_id as awardId',
          'applications.organisation_id as organisationId',
          'applications.kind',
          'applications.status',
          'applications.until',
          'applications.submitted_at as submittedAt',
          db.raw(
            `(select min(reply_by) from questions where questions.application_id = applications.id
          and questions.status = 'open') as "replyBy"`,
          ),
        )
    const fields = ['id', 'awardId', 'organisationId', 'kind', 'status', 'until', 'submittedAt', 'replyBy'] as const
    return lookup<ApplicationRow, Map<string, ApplicationLine>>(
      current,
      fields,
      rows =>
        new Map(
          rows.map(({ awardId, organisationId, submittedAt, ...row }) => {
            const status =
              membershipsIn(actor, organisationId).length > 0
                ? statusShownToLibrary({ status: row.status, decisionLetterReleased: false })
                : row.status
            return [awardId, { ...row, status, submittedOn: submittedAt && dayOf(submittedAt) }]
          }),
        ),
    )
  },
)

function toLine(
  { settings, isRecorded, emailsStartedAt, barred, leads, ...row }: Row,
  { current, recommendations, reader }: { current: ApplicationLine | null; recommendations: number; reader: Actor },
): BoardLine {
  const { renewalOpensDays = 180, lapseAfterDays = 30 } = settings ?? {}
  const barredIds = barred.map(({ id }) => id)
  const seenAt = leads
    .map(lead => lead.seenAt)
    .toSorted()
    .at(-1)
  return {
    ...row,
    renewalOpensDays,
    lapseAfterDays,
    leads: leads.length,
    leadNames: leads.toSorted((a, b) => compare(a.nameKey, b.nameKey)).map(({ name }) => name),
    unreached: leads.filter(({ unreached }) => unreached === 1).length,
    leadSeenOn: seenAt ? dayOf(seenAt) : null,
    isRecorded: isRecorded === 1,
    getsEmails: emailsStartedAt !== null,
    barred: barredIds,
    recommendations,
    kind: current?.kind ?? null,
    applicationId: current?.id ?? null,
    isDraftKnown: current !== null || (reader.charityRoles.includes('coordinator') && !barredIds.includes(reader.id)),
    endsOn: row.validTo ?? row.baseValidTo,
    application: current && {
      status: current.status,
      until: current.until,
      submittedOn: current.submittedOn,
      replyBy: current.replyBy,
    },
  }
}
