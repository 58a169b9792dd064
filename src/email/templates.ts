import type { MessageName } from '../domain/messages.ts'
import type { PlainEmail, TokenEmail } from './email.ts'
import { applicationEmails } from './templates/applications.ts'
import { awardEmails } from './templates/awards.ts'
import { inboxEmails } from './templates/inbox.ts'
import { consentEmails } from './templates/consents.ts'
import { decisionEmails } from './templates/decisions.ts'
import { invitationEmails } from './templates/invitations.ts'
import { manualReminderEmails } from './templates/manual-reminders.ts'
import { panelEmails } from './templates/panels.ts'
import { sendingLimitEmails } from './templates/reminders.ts'

/**
 * Every letter that can be written, by the name that the lifecycle calls it. Who it is for stands in
 * domain/messages.ts.
 */
export const emails = {
  ...invitationEmails,
  ...applicationEmails,
  ...panelEmails,
  ...decisionEmails,
  ...awardEmails,
  ...manualReminderEmails,
  ...sendingLimitEmails,
  ...consentEmails,
  ...inboxEmails,
} satisfies Partial<Record<MessageName, PlainEmail<never> | TokenEmail>>

export type EmailName = keyof typeof emails
/**
 * What a letter has to be told when it is queued; nothing for one with a token, which reads it at the moment of
 * sending.
 */
export type FactsOf<Name extends EmailName> = (typeof emails)[Name] extends PlainEmail<infer Facts> ? Facts : null

/**
 * The morning's letter gathers lines of many things, so it is drawn by whoever knows them, at the moment of sending.
 */
export const gathered = 'reminders'
/** Whatever can lie in the outbox. */
export type OutboxName = EmailName | typeof gathered

export const emailNames = Object.keys(emails) as EmailName[]

/** The kind of a letter; one written by an older version of the service may have none left. */
export const kindOf = (name: string): PlainEmail<never> | TokenEmail | undefined =>
  (emails as Record<string, PlainEmail<never> | TokenEmail>)[name]

export const carriesToken = ({ name }: { name: string }): boolean => Boolean(kindOf(name)?.token)
