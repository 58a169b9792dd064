import { consentUses, type ConsentState } from '../../../domain/consent.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { Fact, Status } from '../../../web/components.ts'
import { list, longDay } from '../../../words/format.ts'
import { makerWords } from '../../../history/history-words.ts'
import type { T } from '../../../words/words.ts'
import { waitsForConsent } from '../items/evidence-card.pages.ts'
import type { ConsentLine, ConsentToCheck } from './consent.store.ts'

const looks = {
  'in force': { icon: 'tick', tone: 'done' },
  expired: { icon: 'clock', tone: 'stop' },
  withdrawn: { icon: 'triangle', tone: 'stop' },
} as const satisfies Record<ConsentState, Pick<Status, 'icon' | 'tone'>>

export function consentStatus(t: T, { withdrawnAt, withdrawnBy }: ConsentLine, state: ConsentState): Status {
  if (state !== 'withdrawn') return { ...looks[state], text: t(`consents.state.${state}`) }
  const day = longDay(t, dayOf(withdrawnAt!))
  const who = withdrawnBy ? makerWords(t, withdrawnBy) : t('evidence.item.history.service')
  return { ...looks.withdrawn, text: t('consents.state.withdrawn', { day, who }) }
}

/**
 * While the consent is in force, returns yes or no for each use. Otherwise, returns only a line with the uses that were
 * agreed, so that the list does not look like permission.
 */
export const usesAgreed = (t: T, { uses }: ConsentLine, state: ConsentState): Fact[] =>
  state === 'in force'
    ? consentUses.map(use => ({
        term: t(`consents.use.${use}`),
        text: t(uses.includes(use) ? 'consents.yes' : 'consents.no'),
      }))
    : [
        {
          term: t('consents.agreed'),
          text: list(
            t,
            uses.map(use => t(`consents.agreed.${use}`)),
          ),
        },
      ]

export function endOf(t: T, { expiresOn }: ConsentLine, state: ConsentState): Fact[] {
  if (state === 'withdrawn') return []
  return [{ term: t('consents.end'), text: expiresOn === null ? t('consents.no_end') : longDay(t, expiresOn) }]
}

/**
 * The days that limit the list of consents to check. The list has consents for council papers that end between `from`
 * and `until`, and consents for the panel that are missing or end by `until`.
 */
export interface DaysToCheck {
  from: Day
  until: Day
  today: Day
}

/** The lines about consents that are missing, have ended or end soon. */
export function coverFacts(
  t: T,
  { consentUntil, councilUntil, isConsentWithdrawn }: ConsentToCheck,
  { from, until, today }: DaysToCheck,
): Fact[] {
  const isPanel = consentUntil === null || consentUntil <= until
  const isCouncil = councilUntil !== null && councilUntil >= from && councilUntil <= until
  return [
    ...(isPanel
      ? [{ term: t('consents.state'), status: panelStatus(t, consentUntil, isConsentWithdrawn, today) }]
      : []),
    ...(isCouncil ? [{ term: t('consents.council'), status: coverStatus(t, councilUntil, today) }] : []),
  ]
}

const panelStatus = (t: T, until: Day | null, isWithdrawn: boolean, today: Day): Status =>
  isWithdrawn ? waitsForConsent(t, { isConsentWithdrawn: true }) : coverStatus(t, until, today)

function coverStatus(t: T, until: Day | null, today: Day): Status {
  if (until !== null && until >= today)
    return { icon: 'clock', tone: 'you', text: t('consents.ends', { day: longDay(t, until) }) }
  const text = until === null ? t('consents.needed') : t('consents.ended', { day: longDay(t, until) })
  return { icon: 'triangle', tone: 'stop', text }
}
