import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { ApplicationKind, ApplicationStatus } from '../../../domain/application.ts'
import type { PartnerDetails } from '../../../domain/partner.ts'
import type { Instant } from '../../../domain/time.ts'

type Query = Knex.QueryBuilder

/** An application that uses the evidence, and the places where it does. */
export interface UsingApplication {
  id: string
  number: string
  kind: ApplicationKind
  status: ApplicationStatus
  decisionLetterReleased: boolean
  startedAt: Instant
  /** when the application was last submitted; null for a draft */
  submittedAt: Instant | null
  frameworkVersionId: string
  /** the ids of items whose answers use the evidence */
  answers: string[]
  /** the ids of items with a question whose reply uses the evidence */
  replies: string[]
  /** partnerships that show the evidence, each with the item that it is shown under */
  partners: (Pick<PartnerDetails, 'id' | 'name' | 'englishName'> & { item: string })[]
  submissions: { number: number; at: Instant }[]
}
/** A page of uses and their number. `count` is at most `usesCounted` + 1. */
export interface Uses {
  applications: UsingApplication[]
  count: number
}
export interface UsesPlace {
  startedAt: Instant
  id: string
}

/** The most uses that a page shows as a number. One more is counted, so that the page can say that there are more. */
export const usesCounted = 100

type Row = Omit<UsingApplication, 'decisionLetterReleased' | 'answers' | 'replies'> & {
  releasedAt: Instant | null
  answers: { item: string }[]
  replies: { item: string }[]
}
const lists = ['answers', 'replies', 'partners', 'submissions'] as const
const fields = [
  'id',
  'number',
  'kind',
  'status',
  'releasedAt',
  'startedAt',
  'submittedAt',
  'frameworkVersionId',
  ...lists,
] as const

/** One page of the library's applications that use the evidence, most recently started first, and their number. */
export const usesOf = (
  db: Db,
  { id, organisationId }: Used,
  after: UsesPlace | null,
  limit: number,
): { applications: Lookup<UsingApplication[]>; count: Lookup<number> } => ({
  applications: usingApplications(db, { id, organisationId }, after, limit),
  count: usesCount(db, { id, organisationId }),
})

/** The evidence that is used. */
interface Used {
  id: string
  organisationId: string
}

const usingApplications = withKeptSql(
  (db: Db, evidence: Used, after: UsesPlace | null, limit: number): Lookup<UsingApplication[]> =>
    lookup<Row, UsingApplication[]>(
      () => {
        const query = using(db, evidence)
          .joinRaw('cross join evidence')
          .where('evidence.id', evidence.id)
          .orderBy([
            { column: 'applications.started_at', order: 'desc' },
            { column: 'applications.id', order: 'desc' },
          ])
          .limit(limit)
          .select(...usingColumns(db))
        if (after) query.whereRaw('(applications.started_at, applications.id) < (?, ?)', [after.startedAt, after.id])
        return query
      },
      fields,
      rows => rows.map(toUsing),
      lists,
    ),
)

const usesCount = withKeptSql((db: Db, evidence: Used): Lookup<number> =>
  lookup<{ n: number | string }, number>(
    () =>
      db
        .from(
          using(db, evidence)
            .select('applications.id')
            .limit(usesCounted + 1)
            .as('using'),
        )
        .count({ n: '*' }),
    ['n'],
    ([row]) => Number(row!.n),
  ),
)

const using = (db: Db, { id, organisationId }: Used): Query =>
  (db('applications') as Query)
    .where('applications.organisation_id', organisationId)
    .whereIn('applications.id', placesOf(db, id))

const usingColumns = (db: Db) => [
  'applications.id',
  'applications.number',
  'applications.kind',
  'applications.status',
  'applications.decision_letter_released_at as releasedAt',
  'applications.started_at as startedAt',
  'applications.submitted_at as submittedAt',
  'applications.framework_version_id as frameworkVersionId',
  jsonList(
    db,
    { item: 'answers.item_id' },
    `from answers join answer_evidence on answer_evidence.answer_id = answers.id
        where answers.application_id = applications.id and answer_evidence.evidence_id = evidence.id`,
    'answers',
  ),
  jsonList(
    db,
    { item: 'questions.item_id' },
    `from questions join reply_evidence on reply_evidence.question_id = questions.id
        where questions.application_id = applications.id and reply_evidence.evidence_id = evidence.id`,
    'replies',
  ),
  jsonList(
    db,
    {
      id: 'partners.id',
      name: 'partners.name',
      englishName: 'partners.english_name',
      item: 'application_partners.item_id',
    },
    `from partner_evidence join application_partners on application_partners.partner_id =
        partner_evidence.partner_id
    join partners on partners.id = partner_evidence.partner_id
    where application_partners.application_id = applications.id and partner_evidence.evidence_id = evidence.id
    and partners.removed_at is null`,
    'partners',
  ),
  jsonList(
    db,
    { number: 'submissions.number', at: 'submissions.submitted_at' },
    `from submissions join submission_evidence on submission_evidence.submission_id = submissions.id
        where submissions.application_id = applications.id and submission_evidence.evidence_id = evidence.id`,
    'submissions',
  ),
]

const toUsing = ({ releasedAt, answers, replies, submissions, ...row }: Row): UsingApplication => ({
  ...row,
  decisionLetterReleased: releasedAt !== null,
  answers: answers.map(({ item }) => item),
  replies: [...new Set(replies.map(({ item }) => item))],
  submissions: submissions.toSorted((a, b) => a.number - b.number),
})

