import type { Config } from '../../../config.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn, theService, type CharityRole } from '../../../domain/actor.ts'
import { messages, type Audience } from '../../../domain/email-kinds.ts'
import { can } from '../../../domain/permissions.ts'
import { Stale } from '../../../domain/refusals.ts'
import { daysEmailTextsKept } from '../../../domain/retention.ts'
import { addMinutes, dayOf, type Instant } from '../../../domain/time.ts'
import { isForMailbox, type RenderAtSending } from '../../../email/claim.ts'
import { organisationOf } from '../../../email/outbox-search.store.ts'
import { insertEmail, updateEmail, type OutboxEmail } from '../../../email/outbox.store.ts'
import { deleteTexts } from '../../../email/outbox-texts.store.ts'
import type { About } from '../../../email/outbox.ts'
import { mailboxOf, readersById } from '../../../email/readers.store.ts'
import { carriesToken, digest, type EmailName } from '../../../email/templates.ts'
import { isMeetingEmail } from '../../../email/templates/meetings.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { longDay } from '../../../words/format.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { applicationById, mayOpenRequestWith } from '../../access/access.public.ts'
import { renderMeetingEmail } from '../../appraisal/appraisal.public.ts'
import { awardById } from '../../awards/awards.public.ts'
import { renderWeeklyList, weeklyList } from '../weekly/weekly.actions.ts'
import { digestWriter } from '../digests/digest.actions.ts'
import { addressOf, hadRole, outdatedAmong, wasLead } from './email.store.ts'

/** Returns the function that writes emails whose text depends on the facts at the time of sending. */
export function writersAtSending(config: Pick<Config, 'baseUrl' | 'mailFrom' | 'sessionSecret'>): RenderAtSending {
  const renderReminders = digestWriter(config)
  const renderMeeting = renderMeetingEmail(config)
  return (trx, email, at) => {
    if (email.name === weeklyList) return renderWeeklyList(trx, email, at)
    return isMeetingEmail(email.name) ? renderMeeting(trx, email, at) : renderReminders(trx, email, at)
  }
}

/**
 * Whether the recipient is still allowed to get an email: they may know about its application, may read its award or,
 * for an email about neither, still belong to its audience. Their roles may have changed since the email was queued.
 * Members of a library get no email meant for the charity or the panel, as it may tell of a decision before the letter.
 */
export async function mayStillKnow(db: Db, personId: string, email: OutboxEmail, at: Instant): Promise<boolean> {
  const about = email.applicationId ?? (email.entity === 'award' ? email.entityId : null)
  return about === null ? isInAudience(db, personId, email, at) : mayRead(db, personId, email, about)
}

const charityRoles: Partial<Record<Audience, readonly CharityRole[]>> = {
  coordinators: ['coordinator'],
  trustees: ['trustee'],
  administrators: ['administrator'],
  'coordinators and administrators': ['coordinator', 'administrator'],
}

/** Whether the recipient belongs to the audience of an email. Always true for the audience `the person`. */
async function isInAudience(db: Db, personId: string, email: OutboxEmail, at: Instant): Promise<boolean> {
  const { name, entity, entityId, rolesAt } = email
  const audience: Audience = name === digest ? 'the person' : messages[name]
  if (audience === 'leads') return entity !== 'organisation' || wasLead(db, personId, entityId, rolesAt)
  if (audience === 'approvers' || audience === 'the member') {
    const [reader] = await readersById(db, [personId])
    if (!reader) return false
    if (audience === 'the member') return membershipsIn(reader.actor, entityId).length > 0
    return mayOpenRequestWith(db, reader.actor, entityId, at)
  }
  const roles = charityRoles[audience]
  return roles === undefined || hadRole(db, personId, roles, rolesAt)
}

