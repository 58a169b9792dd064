import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { isBackWithLibrary, type Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { whyNotAttachable } from '../../../domain/evidence-suggestions.ts'
import { itemById, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound, Forbidden, FormRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { findApplication, holdApplication } from '../../access/access.public.ts'
import { type EvidenceItem, findEvidence } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { askForSignOffAgain } from '../sign-offs/sign-off.actions.ts'
import { signedUsing } from '../sign-offs/sign-off.store.ts'
import type { AnswerGiven } from './answer.forms.ts'
import {
  deleteAnswerEvidence,
  deleteEvidenceFromAnswers,
  insertAnswerEvidence,
  touchAnswer,
} from './answer-evidence.store.ts'
import { answerTo, insertAnswer, updateAnswer, type Answer } from './answer.store.ts'

const entity = ({ id, organisationId }: Application) =>
  ({ kind: 'application', id, organisationId, applicationId: id }) as const

/**
 * Saves the text and the library's own rating, attaches the ticked evidence, and removes evidence.
 * @param given.remove the id of the evidence whose remove button was pressed
 * @returns false when `writeAnswer` had nothing to save
 * @throws Forbidden when this person cannot write the item
 * @throws Stale when the answer, or the application's status or criteria, has changed since it was read
 * @throws FormRefused for evidence that this person cannot attach or open
 */
export async function saveAnswer(
  work: UnitOfWork,
  application: Application & { startedAt: Instant; frameworkVersionId: string },
  item: Item,
  given: AnswerGiven,
): Promise<boolean> {
  if (given.criteria !== '' && given.criteria !== application.frameworkVersionId) throw new Stale()
  const isWritten = await writeAnswer(work, application, item, given)
  await attachEvidence(work, application, item, given.use)
  if (given.remove) await detachEvidence(work, application, item, given.remove)
  return isWritten
}

/**
 * Saves the text and the library's own rating. In a light renewal, saving last year's short answer unchanged confirms
 * it for this year.
 * @returns false when there was nothing to save
 * @throws Forbidden when this person cannot write the item
 * @throws Stale when the answer, or the application's status or criteria, has changed since it was read
 */
export async function writeAnswer(
  work: UnitOfWork,
  application: Application & { startedAt: Instant },
  item: Item,
  given: Pick<AnswerGiven, 'narrative' | 'ownRating' | 'version'>,
): Promise<boolean> {
  const answer = await openAnswer(work, application, item)
  const text = { narrative: given.narrative, own_rating: item.part === 'criterion' ? given.ownRating : null }
  const isLastYears =
    application.kind === 'renewal' &&
    item.renewal === 'answer' &&
    answer !== null &&
    answer.writtenAt < application.startedAt
  if (answer && !isLastYears && answer.narrative === text.narrative && answer.ownRating === text.own_rating)
    return false
  const written = { ...text, written_by: work.actor.id, written_at: work.at }
  if (answer) await updateAnswer(work.trx, answer.id, given.version, written)
  else if (given.version !== 0) throw new Stale()
  else if (given.narrative === '' && text.own_rating === null) return false
  else await insertAnswer(work.trx, { application_id: application.id, item_id: item.id, ...written, version: 1 })
  await recordEvent(work, 'application.answer_written', entity(application), { item: item.id })
  await askForSignOffAgain(work, application)
  return true
}

/**
 * Attaches the library's evidence to an answer, and creates the answer if the item has none.
 * @throws Forbidden when this person cannot write the item
 * @throws Stale when the application's status or criteria have changed
 * @throws FormRefused for evidence that has expired, lacks a consent, belongs to another library or cannot be opened by
 * this person
 */
export async function attachEvidence(
  work: UnitOfWork,
  application: Application,
  item: Item,
  evidenceIds: readonly string[],
): Promise<void> {
  const answer = await openAnswer(work, application, item)
  for (const id of evidenceIds) {
    const evidence = await evidenceOfLibrary(work, application, id)
    if (!evidence) throw new FormRefused('use', 'answers.pick.unknown')
    const hindrance = whyNotAttachable(evidence, false, dayOf(work.at))
    if (hindrance)
      throw new FormRefused('use', hindrance === 'consent' ? 'consents.attach.needed' : 'answers.attach.expired')
  }
  if (evidenceIds.length === 0) return
  const answerId = answer?.id ?? (await insertAnswer(work.trx, emptyAnswer(work, application, item)))
  const added = await insertAnswerEvidence(work.trx, answerId, evidenceIds, work.at)
  if (added.length === 0) return
  await recordEvent(work, 'application.evidence_attached', entity(application), { item: item.id, evidence: added })
  await askForSignOffAgain(work, application)
}

const emptyAnswer = ({ at }: UnitOfWork, application: Application, item: Item) => ({
  application_id: application.id,
  item_id: item.id,
  narrative: '',
  own_rating: null,
  written_by: null,
  written_at: at,
  version: 0,
})

/**
 * Removes evidence from an answer, but not from the library.
 * @throws Forbidden when this person cannot write the item
 * @throws Stale when the application's status or criteria have changed
 * @throws FormRefused for evidence that this person cannot open or that belongs to another library
 */
async function detachEvidence(
  work: UnitOfWork,
  application: Application,
  item: Item,
  evidenceId: string,
): Promise<void> {
  const answer = await openAnswer(work, application, item)
  if (!(await evidenceOfLibrary(work, application, evidenceId)))
    throw new FormRefused('evidence', 'answers.evidence.gone')
  const isRemoved = answer !== null && (await deleteAnswerEvidence(work.trx, answer.id, evidenceId))
  if (!isRemoved) return
  if (isBackWithLibrary(application)) await touchAnswer(work.trx, answer.id, work)
  await recordEvent(work, 'application.evidence_detached', entity(application), {
    item: item.id,
    evidence: [evidenceId],
  })
  await askForSignOffAgain(work, application)
}

/**
 * @returns the evidence; null when this person cannot open it or it belongs to another library. Throwing `NotFound`
 * instead would lose the text entered in the form
 */
async function evidenceOfLibrary(
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
 * Attaches new evidence to the answer that it was added for.
 * @throws as `findApplication` and `attachEvidence` do
 * @throws NotFound for an unknown item
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

/**
 * When evidence is removed from the library, removes it from every answer that uses it. If an application with it was
 * signed off, asks for a new sign-off.
 */
export async function detachFromAnswers(
  work: UnitOfWork,
  { evidenceId }: ConsequenceFacts['evidence removed'],
): Promise<void> {
  const signed = await signedUsing(work.trx, evidenceId)
  await deleteEvidenceFromAnswers(work.trx, evidenceId)
  for (const id of signed) await askForSignOffAgain(work, { id })
}
