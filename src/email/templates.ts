import type { MessageName } from '../domain/email-kinds.ts'
import type { PlainEmail, TokenEmail } from './email.ts'
import { accessEmails } from './templates/access.ts'
import { applicationEmails } from './templates/applications.ts'
import { awardEmails } from './templates/awards.ts'
import { inboxEmails } from './templates/inbox.ts'
import { clockEmails } from './templates/clock.ts'
import { consentEmails } from './templates/consents.ts'
import { declarationEmails } from './templates/declarations.ts'
import { decisionEmails } from './templates/decisions.ts'
import { enquiryEmails } from './templates/enquiries.ts'
import { evidenceEmails } from './templates/evidence.ts'
import { invitationEmails } from './templates/invitations.ts'
import { manualReminderEmails } from './templates/manual-reminders.ts'
import { meetingEmails } from './templates/meetings.ts'
import { mergeEmails } from './templates/merges.ts'
import { panelEmails } from './templates/panels.ts'
import { serviceEmails } from './templates/service.ts'
import { sendingLimitEmails, weeklyListEmails } from './templates/reminders.ts'

/** Every email except the daily reminder email, by name. domain/email-kinds.ts lists the recipients of each. */
export const emails = {
  ...invitationEmails,
  ...accessEmails,
  ...applicationEmails,
  ...panelEmails,
  ...meetingEmails,
  ...decisionEmails,
  ...awardEmails,
  ...manualReminderEmails,
  ...sendingLimitEmails,
  ...clockEmails,
  ...serviceEmails,
  ...weeklyListEmails,
  ...consentEmails,
  ...inboxEmails,
  ...evidenceEmails,
  ...mergeEmails,
  ...declarationEmails,
  ...enquiryEmails,
} satisfies Partial<Record<MessageName, PlainEmail<never> | TokenEmail>>

export type EmailName = keyof typeof emails
/** The facts for the text of an email; null for an email with a token, whose facts are read when it is sent. */
export type FactsOf<Name extends EmailName> = (typeof emails)[Name] extends PlainEmail<infer Facts> ? Facts : null

/** The email with all reminders for one reader and morning. */
export const digest = 'reminders'
export type OutboxName = EmailName | typeof digest

export const emailNames = Object.keys(emails) as EmailName[]

/**
 * The declaration of an email; undefined for the reminder email, and for one that a different version of the service
 * queued.
 */
export const kindOf = (name: string): PlainEmail<never> | TokenEmail | undefined =>
  (emails as Record<string, PlainEmail<never> | TokenEmail>)[name]

export const carriesToken = ({ name }: { name: string }): boolean => Boolean(kindOf(name)?.token)
