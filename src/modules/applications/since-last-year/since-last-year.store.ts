import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { itemsAskedBy } from '../../../domain/framework.ts'
import { sinceLastYear, type ItemSince, type Said } from '../../../domain/since-last-year.ts'
import type { Day } from '../../../domain/time.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { saidBefore, type Before } from './before.store.ts'
import { answersOf, evidenceUsedBy, type Answer } from '../answers/answer.store.ts'

/** An application as it is being written, beside what was handed in before. */
export interface WrittenSince {
  before: Before | null
  answers: Answer[]
  /** pieces used, by item */
  used: Map<string, string[]>
  /** each item that it asks against the time before; empty where nothing went before */
  items: ItemSince[]
}

/** The same few queries, however much is written. @param on the day as of which evidence is fresh or not */
export async function writtenSince(db: Db | Tx, application: ApplicationRecord, on: Day): Promise<WrittenSince> {
  const before = await saidBefore(db, application)
  const [answers, used] = [await answersOf(db, application), await evidenceUsedBy(db, application)]
  if (!before) return { before, answers, used, items: [] }
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  return {
    before,
    answers,
    used,
    items: sinceLastYear(itemsAskedBy(framework, application.kind), before, await saidNow(db, answers, used), on),
  }
}

/** What an application says just now, as it is compared. */
export async function saidNow(
  db: Db | Tx,
  answers: readonly Answer[],
  used: ReadonlyMap<string, string[]>,
): Promise<Pick<Said, 'answers' | 'evidence'>> {
  const ids = [...new Set([...used.values()].flat())]
  const evidence =
    ids.length === 0
      ? []
      : await db('evidence')
          .whereIn('id', ids)
          .select<Said['evidence'][number][]>('id', 'period_from as periodFrom', 'period_to as periodTo')
  return {
    evidence,
    answers: answers.map(({ itemId, narrative, ownRating }) => ({
      item: itemId,
      narrative,
      ownRating,
      evidence: used.get(itemId) ?? [],
    })),
  }
}
