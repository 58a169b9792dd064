import type { Config } from '../../../config.ts'
import type { Tx } from '../../../db/connection.ts'
import { roleNow, standsIn } from '../../../domain/reminder-recipients.ts'
import { keyOf, type ReminderKind } from '../../../domain/reminder-schedule.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { calendarOf, uidOf } from '../../../email/calendar.ts'
import type { RenderAtSending } from '../../../email/claim.ts'
import { writtenFrom, type EmailText } from '../../../email/email.ts'
import { isSuppressed } from '../../../email/email-address.store.ts'
import { laterEmailOf } from '../../../email/outbox-search.store.ts'
import { insertToken, type OutboxEmail } from '../../../email/outbox.store.ts'
import { seatOfferToken } from '../../../email/templates/panels.ts'
import { newToken } from '../../../email/tokens.ts'
import { wordsFor } from '../../../email/wording.store.ts'
import {
  calendarEntryOf,
  renderDigest,
  isForCalendar,
  type CalendarLine,
  type DigestLine,
} from '../../../email/templates/reminders.ts'
import { signText } from '../../../web/signed-text.ts'
import { languageOf, translator, type T } from '../../../words/words.ts'
import { addresseeOf, entityOf, type Addressee } from '../recipients/recipient.store.ts'
import { checkReminders, type CheckedReminder } from '../reminders/reminder.actions.ts'
import {
  closeReminders,
  moveReminders,
  remindersIn,
  remindersInOtherEmails,
  type StoredReminder,
} from '../reminders/reminder.store.ts'

/** The purpose for which unsubscribe links are signed. Each link names a person and kinds of reminder. */
export const unsubscribing = 'unsubscribe'

/**
 * Returns the function that writes a reminder email when it is sent. The function leaves out reminders that must no
 * longer be sent, and closes them.
 */
export const digestWriter =
  ({ sessionSecret, baseUrl }: Pick<Config, 'sessionSecret' | 'baseUrl'>): RenderAtSending =>
  async (trx, email, at) => {
    const later = await laterEmailOf(trx, email)
    // After an outage of the mail server, a recipient gets only the newest of the waiting emails.
    if (later) {
      await moveReminders(trx, { from: email.id, to: later })
      return 'in a later email'
    }
    const reminders = await unsentIn(trx, email)
    const addressee = await addresseeOf(trx, addresseeKind(email), email.entityId)
    const address = addressee?.kind === 'mailbox' ? addressee.address : email.address
    if (await isSuppressed(trx, address)) {
      await closeReminders(trx, reminders, { from: 'in an email', reason: 'address suppressed', at })
      return 'address suppressed'
    }
    if (addressee && addressee.address !== address) {
      await closeReminders(trx, reminders, { from: 'in an email', reason: 'address changed', at })
      return 'address changed'
    }
    const inOtherEmails = await remindersInOtherEmails(trx, reminders)
    const checked = await checkReminders(trx, reminders, dayOf(at))
    const due = await closeNotDue(trx, checked, [...inOtherEmails, ...reminders], at)
    if (due.length === 0 || !addressee) return 'nothing due any more'
    const t = translator(languageOf(email.language))
    const lines = due.map(digestLine)
    const firstTime = due
      .filter(({ reminder }) => isFirstStep(reminder, inOtherEmails))
      .map(digestLine)
      .filter(isForCalendar)
    const rendered = renderDigest(t, lines, dayOf(at))
    const action = addressee.kind === 'invited' ? await offerLink(trx, { t, email, at }) : rendered.action
    const { opening, closing } = writtenFrom(await wordsFor(trx, t, { name: 'reminders', values: {} }))
    const paragraphs = [...opening, ...rendered.paragraphs, ...closing]
    const kinds = lines.map(({ kind }) => kind)
    return {
      ...(address !== email.address && { address }),
      text: { ...rendered, action, paragraphs, name: email.personId === null ? null : addressee.name },
      isSecret: addressee.kind === 'invited',
      // Another process can move more reminders into the email after it is written.
      isComplete: async claiming => (await unsentIn(claiming, email)).length === reminders.length,
      calendar: firstTime.length === 0 ? null : calendarFor(t, firstTime, addressee, { baseUrl, at }),
      unsubscribePath: email.personId === null ? null : unsubscribePath(sessionSecret, email.personId, kinds),
    }
  }

