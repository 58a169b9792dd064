import type { Key, T } from '../words/words.ts'
import type { Facts } from './record.ts'

/** The texts that a history can show in place of a person's name. */
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
/** The maker of a change: a name, or the label for readers who cannot see the name. */
export type Maker = { name: string } | NamelessMaker

export const makerWords = (t: T, maker: Maker): string =>
  typeof maker === 'string' ? t(`history.by.${maker}`) : maker.name

type EventKey = Extract<Key, `event.${string}`>

/**
 * The sentence for a kind of change. Another version may have recorded a kind that this one does not know.
 * @param facts for a choice that can be switched on and off, which of the two it was
 */
export function changeWords(t: T, name: string, facts: Facts = {}): string {
  if (name === 'organisation.sign_off_chosen' && facts.wanted === false) return t('history.sign_off.off')
  const key = `event.${name}`
  return t.knows(key) ? t(key as EventKey) : t('history.unknown')
}
