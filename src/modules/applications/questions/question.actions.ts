import { type Case, applicationById, holdApplication } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { seatOf, theClock, type Actor } from '../../../domain/actor.ts'
import type { Item } from '../../../domain/framework.ts'
import { isCovered } from '../../../domain/consent.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { queueApplicationLetters, tellReaders } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { thing } from '../applications/application.actions.ts'
import { catchUpBefore, followCase } from '../../awards/awards.public.ts'
import { findEvidence, holdEvidence } from '../../evidence/evidence.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { QuestionGiven, ReplyGiven } from './question.forms.ts'
import { closeQuestion, insertQuestion, insertReplyEvidence, questionsPast, type Question } from './question.store.ts'

/** Asks the library about one item, in the name of the panel. @throws Stale when the case moved on meanwhile */
export async function askQuestion(
  trx: Tx,
  who: Actor,
  application: Case,
  item: Item,
  given: QuestionGiven,
  at: Instant,
): Promise<void> {
  await catchUpBefore(trx, application, at)
  await holdApplication(trx, application)
  const id = newId()
  await insertQuestion(trx, {
    id,
    application_id: application.id,
    item_id: item.id,
    asked_by: who.id,
    body: given.body,
    reply_by: given.replyBy,
    asked_at: at,
  })
  await recordEvent(trx, who, 'question.asked', thing(application), at, {
    question: id,
    item: item.id,
    until: given.replyBy,
  })
  await tellReaders(trx, 'question asked', application, at, {
    applicationId: application.id,
    organisation: application.organisationName,
    replyBy: given.replyBy,
  })
  await followCase(trx, who, application, at)
}

/**
 * Answers, with evidence if need be: what the reply names opens to those who read.
 * @throws Stale when it was answered, withdrawn or expired meanwhile; NotFound for a piece that is not the library's own
 */
export async function answerQuestion(
  trx: Tx,
  who: Actor,
  application: Case,
  question: Question,
  given: ReplyGiven,
  at: Instant,
): Promise<void> {
  if (!can(who, 'question.reply', application, question)) throw new Forbidden('question.reply')
  for (const id of given.evidence) {
    const piece = await findEvidence(trx, who, 'evidence.read', id)
    if (!isCovered(piece, dayOf(at))) throw new NotFound() // the page does not offer it
    if (piece.organisationId !== application.organisationId) throw new NotFound()
  }
  if ((await holdEvidence(trx, given.evidence)) < given.evidence.length) throw new Stale()
  await catchUpBefore(trx, application, at)
  await closeQuestion(trx, question.id, 'answered', at, { reply: given.reply, replied_by: who.id, replied_at: at })
  await insertReplyEvidence(trx, question.id, given.evidence)
  await recordEvent(trx, who, 'question.answered', thing(application), at, {
    question: question.id,
    item: question.itemId,
    evidence: given.evidence,
  })
  const facts = { applicationId: application.id, organisation: application.organisationName }
  await tellReaders(trx, 'question answered', application, at, facts)
  const askers = (await readersById(trx, [question.askedBy])).filter(reader => seatOf(reader.who, application) === null) // the panel is told already
  await queueApplicationLetters(trx, 'question answered', askers, application, at, facts)
  await followCase(trx, who, application, at)
}

/** @throws Stale when it was answered, withdrawn or expired meanwhile */
export async function withdrawQuestion(
  trx: Tx,
  who: Actor,
  application: Case,
  question: Question,
  at: Instant,
): Promise<void> {
  if (!can(who, 'question.withdraw', application, question)) throw new Forbidden('question.withdraw')
  await catchUpBefore(trx, application, at)
  await closeQuestion(trx, question.id, 'withdrawn', at)
  await recordEvent(trx, who, 'question.withdrawn', thing(application), at, {
    question: question.id,
    item: question.itemId,
  })
  await followCase(trx, who, application, at)
}

/** The clock's: a question whose last day is over waits for nobody any more. Judging goes on. Gives how many. */
export async function expireQuestions({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>): Promise<number> {
  const at = clock.now()
  let expired = 0
  for (;;) {
    const past = await questionsPast(db, dayOf(at))
    for (const question of past) expired += (await write(trx => expireOne(trx, question, at))) ? 1 : 0
    if (past.length < 200) return expired
  }
}

async function expireOne(
  trx: Tx,
  {
    id,
    itemId,
    applicationId,
    organisationId,
  }: { id: string; itemId: string; applicationId: string; organisationId: string },
  at: Instant,
): Promise<boolean> {
  const application = await applicationById(trx, applicationId)
  if (application) await catchUpBefore(trx, application, at)
  try {
    await closeQuestion(trx, id, 'expired', at)
  } catch (refusal) {
    if (refusal instanceof Stale) return false // answered just now
    throw refusal
  }
  await recordEvent(trx, theClock, 'question.expired', thing({ id: applicationId, organisationId }), at, {
    question: id,
    item: itemId,
  })
  if (application) await followCase(trx, theClock, application, at)
  return true
}
