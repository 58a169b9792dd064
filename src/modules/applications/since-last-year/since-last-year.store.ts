import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { itemsAskedBy, type Framework } from '../../../domain/framework.ts'
import {
  sinceLastYear,
  withoutStillToAdd,
  type ApplicationContent,
  type ItemSince,
} from '../../../domain/since-last-year.ts'
import { extrasByItem, type PledgeTargetsEndorsements } from '../../../domain/submission.ts'
import type { Day } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { attachedEvidenceLookup, idsByItem, type AttachedEvidence } from '../answers/answer-evidence.store.ts'
import { answersIn, type Answer } from '../answers/answer.store.ts'
import { extrasLookups, extrasNowFrom } from '../submissions/answer-extras.store.ts'
import {
  decidedBeforeLookup,
  earlierContentFrom,
  type DecidedBefore,
  type EarlierContent,
} from './earlier-content.store.ts'

/** An application that is being written, compared with the decided applications before it (`EarlierContent`). */
export interface WrittenSince {
  before: EarlierContent | null
  answers: readonly Answer[]
  /** the targets, endorsements and pledge, by the id of the item that shows them */
  extras: Map<string, PledgeTargetsEndorsements>
  /** how each item has changed; empty when there is no earlier application */
  items: ItemSince[]
}

/** The content of a draft: answers, the evidence attached to them, and targets, endorsements and the pledge. */
interface Written {
  answers: readonly Answer[]
  attached: readonly AttachedEvidence[]
  extras: PledgeTargetsEndorsements
}

interface Comparing {
  /** the day on which to judge how old evidence is */
  on: Day
  /**
   * whether an earlier pledge, target or endorsement that the draft lacks counts as left out; false while the library
   * writes, because it can still add one
   */
  isSubmitting?: boolean
}

/** Compares a draft with the decided applications before it. The number of queries is constant. */
export async function writtenSince(
  db: Db | Tx,
  application: ApplicationRecord,
  comparing: Comparing,
): Promise<WrittenSince> {
  const { answers, attached, decided, ...found } = await runLookups(db, writtenLookups(db, application))
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const extras = await extrasNowFrom(db, application, framework, found)
  return writtenSinceFrom(db, application, { answers, attached, decided, extras }, comparing)
}

/** The lookups for `writtenSinceFrom`, to combine with other lookups. */
export const writtenLookups = (db: Db | Tx, application: ApplicationRecord) => ({
  answers: answersIn(db, application.id),
  attached: attachedEvidenceLookup(db, application.id),
  decided: decidedBeforeLookup(db, application),
  ...extrasLookups(db, application),
})

/**
 * As `writtenSince`, for a draft whose content has already been read.
 * @param decided the result of `decidedBeforeLookup`
 */
export async function writtenSinceFrom(
  db: Db | Tx,
  application: ApplicationRecord,
  { decided, ...written }: Written & { decided: readonly DecidedBefore[] | null },
  comparing: Comparing,
): Promise<WrittenSince> {
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const before = await earlierContentFrom(db, application, decided)
  return compareWritten(framework, application, { before, ...written }, comparing)
}

/**
 * How each item of a draft has changed.
 * @param before null when there is no earlier application
 */
export function compareWritten(
  framework: Framework,
  application: ApplicationRecord,
  { before, answers, attached, extras }: Written & { before: EarlierContent | null },
  { on, isSubmitting = false }: Comparing,
): WrittenSince {
  const byItem = extrasByItem(extras)
  if (!before) return { before, answers, extras: byItem, items: [] }
  const now = { ...currentContent(answers, attached), extras: byItem }
  const compared = isSubmitting ? before : withoutStillToAdd(before, now)
  const asked = itemsAskedBy(framework, application.kind)
  return { before, answers, extras: byItem, items: sinceLastYear(asked, { before: compared, now }, on) }
}

/** Converts answers and their evidence to the form that the comparison needs. */
export function currentContent(
  answers: readonly Answer[],
  attached: readonly AttachedEvidence[],
): Pick<ApplicationContent, 'answers' | 'evidence'> {
  const used = idsByItem(attached)
  return {
    evidence: [...new Map(attached.map(each => [each.id, each])).values()],
    answers: answers.map(({ itemId, narrative, ownRating }) => ({
      item: itemId,
      narrative,
      ownRating,
      evidence: used.get(itemId) ?? [],
    })),
  }
}
