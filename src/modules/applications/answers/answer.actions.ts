import { holdApplication } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { hindranceOf } from '../../../domain/candidate.ts'
import type { Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { type EvidencePiece, findEvidence } from '../../evidence/evidence.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { AnswerGiven } from './answer.forms.ts'
import {
  answerTo,
  deleteAnswerEvidence,
  insertAnswer,
  insertAnswerEvidence,
  updateAnswer,
  type Answer,
} from './answer.store.ts'

type Words = Pick<AnswerGiven, 'narrative' | 'ownRating' | 'version'>
const thing = ({ id, organisationId }: Application) =>
  ({ kind: 'application', id, organisationId, applicationId: id }) as const

/**
 * Saves what the library says about one item. Saving the same again changes nothing and tells nothing; only in a light renewal a short
 * answer of last year that is saved as it was becomes this year's.
 * @throws Stale when somebody else changed it since the form was read, or the application moved on
 */
export async function writeAnswer(
  trx: Tx,
  who: Actor,
  application: Application & { startedAt: Instant },
  item: Item,
  given: Words,
  at: Instant,
): Promise<void> {
  const answer = await openAnswer(trx, who, application, item)
  const words = { narrative: given.narrative, own_rating: item.part === 'criterion' ? given.ownRating : null }
  const isSaidAgain =
    application.kind === 'renewal' &&
    item.renewal === 'answer' &&
    answer !== null &&
    answer.writtenAt < application.startedAt
  if (answer && !isSaidAgain && answer.narrative === words.narrative && answer.ownRating === words.own_rating) return
  const written = { ...words, written_by: who.id, written_at: at }
  if (answer) await updateAnswer(trx, answer.id, given.version, written)
  else if (given.version !== 0) throw new Stale()
  else if (given.narrative === '' && words.own_rating === null) return
  else await insertAnswer(trx, { application_id: application.id, item_id: item.id, ...written, version: 1 })
  await recordEvent(trx, who, 'application.answer_written', thing(application), at, { item: item.id })
}

/**
 * Uses pieces of the library's evidence in an answer, which is begun if need be. Those used already stay as they are.
 * @throws FormRefused for a piece that is not the library's, or that this person may not open, and for one that waits for a consent or is expired
 */
export async function attachEvidence(
  trx: Tx,
  who: Actor,
  application: Application,
  item: Item,
  evidenceIds: readonly string[],
  at: Instant,
): Promise<void> {
  const answer = await openAnswer(trx, who, application, item)
  for (const id of evidenceIds) {
    const piece = await pieceOfItsShelf(trx, who, application, id)
    if (!piece) throw new FormRefused('evidence', 'answers.pick.unknown')
    const hindrance = hindranceOf(piece, false, dayOf(at))
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
    written_at: at,
    version: 0,
  }
  const added = await insertAnswerEvidence(trx, answer?.id ?? (await insertAnswer(trx, begun)), evidenceIds, at)
  if (added.length > 0)
    await recordEvent(trx, who, 'application.evidence_attached', thing(application), at, {
      item: item.id,
      evidence: added,
    })
}

/** Takes a piece out of an answer; it stays on the library's shelf. @throws FormRefused for a piece that is not the library's, or that this person may not open */
export async function detachEvidence(
  trx: Tx,
  who: Actor,
  application: Application,
  item: Item,
  evidenceId: string,
  at: Instant,
): Promise<void> {
  const answer = await openAnswer(trx, who, application, item)
  if (!(await pieceOfItsShelf(trx, who, application, evidenceId)))
    throw new FormRefused('evidence', 'answers.evidence.gone')
  const gone = answer !== null && (await deleteAnswerEvidence(trx, answer.id, evidenceId))
  if (gone)
    await recordEvent(trx, who, 'application.evidence_detached', thing(application), at, {
      item: item.id,
      evidence: [evidenceId],
    })
}

/** null when there is none that this person may open, by now: what they typed beside it is not lost for that. */
async function pieceOfItsShelf(
  trx: Tx,
  who: Actor,
  { organisationId }: Application,
  evidenceId: string,
): Promise<EvidencePiece | null> {
  try {
    const piece = await findEvidence(trx, who, 'evidence.read', evidenceId)
    return piece.organisationId === organisationId ? piece : null
  } catch (refusal) {
    if (refusal instanceof NotFound) return null
    throw refusal
  }
}

async function openAnswer(trx: Tx, who: Actor, application: Application, item: Item): Promise<Answer | null> {
  if (!can(who, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
  await holdApplication(trx, application)
  return answerTo(trx, application, item.id)
}