/** The applications that use the evidence in an answer, a reply, a submission or a partnership. */
const placesOf = (db: Db, evidenceId: string): Query =>
  (db('answer_evidence') as Query)
    .join('answers', 'answers.id', 'answer_evidence.answer_id')
    .where('answer_evidence.evidence_id', evidenceId)
    .select('answers.application_id')
    .unionAll([
      (db('reply_evidence') as Query)
        .join('questions', 'questions.id', 'reply_evidence.question_id')
        .where('reply_evidence.evidence_id', evidenceId)
        .select('questions.application_id'),
      (db('submission_evidence') as Query)
        .join('submissions', 'submissions.id', 'submission_evidence.submission_id')
        .where('submission_evidence.evidence_id', evidenceId)
        .select('submissions.application_id'),
      (db('partner_evidence') as Query)
        .join('application_partners', 'application_partners.partner_id', 'partner_evidence.partner_id')
        .join('partners', 'partners.id', 'partner_evidence.partner_id')
        .where('partner_evidence.evidence_id', evidenceId)
        .whereNull('partners.removed_at')
        .select('application_partners.application_id'),
    ] as never)

/**
 * A place in an application that uses evidence. `itemId` is null for the whole submission. `wasSubmitted`: in the
 * latest submission, or in a reply that was sent.
 */
export interface UsedPlace {
  evidenceId: string
  itemId: string | null
  wasSubmitted: boolean
  status: ApplicationStatus
  decisionLetterReleased: boolean
  frameworkVersionId: string
}
type PlaceRow = Omit<UsedPlace, 'wasSubmitted' | 'decisionLetterReleased'> & {
  isSubmitted: number
  releasedAt: Instant | null
}

/** The places in one library's applications that use some of this evidence. Makes one query. */
export const placesOfEach = async (
  db: Db,
  organisation: { id: string },
  ids: readonly string[],
): Promise<UsedPlace[]> => (ids.length === 0 ? [] : runLookup(db, placesWithEvidence(db, organisation.id, ids)))

const placesWithEvidence = withKeptSql((db: Db, organisationId: string, ids: readonly string[]): Lookup<UsedPlace[]> =>
  lookup<PlaceRow, UsedPlace[]>(
    () =>
      (db.from(placesIn(db, [...ids]).as('places')) as Query)
        .join('applications', 'applications.id', 'places.application_id')
        .where('applications.organisation_id', organisationId)
        .orderBy([
          { column: 'applications.started_at', order: 'desc' },
          { column: 'applications.id', order: 'desc' },
        ])
        .select(
          'places.evidence_id as evidenceId',
          'places.item_id as itemId',
          'places.is_submitted as isSubmitted',
          'applications.status',
          'applications.decision_letter_released_at as releasedAt',
          'applications.framework_version_id as frameworkVersionId',
        ),
    ['evidenceId', 'itemId', 'isSubmitted', 'status', 'releasedAt', 'frameworkVersionId'],
    rows =>
      rows.map(({ isSubmitted, releasedAt, ...row }) => ({
        ...row,
        wasSubmitted: Number(isSubmitted) === 1,
        decisionLetterReleased: releasedAt !== null,
      })),
  ),
)

/**
 * The places that use evidence, with `evidence_id`, `application_id`, `item_id`, `is_submitted`, `place` (`answer`,
 * `reply`, `partner` or `submission`) and `partner_id` (empty in other places).
 * @param ids the ids of the evidence, or a query for them
 */
export function placesIn(db: Db | Tx, ids: string[] | Query): Query {
  const among = (table: 'answer_evidence' | 'reply_evidence' | 'submission_evidence' | 'partner_evidence'): Query =>
    (db(table) as Query).whereIn(`${table}.evidence_id`, ids)
  const kind = (place: 'answer' | 'reply' | 'submission') => [db.raw(`'${place}' as place`), db.raw(`'' as partner_id`)]
  return among('answer_evidence')
    .join('answers', 'answers.id', 'answer_evidence.answer_id')
    .select('evidence_id', 'application_id', 'item_id', db.raw('0 as is_submitted'), ...kind('answer'))
    .unionAll([
      among('reply_evidence')
        .join('questions', 'questions.id', 'reply_evidence.question_id')
        .select(
          'evidence_id',
          'application_id',
          'item_id',
          db.raw('case when questions.replied_at is null then 0 else 1 end as is_submitted'),
          ...kind('reply'),
        ),
      among('partner_evidence')
        .join('application_partners', 'application_partners.partner_id', 'partner_evidence.partner_id')
        .join('partners', 'partners.id', 'partner_evidence.partner_id')
        .whereNull('partners.removed_at')
        .select(
          'partner_evidence.evidence_id',
          'application_partners.application_id',
          'application_partners.item_id',
          db.raw('0 as is_submitted'),
          db.raw(`'partner' as place`),
          'application_partners.partner_id',
        ),
      among('submission_evidence')
        .join('submissions', 'submissions.id', 'submission_evidence.submission_id')
        .select(
          'evidence_id',
          'submissions.application_id',
          db.raw('null as item_id'),
          db.raw(
            `case when exists (select 1 from submissions as later
              where later.application_id = submissions.application_id
              and later.number > submissions.number) then 0 else 1 end as is_submitted`,
          ),
          ...kind('submission'),
        ),
    ] as never)
}

/** Counts the answers that use the evidence, in applications in any status. */
export const countAnswersUsing = (db: Db, evidenceId: string): Promise<number> =>
  runLookup(db, answersUsing(db, evidenceId))

const answersUsing = withKeptSql((db: Db, evidenceId: string): Lookup<number> =>
  lookup<{ n: number | string }, number>(
    () => db('answer_evidence').where({ evidence_id: evidenceId }).count('answer_id as n'),
    ['n'],
    ([row]) => Number(row?.n ?? 0),
  ),
)
