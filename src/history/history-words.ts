import { receiveCauses } from '../domain/award.ts'
import type { Key, T } from '../words/words.ts'
import type { Facts } from './record.ts'

/** The labels in place of the name of a person or thing that made a change. */
export const namelessMakers = [
  'panel',
  'charity',
  'library',
  'charity or panel',
  'charity and panel',
  'new person',
  'clock',
  'decision letter',
  'operator',
  'visitor',
  'mail server',
  'link',
  'local group',
] as const
export type NamelessMaker = (typeof namelessMakers)[number]
/** Who or what made a change: a person's name or, if it is not shown, a label. */
export type Maker = { name: string } | NamelessMaker

export const makerWords = (t: T, maker: Maker): string =>
  typeof maker === 'string' ? t(`history.by.${maker}`) : maker.name

type EventKey = Extract<Key, `event.${string}`>

/** A more exact sentence than `event.…`; null when there is none. */
function secondSentence(t: T, name: string, { wanted, list, cause }: Facts): string | null {
  if (name === 'organisation.sign_off_chosen' && typeof wanted === 'boolean')
    return t(wanted ? 'history.sign_off.on' : 'history.sign_off.off')
  const received = name === 'award.receive' && receiveCauses.find(each => each === cause)
  if (received) return t(`awards.received.${received}`)
  if (name === 'setting.filter_saved' && list === 'capacity') return t('history.plan.saved')
  if (name === 'setting.filter_removed' && list === 'capacity') return t('history.plan.removed')
  return null
}

/** The sentence for a change. A change that only another version of the service knows gets a general sentence. */
export function changeWords(t: T, name: string, facts: Facts = {}): string {
  const second = secondSentence(t, name, facts)
  if (second !== null) return second
  const key = `event.${name}`
  return t.knows(key) ? t(key as EventKey) : t('history.unknown')
}
