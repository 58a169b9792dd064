import type { MessageName } from '../domain/messages.ts'
import type { PlainLetter, TokenLetter } from './email.ts'
import { applicationLetters } from './templates/applications.ts'
import { awardLetters } from './templates/awards.ts'
import { captureLetters } from './templates/inbox.ts'
import { consentLetters } from './templates/consents.ts'
import { decisionLetters } from './templates/decisions.ts'
import { gettingInLetters } from './templates/invitations.ts'
import { nudgeLetters } from './templates/manual-reminders.ts'
import { panelLetters } from './templates/panels.ts'
import { brakeLetters } from './templates/reminders.ts'

/** Every letter that can be written, by the name that the lifecycle calls it. Who it is for stands in domain/messages.ts. */
export const letters = {
  ...gettingInLetters,
  ...applicationLetters,
  ...panelLetters,
  ...decisionLetters,
  ...awardLetters,
  ...nudgeLetters,
  ...brakeLetters,
  ...consentLetters,
  ...captureLetters,
} satisfies Partial<Record<MessageName, PlainLetter<never> | TokenLetter>>

export type LetterName = keyof typeof letters
/** What a letter has to be told when it is queued; nothing for one with a token, which reads it at the moment of sending. */
export type FactsOf<Name extends LetterName> = (typeof letters)[Name] extends PlainLetter<infer Facts> ? Facts : null

/** The morning's letter gathers lines of many things, so it is drawn by whoever knows them, at the moment of sending. */
export const gathered = 'reminders'
/** Whatever can lie in the outbox. */
export type OutboxName = LetterName | typeof gathered

export const letterNames = Object.keys(letters) as LetterName[]

/** The kind of a letter; one written by an older version of the service may have none left. */
export const kindOf = (name: string): PlainLetter<never> | TokenLetter | undefined =>
  (letters as Record<string, PlainLetter<never> | TokenLetter>)[name]

export const carriesToken = ({ name }: { name: string }): boolean => Boolean(kindOf(name)?.token)
