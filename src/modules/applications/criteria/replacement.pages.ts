import { wayToReplace } from '../../../domain/replacement.ts'
import type { Notice } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import type { WithdrawnUse } from '../../evidence/evidence.public.ts'
import { askPart, type ToAsk } from '../coordinators/coordinator.pages.ts'

/** An item that needs other evidence because a consent was withdrawn, with the contact for questions about it. */
export interface ToReplace {
  use: WithdrawnUse
  /** whether the reader is a lead; only leads reply to questions, or ask City of Sanctuary to send one */
  isLead: boolean
  toAsk: ToAsk
}

/**
 * A notice that tells the library how to replace evidence whose consent was withdrawn, in an item that it cannot change
 * now. Null when no notice is needed.
 */
export function replacementNotice(t: T, it: ToReplace | null): Notice | null {
  if (!it) return null
  const { use, isLead, toAsk } = it
  const way = wayToReplace(use)
  if (way === 'answer') return null
  const heading = t('consents.replace', { count: use.count })
  const text = t('consents.replace.text', { count: use.count })
  if (!isLead) return { tone: 'stop', icon: 'triangle', heading, text: [text, t('consents.replace.lead')] }
  const notice = { tone: 'stop', icon: 'triangle', heading } as const
  if (way === 'reply') {
    const link = { text: t('consents.replace.reply.link'), href: `/applications/${use.applicationId}/questions` }
    return { ...notice, text: [text, t('consents.replace.reply')], link }
  }
  const email = toAsk.coordinator?.email ?? toAsk.shared
  const said = [text, t(`consents.replace.${way}`), t('consents.replace.email', { email })]
  return { ...notice, text: said, link: askPart(t, toAsk).link }
}

/**
 * Tells people at the charity that some evidence submitted for an item is no longer available. They are not allowed to
 * know which evidence, or why.
 * @param mayAsk whether the person can ask the library a question
 */
export const unavailableNotice = (t: T, count: number, mayAsk: boolean): Notice | null =>
  count === 0
    ? null
    : {
        tone: 'plain',
        icon: 'information',
        text: [t('consents.unavailable', { count }), ...(mayAsk ? [t('consents.unavailable.ask')] : [])],
      }

/** The first sentence of `unavailableNotice`; null when no evidence is unavailable. */
export const unavailableText = (t: T, count: number): string | null =>
  count === 0 ? null : t('consents.unavailable', { count })
