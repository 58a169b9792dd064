import type { T } from '../../../words/words.ts'
import type { NamedAward } from '../awards/award.store.ts'

/** The facts that decide who is emailed about a correction or removal. */
export interface AboutEmail {
  award: NamedAward
  /** the number of leads who would be emailed */
  leads: number
  hasMailbox: boolean
  /** whether emails are switched on for the award's organisation */
  areEmailsOn: boolean
}

export function whoIsEmailed(t: T, { award, leads, hasMailbox, areEmailsOn }: AboutEmail): string {
  if (award.firstShownAt === null) return t('awards.correct.who.library.none')
  if (!areEmailsOn) return t('awards.correct.who.library.off')
  if (leads > 0) return t('awards.correct.who.library.email', { count: leads })
  return t(hasMailbox ? 'awards.correct.who.library.mailbox' : 'awards.correct.who.library.no_one')
}

export function reasonHint(t: T, { award, leads, hasMailbox, areEmailsOn }: AboutEmail): string {
  const isEmailed = award.firstShownAt !== null && areEmailsOn && (leads > 0 || hasMailbox)
  return t(isEmailed ? 'awards.correct.reason.hint' : 'awards.correct.reason.hint.kept')
}
