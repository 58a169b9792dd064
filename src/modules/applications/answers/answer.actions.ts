import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { findApplication, holdApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { itemById, type Item } from '../../../domain/framework.ts'
import { NotFound, Forbidden, FormRefused, Stale } from '../../../domain/refusals.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { hindranceOf } from '../../../domain/evidence-suggestions.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { type EvidenceItem, findEvidence } from '../../evidence/evidence.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { AnswerGiven } from './answer.forms.ts'
import {
  answerTo,
  deleteAnswerEvidence,
  deleteEvidenceFromAnswers,
  insertAnswer,
  insertAnswerEvidence,
  updateAnswer,
  type Answer,
} from './answer.store.ts'

type Words = Pick<AnswerGiven, 'narrative' | 'ownRating' | 'version'>
const entity = ({ id, organisationId }: Application) =>
  ({ kind: 'application', id, organisationId, applicationId: id }) as const

/**
 * Saves what the library says about one item. Saving the same again changes nothing and tells nothing; only in a light
 * renewal a short answer of last year that is saved as it was becomes this year's.
 * @throws Stale when somebody else changed it since the form was read, or the application moved on
 */
export async function writeAnswer(
  work: UnitOfWork,
  application: Application & { startedAt: Instant },
  item: Item,
  given: Words,
): Promise<void> {
  const answer = await openAnswer(work, application, item)
  const words = { narrative: given.narrative, own_rating: item.part === 'criterion' ? given.ownRating : null }
  const isSaidAgain =
    application.kind === 'renewal' &&
    item.renewal === 'answer' &&
    answer !== null &&
    answer.writtenAt < application.startedAt
  if (answer && !isSaidAgain && answer.narrative === words.narrative && answer.ownRating === words.own_rating) return
  const written = { ...words, written_by: work.actor.id, written_at: work.at }
  if (answer) await updateAnswer(work.trx, answer.id, given.version, written)
  else if (given.version !== 0) throw new Stale()
  else if (given.narrative === '' && words.own_rating === null) return
  else await insertAnswer(work.trx, { application_id: application.id, item_id: item.id, ...written, version: 1 })
  await recordEvent(work, 'application.answer_written', entity(application), { item: item.id })
}

/**
 * Uses pieces of the library's evidence in an answer, which is begun if need be. Those used already stay as they are.
 * @throws FormRefused for a piece that is not the library's, or that this person may not open, and for one that waits
 * for a consent or is expired
 */
export async function attachEvidence(
  work: UnitOfWork,
  application: Application,
  item: Item,
  evidenceIds: readonly string[],
): Promise<void> {
  const answer = await openAnswer(work, application, item)
  for (const id of evidenceIds) {
    const evidence = await ownEvidenceItem(work, application, id)
    if (!evidence) throw new FormRefused('evidence', 'answers.pick.unknown')
    const hindrance = hindranceOf(evidence, false, dayOf(work.at))
    if (hindrance)
      throw new FormRefused('evidence', hindrance === 'consent' ? 'consents.attach.waits' : 'answers.attach.expired')
  }
  if (evidenceIds.length === 0) return
  const begun = {
    application_id: application.id,
    item_id: item.id,
    narrative: '',
    own_rating: null,
    written_by: null,
    written_at: work.at,
    version: 0,
  }
  const added = await insertAnswerEvidence(
    work.trx,
    answer?.id ?? (await insertAnswer(work.trx, begun)),
    evidenceIds,
    work.at,
  )
  if (added.length > 0)
    await recordEvent(work, 'application.evidence_attached', entity(application), {
      item: item.id,
      evidence: added,
    })
}

/**
 * Takes a piece out of an answer; it stays on the library's shelf. @throws FormRefused for a piece that is not the
 * library's, or that this person may not open
 */
export async function detachEvidence(
  work: UnitOfWork,
  application: Application,
  item: Item,
  evidenceId: string,
): Promise<void> {
  const answer = await openAnswer(work, application, item)
  if (!(await ownEvidenceItem(work, application, evidenceId)))
    throw new FormRefused('evidence', 'answers.evidence.gone')
  const gone = answer !== null && (await deleteAnswerEvidence(work.trx, answer.id, evidenceId))
  if (gone)
    await recordEvent(work, 'application.evidence_detached', entity(application), {
      item: item.id,
      evidence: [evidenceId],
    })
}

/** null when there is none that this person may open, by now: what they typed beside it is not lost for that. */
async function ownEvidenceItem(
  work: UnitOfWork,
  { organisationId }: Application,
  evidenceId: string,
): Promise<EvidenceItem | null> {
  try {
    const evidence = await findEvidence(work.trx, work.actor, 'evidence.read', evidenceId)
    return evidence.organisationId === organisationId ? evidence : null
  } catch (refusal) {
    if (refusal instanceof NotFound) return null
    throw refusal
  }
}

async function openAnswer(work: UnitOfWork, application: Application, item: Item): Promise<Answer | null> {
  if (!can(work.actor, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
  await holdApplication(work.trx, application)
  return answerTo(work.trx, application, item.id)
}

/**
 * Uses evidence in the answer that it was added for. @throws NotFound, Forbidden or FormRefused as the form of the
 * answer does
 */
export async function attachToAnswer(
  work: UnitOfWork,
  { evidenceId, applicationId, itemId }: ConsequenceFacts['evidence added'],
): Promise<void> {
  const application = await findApplication(work.trx, work.actor, 'answer.write', applicationId)
  const item = itemById(await frameworkVersion(work.trx, application.frameworkVersionId), itemId)
  if (!item) throw new NotFound()
  await attachEvidence(work, application, item, [evidenceId])
}

/** Stops using evidence that was removed in the answers that are still being written. */
export async function detachFromAnswers(
  { trx }: UnitOfWork,
  { evidenceId }: ConsequenceFacts['evidence removed'],
): Promise<void> {
  await deleteEvidenceFromAnswers(trx, evidenceId)
}
