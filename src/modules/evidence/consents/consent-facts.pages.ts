import { consentUses, type ConsentState } from '../../../domain/consent.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Fact, Status } from '../../../web/components.ts'
import { list, longDay } from '../../../words/format.ts'
import { makerWords } from '../../../history/history-words.ts'
import type { T } from '../../../words/words.ts'
import type { ConsentLine } from './consent.store.ts'

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
