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
  /** when the application was last submitted; null before the first submission */
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

/** The highest number of uses that a page shows. One more is counted, so that the page can say that there are more. */
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
  db: Db | Tx,
  { id, organisationId }: Used,
  after: UsesPlace | null,
  limit: number,
): { applications: Lookup<UsingApplication[]>; count: Lookup<number> } => ({
  applications: usingApplications(db, { id, organisationId }, after, limit),
  count: usesCount(db, { id, organisationId }),
})

interface Used {
  id: string
  organisationId: string
}

const usingApplications = withKeptSql(
  (db: Db | Tx, evidence: Used, after: UsesPlace | null, limit: number): Lookup<UsingApplication[]> =>
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

const usesCount = withKeptSql((db: Db | Tx, evidence: Used): Lookup<number> =>
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

const using = (db: Db | Tx, { id, organisationId }: Used): Query =>
  (db('applications') as Query)
    .where('applications.organisation_id', organisationId)
    .whereIn('applications.id', placesOf(db, id))

const usingColumns = (db: Db | Tx) => [
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
const placesOf = (db: Db | Tx, evidenceId: string): Query =>
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

/** Counts the answers that use the evidence, in applications in any status. */
export const countAnswersUsing = (db: Db | Tx, evidenceId: string): Promise<number> =>
  runLookup(db, answersUsing(db, evidenceId))

const answersUsing = withKeptSql((db: Db | Tx, evidenceId: string): Lookup<number> =>
  lookup<{ n: number | string }, number>(
    () => db('answer_evidence').where({ evidence_id: evidenceId }).count('answer_id as n'),
    ['n'],
    ([row]) => Number(row?.n ?? 0),
  ),
)
