import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import { compare } from '../../../domain/compare.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { readableEvidenceFields } from '../../evidence/evidence.public.ts'

export type QuestionStatus = 'open' | 'answered' | 'withdrawn' | 'expired'
export type ReplyEvidence = EvidenceSubject & { title: string }

export interface Question {
  id: string
  itemId: string
  askedBy: string
  body: string
  replyBy: Day
  status: QuestionStatus
  askedOn: Day
  reply: string | null
  /** why personal details in the reply are safe to share; '' when there are none */
  keptReason: string
  repliedOn: Day | null
  evidence: ReplyEvidence[]
}

/** The questions about an application, newest first. Makes one query. */
export const questionsOf = (db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Question[]> =>
  runLookup(db, questionsLookup(db, id))

const questionsLookup = withKeptSql((db: Db | Tx, applicationId: string): Lookup<Question[]> =>
  questionsWhere(
    db,
    query =>
      void query.where('questions.application_id', applicationId).orderBy([
        { column: 'questions.asked_at', order: 'desc' },
        { column: 'questions.id', order: 'desc' },
      ]),
  ),
)

export const openQuestionsLookup = withKeptSql((db: Db | Tx, id: string): Lookup<number> =>
  lookup<{ count: number }, number>(
    () => db('questions').where({ application_id: id, status: 'open' }).count('* as count') as Knex.QueryBuilder,
    ['count'],
    ([row]) => row?.count ?? 0,
  ),
)

/** The number of a person's open questions about an application. */
export const ownOpenLookup = withKeptSql((db: Db | Tx, personId: string, id: string): Lookup<number> =>
  lookup<{ count: number }, number>(
    () =>
      db('questions')
        .where({ application_id: id, asked_by: personId, status: 'open' })
        .count('* as count') as Knex.QueryBuilder,
    ['count'],
    ([row]) => row?.count ?? 0,
  ),
)

/** The day by which the panel's findings on an application are due; null when it is not set. */
export const findingsDue = (db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Day | null> =>
  runLookup(db, findingsDueLookup(db, id))

const findingsDueLookup = withKeptSql((db: Db | Tx, applicationId: string): Lookup<Day | null> =>
  lookup<{ readBy: Day | null }, Day | null>(
    () => db('panels').where({ application_id: applicationId }).select('read_by as readBy'),
    ['readBy'],
    ([panel]) => panel?.readBy ?? null,
  ),
)

/** The questions about one item, oldest first, without withdrawn ones. */
export const questionsOnItem = withKeptSql((db: Db | Tx, applicationId: string, itemId: string): Lookup<Question[]> =>
  questionsWhere(
    db,
    query =>
      void query
        .where('questions.application_id', applicationId)
        .where('questions.item_id', itemId)
        .whereNot('questions.status', 'withdrawn')
        .orderBy(['questions.asked_at', 'questions.id']),
  ),
)

/** @throws NotFound when there is no such question about the application */
export async function findQuestion(
  db: Db | Tx,
  { id }: Pick<Application, 'id'>,
  questionId: string,
): Promise<Question> {
  const [question] = looksLikeId(questionId) ? await runLookup(db, questionLookup(db, id, questionId)) : []
  if (!question) throw new NotFound()
  return question
}

const questionLookup = withKeptSql((db: Db | Tx, applicationId: string, id: string): Lookup<Question[]> =>
  questionsWhere(db, query => void query.where('questions.application_id', applicationId).where('questions.id', id)),
)

export async function insertQuestion(
  trx: Tx,
  row: Pick<Row<'questions'>, 'id' | 'application_id' | 'item_id' | 'asked_by' | 'body' | 'reply_by' | 'asked_at'>,
): Promise<void> {
  await trx('questions').insert({
    ...row,
    status: 'open',
    closed_at: null,
    reply: null,
    kept_reason: '',
    replied_by: null,
    replied_at: null,
    version: 1,
  })
}

interface ClosedQuestion extends Partial<
  Pick<Row<'questions'>, 'reply' | 'kept_reason' | 'replied_by' | 'replied_at'>
> {
  status: Exclude<QuestionStatus, 'open'>
  closed_at: Instant
}

/** @throws Stale when the question is no longer open */
export async function closeQuestion(trx: Tx, id: string, closed: ClosedQuestion): Promise<void> {
  const changed = await trx('questions')
    .where({ id, status: 'open' })
    .update({ ...closed, version: trx.raw('version + 1') as never })
  if (changed === 0) throw new Stale()
}

/**
 * Changes the reply date of every open question about an application.
 * @returns the number of open questions
 */
export async function moveQuestions(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  move: (replyBy: Day) => Day,
): Promise<number> {
  const open = await trx('questions')
    .where({ application_id: id, status: 'open' })
    .orderBy('id')
    .select('id', 'reply_by')
  for (const question of open) {
    await trx('questions')
      .where({ id: question.id, status: 'open' })
      .update({ reply_by: move(question.reply_by) })
  }
  return open.length
}

export async function insertReplyEvidence(trx: Tx, questionId: string, evidenceIds: readonly string[]): Promise<void> {
  if (evidenceIds.length > 0)
    await trx('reply_evidence').insert(evidenceIds.map(evidence_id => ({ question_id: questionId, evidence_id })))
}

export interface PastQuestion {
  id: string
  applicationId: string
  organisationId: string
  itemId: string
  askedBy: string
}

/** Open questions whose reply date has passed. Applications on hold are excluded, because their dates are paused. */
export async function questionsPast(db: Db, today: Day, limit: number): Promise<PastQuestion[]> {
  return db('questions')
    .join('applications', 'applications.id', 'questions.application_id')
    .where('questions.status', 'open')
    .where('questions.reply_by', '<', today)
    .whereNot('applications.status', 'on hold')
    .orderBy('questions.id')
    .limit(limit)
    .select<PastQuestion[]>(
      'questions.id',
      'applications.id as applicationId',
      'applications.organisation_id as organisationId',
      'questions.item_id as itemId',
      'questions.asked_by as askedBy',
    )
}

const questionColumns = [
  'id',
  'item_id',
  'asked_by',
  'body',
  'reply_by',
  'status',
  'asked_at',
  'reply',
  'kept_reason',
  'replied_at',
] as const

type LineRow = Pick<Row<'questions'>, (typeof questionColumns)[number]> & {
  evidence_list: (Omit<ReplyEvidence, 'isConsentWithdrawn'> & { isConsentWithdrawn: number })[]
}

const questionsWhere = (db: Db | Tx, which: (query: Knex.QueryBuilder) => void): Lookup<Question[]> =>
  lookup<LineRow, Question[]>(
    () =>
      db('questions')
        .modify(which)
        .select(...questionColumns, evidenceList(db)),
    [...questionColumns, 'evidence_list'],
    rows => rows.map(toQuestion),
    ['evidence_list'],
  )

const evidenceList = (db: Db | Tx) =>
  jsonList(
    db,
    readableEvidenceFields,
    `from reply_evidence join evidence on evidence.id = reply_evidence.evidence_id
      where reply_evidence.question_id = questions.id and evidence.removed_at is null`,
    'evidence_list',
  )

const toQuestion = (row: LineRow): Question => ({
  id: row.id,
  itemId: row.item_id,
  askedBy: row.asked_by,
  body: row.body,
  replyBy: row.reply_by,
  status: row.status as QuestionStatus,
  askedOn: dayOf(row.asked_at),
  reply: row.reply,
  keptReason: row.kept_reason,
  repliedOn: row.replied_at && dayOf(row.replied_at),
  evidence: row.evidence_list
    .map(each => ({ ...each, isConsentWithdrawn: each.isConsentWithdrawn === 1 }))
    .toSorted((a, b) => compare(a.id, b.id)),
})