async function mayRead(db: Db, personId: string, { name }: OutboxEmail, id: string): Promise<boolean> {
  const [reader] = await readersById(db, [personId])
  if (!reader) return false
  const { actor } = reader
  const isForCharity = name !== digest && notForTheLibrary.includes(messages[name])
  const isRefused = ({ organisationId }: { organisationId: string }) =>
    isForCharity && membershipsIn(actor, organisationId).length > 0
  const application = await applicationById(db, id)
  if (application) return !isRefused(application) && can(actor, 'application.know', application)
  const award = await awardById(db, id)
  return award !== null && !isRefused(award) && can(actor, 'award.read', award)
}

const notForTheLibrary: readonly Audience[] = ['panel', 'chair', 'coordinators', 'trustees']

/**
 * Whether an email did not arrive and can be sent again: its text is stored, or it carries a token and can be written
 * again. Reminders, weekly lists and meeting emails cannot be sent again.
 */
export const mayBeSentAgain = (email: OutboxEmail): email is OutboxEmail & { name: EmailName } =>
  didNotArrive(email) &&
  email.name !== digest &&
  email.name !== weeklyList &&
  !isMeetingEmail(email.name) &&
  (carriesToken(email) || email.text !== null)

const didNotArrive = ({ status, notSentReason }: OutboxEmail): boolean =>
  status === 'failed' || status === 'bounced' || notSentReason === 'address suppressed'

/**
 * Queues a new email to the recipient's current address, in place of one that did not arrive. Its first paragraph says
 * when we first tried to send it.
 * @returns the new id
 * @throws Stale when the email cannot be sent again, already has been, or is outdated
 */
export async function sendAgain(work: UnitOfWork, email: OutboxEmail): Promise<string> {
  if (!mayBeSentAgain(email) || (await outdatedAmong(work.trx, [email])).size > 0) throw new Stale()
  const isOurs = await updateEmail(work.trx, email, {
    status: 'not sent',
    not_sent_reason: 'sent again',
    lease_generation: email.generation + 1,
  })
  if (!isOurs) throw new Stale()
  const { name, personId, language, applicationId, rolesAt } = email
  const address = await addressNow(work.trx, email)
  const id = await insertEmail(
    work.trx,
    {
      name,
      to: { personId, name: email.text?.name ?? null, address, language },
      entity: { kind: email.entity as About['kind'], id: email.entityId },
      applicationId,
      text: carriesToken(email) ? null : textWithDay(email),
      rolesAt,
    },
    work.at,
  )
  await recordEvent(work, 'email.sent_again', { kind: 'email', id, applicationId }, { instead_of: email.id })
  return id
}

/** The text of an email with the day on which it was first queued, because its news may be old. */
function textWithDay({ text, language, queuedAt, rolesAt }: OutboxEmail): OutboxEmail['text'] {
  if (text === null || rolesAt !== queuedAt) return text // an email that was sent again has the paragraph already
  const t = translator(languageOf(language))
  return { ...text, paragraphs: [t('emails.sent_again', { day: longDay(t, dayOf(rolesAt)) }), ...text.paragraphs] }
}

/** The current address of the email's recipient, or the email's own address if there is no other. */
async function addressNow(trx: Tx, email: OutboxEmail): Promise<string> {
  const { personId, address } = email
  if (personId !== null) return (await addressOf(trx, personId)) ?? address
  if (!isForMailbox(email)) return address
  const about = { kind: email.entity as About['kind'], id: email.entityId }
  const organisationId = await organisationOf(trx, about, email.applicationId)
  if (organisationId === null) return address
  return (await mailboxOf(trx, organisationId))?.address ?? address
}

/**
 * The daily job that deletes the text of emails after `daysEmailTextsKept` days. The other data of an email is kept.
 * @returns the number of texts deleted
 */
export async function deleteOldEmails({ write, clock }: Pick<Parts, 'write' | 'clock'>): Promise<number> {
  return write(theService, ({ trx }) => deleteTexts(trx, addMinutes(clock.now(), -daysEmailTextsKept * 24 * 60)))
}
