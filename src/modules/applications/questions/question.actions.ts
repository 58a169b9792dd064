import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService, seatOf, theClock } from '../../../domain/actor.ts'
import { type ApplicationRecord, applicationById, holdApplication } from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import type { Item } from '../../../domain/framework.ts'
import { isCovered } from '../../../domain/consent.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { queueApplicationEmails, emailReaders } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { entity } from '../applications/application.actions.ts'
import { findEvidence, lockEvidence } from '../../evidence/evidence.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { QuestionGiven, ReplyGiven } from './question.forms.ts'
import { closeQuestion, insertQuestion, insertReplyEvidence, questionsPast, type Question } from './question.store.ts'

/** Asks the library about one item, in the name of the panel. @throws Stale when the case moved on meanwhile */
export async function askQuestion(
  work: UnitOfWork,
  application: ApplicationRecord,
  item: Item,
  given: QuestionGiven,
): Promise<void> {
  await work.tell('application about to move', { application })
  await holdApplication(work.trx, application)
  const id = newId()
  await insertQuestion(work.trx, {
    id,
    application_id: application.id,
    item_id: item.id,
    asked_by: work.actor.id,
    body: given.body,
    reply_by: given.replyBy,
    asked_at: work.at,
  })
  await recordEvent(work, 'question.asked', entity(application), {
    question: id,
    item: item.id,
    until: given.replyBy,
  })
  await emailReaders(work, 'question asked', application, {
    applicationId: application.id,
    organisation: application.organisationName,
    replyBy: given.replyBy,
  })
  await work.tell('application moved', { application, isReceived: false })
}

/**
 * Answers, with evidence if need be: what the reply names opens to those who read.
 * @throws Stale when it was answered, withdrawn or expired meanwhile; NotFound for a piece that is not the library's
 * own
 */
export async function answerQuestion(
  work: UnitOfWork,
  application: ApplicationRecord,
  question: Question,
  given: ReplyGiven,
): Promise<void> {
  if (!can(work.actor, 'question.reply', application, question)) throw new Forbidden('question.reply')
  for (const id of given.evidence) {
    const evidence = await findEvidence(work.trx, work.actor, 'evidence.read', id)
    if (!isCovered(evidence, dayOf(work.at))) throw new NotFound() // the page does not offer it
    if (evidence.organisationId !== application.organisationId) throw new NotFound()
  }
  if ((await lockEvidence(work.trx, given.evidence)) < given.evidence.length) throw new Stale()
  await work.tell('application about to move', { application })
  await closeQuestion(work.trx, question.id, 'answered', work.at, {
    reply: given.reply,
    replied_by: work.actor.id,
    replied_at: work.at,
  })
  await insertReplyEvidence(work.trx, question.id, given.evidence)
  await recordEvent(work, 'question.answered', entity(application), {
    question: question.id,
    item: question.itemId,
    evidence: given.evidence,
  })
  const facts = { applicationId: application.id, organisation: application.organisationName }
  await emailReaders(work, 'question answered', application, facts)
  const askers = (await readersById(work.trx, [question.askedBy])).filter(
    reader => seatOf(reader.actor, application) === null,
  ) // the panel is told already
  await queueApplicationEmails(work, 'question answered', askers, application, facts)
  await work.tell('application moved', { application, isReceived: false })
}

/** @throws Stale when it was answered, withdrawn or expired meanwhile */
export async function withdrawQuestion(
  work: UnitOfWork,
  application: ApplicationRecord,
  question: Question,
): Promise<void> {
  if (!can(work.actor, 'question.withdraw', application, question)) throw new Forbidden('question.withdraw')
  await work.tell('application about to move', { application })
  await closeQuestion(work.trx, question.id, 'withdrawn', work.at)
  await recordEvent(work, 'question.withdrawn', entity(application), {
    question: question.id,
    item: question.itemId,
  })
  await work.tell('application moved', { application, isReceived: false })
}

/** The clock's: a question whose last day is over waits for nobody any more. Judging goes on. Gives how many. */
export async function expireQuestions({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>): Promise<number> {
  const at = clock.now()
  let expired = 0
  for (;;) {
    const past = await questionsPast(db, dayOf(at))
    for (const question of past) expired += (await write(theService, work => expireOne(work, question))) ? 1 : 0
    if (past.length < 200) return expired
  }
}

async function expireOne(
  work: UnitOfWork,
  {
    id,
    itemId,
    applicationId,
    organisationId,
  }: { id: string; itemId: string; applicationId: string; organisationId: string },
): Promise<boolean> {
  const application = await applicationById(work.trx, applicationId)
  if (application) await work.tell('application about to move', { application })
  try {
    await closeQuestion(work.trx, id, 'expired', work.at)
  } catch (refusal) {
    if (refusal instanceof Stale) return false // answered just now
    throw refusal
  }
  await recordEvent(as(theClock, work), 'question.expired', entity({ id: applicationId, organisationId }), {
    question: id,
    item: itemId,
  })
  if (application) await as(theClock, work).tell('application moved', { application, isReceived: false })
  return true
}