const unsentIn = async (trx: Tx, email: OutboxEmail): Promise<StoredReminder[]> =>
  (await remindersIn(trx, email.id)).filter(({ status }) => status === 'in an email')

function addresseeKind({ personId, entity }: OutboxEmail): Addressee['kind'] {
  if (personId !== null) return 'person'
  return entity === entityOf.invited ? 'invited' : 'mailbox'
}

/** A new link to an offer of a seat, for a person without an account. Earlier links stay valid. */
async function offerLink(
  trx: Tx,
  { t, email, at }: { t: T; email: OutboxEmail; at: Instant },
): Promise<EmailText['action']> {
  const token = newToken()
  await insertToken(trx, token, { ...seatOfferToken, email, at })
  return { label: t('emails.seat_offered.action'), path: `/seats/${token}` }
}

/**
 * Closes the reminders that must no longer be sent.
 * @returns the remaining reminders
 */
async function closeNotDue(
  trx: Tx,
  checked: readonly CheckedReminder[],
  inOtherEmails: readonly StoredReminder[],
  at: Instant,
): Promise<CheckedReminder[]> {
  const due: CheckedReminder[] = []
  for (const each of checked) {
    const reason = each.reason ?? (isOvertaken(each.reminder, inOtherEmails) ? 'overtaken' : null)
    if (reason === null) due.push(each)
    else await closeReminders(trx, [each.reminder], { from: 'in an email', reason, at })
  }
  return due
}

const isSameDate = (a: StoredReminder, b: StoredReminder): boolean =>
  keyOf({ ...a, step: 0 }) === keyOf({ ...b, step: 0 })

/** Whether `others` include a later reminder about the same date. */
const isOvertaken = (reminder: StoredReminder, others: readonly StoredReminder[]): boolean =>
  others.some(other => isSameDate(other, reminder) && other.step < reminder.step)

const isFirstStep = (reminder: StoredReminder, others: readonly StoredReminder[]): boolean =>
  !others.some(other => isSameDate(other, reminder) && other.step > reminder.step)

export function digestLine({ reminder, subject, contacts }: CheckedReminder): DigestLine {
  return {
    kind: reminder.kind,
    entityId: reminder.entityId,
    as: (subject && roleNow(reminder, subject, contacts)) ?? reminder.as,
    about: reminder.about,
    organisationId: reminder.organisationId,
    organisation: subject?.organisation ?? '',
    applicationId: reminder.applicationId,
    lapsesAfter: subject?.lapsesAfter ?? null,
    isSuspended: subject?.isSuspended ?? false,
    isFullNext: subject?.isFullNext ?? false,
    consentUse: subject?.consentUse ?? 'panel',
    earlierLate: subject?.earlierLate ?? 0,
    hasNoReachableLead: standsIn(contacts, reminder.step),
    hasNoLead: contacts.leads.length === 0,
  }
}

/** The calendar file of an email. Without an account, a person cannot open the page, so their entries have no link. */
function calendarFor(
  t: T,
  lines: readonly CalendarLine[],
  { kind }: Addressee,
  { baseUrl, at }: { baseUrl: string; at: Instant },
): string {
  const days = lines.map(line => {
    const { title, text, path } = calendarEntryOf(t, line)
    const entry = { uid: uidOf(line.kind, line.entityId, baseUrl, line.about), day: line.about, title, changedAt: at }
    return kind === 'invited'
      ? { ...entry, text: t('emails.reminders.entry.body.invited'), address: null }
      : { ...entry, text, address: baseUrl + path }
  })
  return calendarOf(days, { language: t.language })
}

export const unsubscribePath = (secret: string, personId: string, kinds: readonly ReminderKind[]): string =>
  `/unsubscribe/${signText(secret, unsubscribing, [personId, ...new Set(kinds)].join('\n'))}`
