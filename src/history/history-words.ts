import type { Key, T } from '../words/words.ts'

/** As what somebody made a change, where a history does not say by whom. */
export const namelessMakers = [
  'panel',
  'charity',
  'declarant',
  'within',
  'newcomer',
  'clock',
  'decision letter',
  'operator',
  'link',
] as const
export type NamelessMaker = (typeof namelessMakers)[number]
/** Who made a change, as far as whoever reads may know. */
export type Maker = { name: string } | NamelessMaker

export const makerWords = (t: T, maker: Maker): string =>
  typeof maker === 'string' ? t(`history.by.${maker}`) : maker.name

type EventKey = Extract<Key, `event.${string}`>

/**
 * What happened. A history is kept for ever, so another version may have written a line that this one does not know.
 */
export function changeWords(t: T, name: string): string {
  const key = `event.${name}`
  return t.knows(key) ? t(key as EventKey) : t('history.unknown')
}
