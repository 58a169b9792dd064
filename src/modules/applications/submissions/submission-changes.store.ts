import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemsAskedBy, type Item } from '../../../domain/framework.ts'
import { answeredBy, type MoveReason } from '../../../domain/move-reasons.ts'
import { mayReadRatings } from '../../../domain/readable-evidence.ts'
import { withoutRatings } from '../../../domain/since-last-year.ts'
import {
  changesBetween,
  scopeChange,
  summaryChange,
  type SubmissionChange,
} from '../../../domain/submission-changes.ts'
import { frozenFrom, type FrozenCopy } from '../../../domain/submission.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { branchesIn, openOn } from '../../organisations/organisations.public.ts'
import { moveReasonsLookup } from '../move-reasons/move-reason.store.ts'

/** How a submission differs from the one before it. */
export interface ChangesSubmitted {
  before: { number: number; submittedAt: Instant }
  number: number
  items: readonly Item[]
  /** by item id */
  changes: ReadonlyMap<string, SubmissionChange>
  summary: SubmissionChange | null
  scope: SubmissionChange | null
  /** whether the reader can see every change */
  isComplete: boolean
}

/**
 * The changes in a submission, in one query. Readers who cannot see ratings do not see changes of ratings. They do not
 * see the mark `not changed` either. A missing mark would reveal that the rating changed.
 * @param number the submission's number; null for the latest
 * @returns null when there is no earlier submission
 */
export async function changesSubmitted(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  number: number | null = null,
): Promise<ChangesSubmitted | null> {
  const { copies, branches, reasons } = await runLookups(db, {
    copies: copiesLookup(db, application.id, number),
    branches: branchesIn(db, application.organisationId),
    reasons: moveReasonsLookup(db, application),
  })
  const [now, before] = copies
  if (!now || !before) return null
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const isComplete = mayReadRatings(actor, application)
  const asRead = ({ copy }: NumberedCopy): FrozenCopy => (isComplete ? copy : withoutRatings(copy))
  const copiesRead = { before: asRead(before), now: asRead(now) }
  const open = openOn(branches, dayOf(now.submittedAt))
  const closed = new Set(branches.filter(branch => !open.includes(branch)).map(({ id }) => id))
  const named = itemsNamed(reasons, { after: before.submittedAt, until: now.submittedAt })
  const items = itemsAskedBy(framework, application.kind)
  const changes = changesBetween(items, copiesRead, named)
  return {
    before: { number: before.number, submittedAt: before.submittedAt },
    number: now.number,
    items,
    changes: isComplete ? changes : new Map([...changes].filter(([, change]) => change !== 'not changed')),
    summary: summaryChange(copiesRead, named),
    scope: scopeChange(copiesRead, named, closed),
    isComplete,
  }
}

const itemsNamed = (reasons: readonly MoveReason[], between: { after: Instant; until: Instant }): string[] => [
  ...new Set(answeredBy(reasons, between).flatMap(({ items }) => items)),
]

/** A query for the ids of two submissions: the one with this number, or the latest, and the one before it. */
const lastTwo = (db: Db | Tx, id: string, number: number | null): Knex.QueryBuilder =>
  (db('submissions') as Knex.QueryBuilder)
    .where({ application_id: id })
    .modify(query => {
      if (number !== null) query.where('number', '<=', number)
    })
    .orderBy('number', 'desc')
    .limit(2)
    .select('id')

interface NumberedCopy {
  number: number
  submittedAt: Instant
  copy: FrozenCopy
}
interface PartRow {
  number: number
  submittedAt: Instant
  name: string
  content: string | null
}

/** The frozen copies of the submissions in `lastTwo`, newest first. */
const copiesLookup = withKeptSql((db: Db | Tx, id: string, number: number | null): Lookup<NumberedCopy[]> =>
  lookup<PartRow, NumberedCopy[]>(
    () =>
      db('submission_parts')
        .join('submissions', 'submissions.id', 'submission_parts.submission_id')
        .whereIn('submissions.id', lastTwo(db, id, number))
        .orderBy([{ column: 'submissions.number', order: 'desc' }, 'submission_parts.position'])
        .select(
          'submissions.number',
          'submissions.submitted_at as submittedAt',
          'submission_parts.name',
          'submission_parts.content',
        ),
    ['number', 'submittedAt', 'name', 'content'],
    rows =>
      [...new Set(rows.map(({ number }) => number))].map(number => {
        const parts = rows.filter(row => row.number === number)
        return { number, submittedAt: parts[0]!.submittedAt, copy: frozenFrom(parts) }
      }),
  ),
)
