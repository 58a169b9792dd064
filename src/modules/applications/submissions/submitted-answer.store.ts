import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { extrasOf, frozenFrom, type FrozenAnswer, type FrozenCopy } from '../../../domain/submission.ts'
import {
  lastSubmissionId,
  latestSubmissionLookup,
  subjectsLookup,
  withExtraNames,
  type Submission,
} from './submission.store.ts'

/** One answer of a submission. */
export interface SubmittedAnswer {
  submission: Submission
  /**
   * a copy with only this answer, its partnerships, their evidence and the answer's evidence. Also has the targets,
   * endorsements and pledge submitted with the answer, and how the items of a renewal have changed
   */
  copy: FrozenCopy
  /** the evidence in the copy by id, with the current facts that decide who is allowed to open it */
  held: Map<string, EvidenceSubject>
}

/** @returns one answer of the latest submission; null when nothing was submitted. Makes two queries. */
export async function submittedAnswer(
  db: Db | Tx,
  { id }: Pick<Application, 'id'>,
  itemId: string,
): Promise<SubmittedAnswer | null> {
  const { submission, parts } = await runLookups(db, {
    submission: latestSubmissionLookup(db, id),
    parts: answerPartsLookup(db, id, `answers/${itemId}`),
  })
  if (!submission) return null
  const used = evidenceIn(parts, itemId)
  const found = await runLookups(db, {
    evidence: namedPartsLookup(
      db,
      submission.id,
      used.map(evidenceId => `evidence/${evidenceId}`),
    ),
    held: subjectsLookup(db, used),
  })
  const copy = copyOf([...parts, ...found.evidence], itemId)
  const isInCopy = (evidenceId: string): boolean => copy.evidence.some(each => each.id === evidenceId)
  return { submission, copy, held: new Map([...found.held].filter(([evidenceId]) => isInCopy(evidenceId))) }
}

/** The library's own rating in its last submitted answer to one item; null if there is none. */
export function submittedRatingLookup(
  db: Db | Tx,
  { id }: Pick<Application, 'id'>,
  itemId: string,
): Lookup<Judgement | null> {
  const parts = lastPartLookup(db, id, `answers/${itemId}`)
  return { ...parts, read: rows => frozenFrom(parts.read(rows)).answers[0]?.ownRating ?? null }
}

/** The answers in the last submission; empty before the first submission. */
export function submittedAnswersLookup(db: Db | Tx, { id }: Pick<Application, 'id'>): Lookup<FrozenAnswer[]> {
  const parts = lastAnswersLookup(db, id)
  return { ...parts, read: rows => frozenFrom(parts.read(rows)).answers }
}

interface FrozenPart {
  name: string
  content: string | null
}

/** @param answer the name of the submission part that contains the answer */
const answerPartsLookup = withKeptSql((db: Db | Tx, applicationId: string, answer: string): Lookup<FrozenPart[]> =>
  partsLookup(() =>
    lastParts(db, applicationId).where(one => {
      one.where({ name: answer }).orWhere('name', 'like', 'partners/%')
      one.orWhere(withExtraNames).orWhere({ name: 'renewal' })
    }),
  ),
)

const lastPartLookup = withKeptSql((db: Db | Tx, applicationId: string, name: string): Lookup<FrozenPart[]> =>
  partsLookup(() => lastParts(db, applicationId).where({ name })),
)

const lastAnswersLookup = withKeptSql((db: Db | Tx, applicationId: string): Lookup<FrozenPart[]> =>
  partsLookup(() => lastParts(db, applicationId).where('name', 'like', 'answers/%')),
)

const namedPartsLookup = withKeptSql(
  (db: Db | Tx, submissionId: string, names: readonly string[]): Lookup<FrozenPart[]> =>
    partsLookup(() =>
      db('submission_parts')
        .where({ submission_id: submissionId })
        .whereIn('name', [...names]),
    ),
)

const lastParts = (db: Db | Tx, applicationId: string): Knex.QueryBuilder =>
  (db('submission_parts') as Knex.QueryBuilder).where('submission_id', lastSubmissionId(db, applicationId))

const partsLookup = (query: () => Knex.QueryBuilder): Lookup<FrozenPart[]> =>
  lookup<FrozenPart, FrozenPart[]>(
    () => query().orderBy('position').select('name', 'content'),
    ['name', 'content'],
    rows => rows,
  )

/** Ids of the evidence in an answer and in the partnerships shown with it. */
function evidenceIn(parts: readonly FrozenPart[], itemId: string): string[] {
  const { answers, partners } = frozenFrom(parts)
  return [...answers, ...partners.filter(({ items }) => items.includes(itemId))].flatMap(({ evidence }) => evidence)
}

function copyOf(parts: readonly FrozenPart[], itemId: string): FrozenCopy {
  const copy = frozenFrom(parts)
  return {
    ...copy,
    partners: copy.partners.filter(({ items }) => items.includes(itemId)),
    ...extrasOf(copy, itemId),
  }
}
