import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService, seatOf, theClock } from '../../../domain/actor.ts'
import { type ApplicationRecord, applicationById, holdApplication } from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import { isBeforeDecision, isBeingRead } from '../../../domain/application.ts'
import type { Item } from '../../../domain/framework.ts'
import { hasConsent } from '../../../domain/consent.ts'
import { whyNotAllOpen } from '../../../domain/redaction.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { queueApplicationEmails, emailReaders } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { entity } from '../applications/application.actions.ts'
import { findEvidence, lockEvidence, type EvidenceItem } from '../../evidence/evidence.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { QuestionGiven, ReplyGiven } from './question.forms.ts'
import {
  closeQuestion,
  insertQuestion,
  insertReplyEvidence,
  questionsPast,
  type PastQuestion,
  type Question,
} from './question.store.ts'

/**
 * Asks the library about one item, in the panel's name.
 * @throws Stale when the application's status or criteria have changed
 */
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
  await emailReaders(work, application, {
    name: 'question asked',
    facts: {
      applicationId: application.id,
      organisation: application.organisationName,
      replyBy: given.replyBy,
    },
  })
  await work.tell('application moved', { application, isReceived: false })
}

/**
 * Answers a question. People who read the application can then also open the evidence in the reply.
 * @param given.keptReason why personal details in the reply are safe to share; '' when none were found
 * @throws Stale when the question is no longer open, or some of the evidence is being removed
 * @throws NotFound for evidence that lacks a consent, belongs to another library or cannot be opened by this person
 * @throws FormRefused for evidence with a file that the panel could not open, because a reply is final
 */
export async function answerQuestion(
  work: UnitOfWork,
  application: ApplicationRecord,
  question: Question,
  given: ReplyGiven & { keptReason: string },
): Promise<void> {
  for (const id of given.evidence) {
    const evidence = await findEvidence(work.trx, work.actor, 'evidence.read', id)
    if (!hasConsent(evidence, dayOf(work.at))) throw new NotFound()
    if (evidence.organisationId !== application.organisationId) throw new NotFound()
    refuseUnopenable(evidence)
  }
  if ((await lockEvidence(work.trx, given.evidence)) < given.evidence.length) throw new Stale()
  await work.tell('application about to move', { application })
  await closeQuestion(work.trx, question.id, {
    status: 'answered',
    closed_at: work.at,
    reply: given.reply,
    kept_reason: given.keptReason,
    replied_by: work.actor.id,
    replied_at: work.at,
  })
  await insertReplyEvidence(work.trx, question.id, given.evidence)
  await recordEvent(work, 'question.answered', entity(application), {
    question: question.id,
    item: question.itemId,
    evidence: given.evidence,
  })
  await emailPanelAndAsker(work, application, question, 'question answered')
  await work.tell('application moved', { application, isReceived: false })
}

/** Emails the panel, and the person who asked if that is someone else. */
async function emailPanelAndAsker(
  work: UnitOfWork,
  application: ApplicationRecord,
  { askedBy }: Pick<Question, 'askedBy'>,
  name: 'question answered' | 'question expired',
): Promise<void> {
  const facts = {
    applicationId: application.id,
    organisation: application.organisationName,
    isBeingRead: isBeingRead(application),
  }
  await emailReaders(work, application, { name, facts })
  const askers = (await readersById(work.trx, [askedBy])).filter(reader => seatOf(reader.actor, application) === null)
  await queueApplicationEmails(work, askers, application, { name, facts })
}

function refuseUnopenable({ title, files }: EvidenceItem): void {
  const why = whyNotAllOpen(files)
  if (why === 'to redact') throw new FormRefused('evidence', 'questions.reply.evidence.to_redact', { title })
  if (why === 'scanning') throw new FormRefused('evidence', 'questions.reply.evidence.scanning', { title })
}

/** @throws Stale when the question has been answered or withdrawn, or has expired, since it was read */
export async function withdrawQuestion(
  work: UnitOfWork,
  application: ApplicationRecord,
  question: Question,
): Promise<void> {
  await work.tell('application about to move', { application })
  await closeQuestion(work.trx, question.id, { status: 'withdrawn', closed_at: work.at })
  await recordEvent(work, 'question.withdrawn', entity(application), {
    question: question.id,
    item: question.itemId,
  })
  const facts = { applicationId: application.id, organisation: application.organisationName }
  await emailReaders(work, application, { name: 'question withdrawn', facts })
  await work.tell('application moved', { application, isReceived: false })
}

const batchSize = 200

/**
 * Closes the questions whose reply date has passed. If the application has been checked and not yet decided, emails the
 * panel and the person who asked.
 * @returns the number of questions closed
 */
export async function expireQuestions({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>): Promise<number> {
  const at = clock.now()
  let expired = 0
  for (;;) {
    const past = await questionsPast(db, dayOf(at), batchSize)
    for (const question of past) if (await write(theService, work => expireQuestion(work, question))) expired += 1
    if (past.length < batchSize) return expired
  }
}

/** @returns false when the question has just been answered or withdrawn */
async function expireQuestion(
  work: UnitOfWork,
  { id, itemId, applicationId, organisationId, askedBy }: PastQuestion,
): Promise<boolean> {
  const application = await applicationById(work.trx, applicationId)
  if (application) await work.tell('application about to move', { application })
  try {
    await closeQuestion(work.trx, id, { status: 'expired', closed_at: work.at })
  } catch (refusal) {
    if (refusal instanceof Stale) return false
    throw refusal
  }
  await recordEvent(as(theClock, work), 'question.expired', entity({ id: applicationId, organisationId }), {
    question: id,
    item: itemId,
  })
  if (!application) return true
  if (isBeforeDecision(application)) await emailPanelAndAsker(work, application, { askedBy }, 'question expired')
  await as(theClock, work).tell('application moved', { application, isReceived: false })
  return true
}
