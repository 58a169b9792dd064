import type { Actor } from '../../../domain/actor.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import type { Button, Link, Status, SummaryRow } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { awardStatus } from '../../awards/awards.public.ts'
import { task, type RankedCard } from '../due-cards/due-card.pages.ts'
import type { StoppedAward, StoppedAwards } from './stopped-award.store.ts'

/** The part of the home page that lists lapsed and suspended awards. */
export interface StoppedSection {
  heading: string
  lead: string | null
  awards: readonly { title: Link; status: Status; facts: { rows: SummaryRow[] }; buttons: Button[] }[]
  more: Link | null
}

export function stoppedSection(
  t: T,
  { charityRoles }: Actor,
  { awards, more }: StoppedAwards,
  today: Day,
): StoppedSection | null {
  if (awards.length === 0) return null
  const isTrustee = charityRoles.includes('trustee')
  const suspended = awards.filter(({ status }) => status === 'suspended').length
  return {
    heading: t(suspended === awards.length ? 'home.stopped.suspended' : 'home.stopped'),
    lead: isTrustee && suspended > 0 ? t('home.stopped.restore') : null,
    awards: awards.map(award => ({
      title: { text: award.organisation, href: `/awards/${award.id}` },
      status: statusOf(t, award),
      facts: { rows: rowsOf(t, award, today) },
      buttons: buttonsOf(t, award, charityRoles),
    })),
    more: more ? { text: t('home.stopped.more'), href: '/renewals?show=suspended-or-lapsed' } : null,
  }
}

function statusOf(t: T, { status, since }: StoppedAward): Status {
  const shown = awardStatus(t, status)
  return since ? { ...shown, text: t(`home.stopped.${status}.since`, { day: longDay(t, since) }) } : shown
}

function rowsOf(t: T, { status, reason, validTo, done, doneBy }: StoppedAward, today: Day): SummaryRow[] {
  const day = validTo ? longDay(t, validTo) : null
  const why = status === 'suspended' ? reason : t('home.stopped.lapsed.why')
  const isOver = status === 'lapsed' || (validTo !== null && validTo < today)
  const period = isOver ? 'home.stopped.period.ended' : 'home.stopped.period.ends'
  return [
    ...(why ? [{ key: t('home.stopped.why'), value: why }] : []),
    ...(done ? [{ key: t('home.stopped.done'), value: t('home.stopped.done_by', { done, name: doneBy ?? '' }) }] : []),
    ...(day ? [{ key: t('home.stopped.period'), value: t(period, { day }) }] : []),
  ]
}

function buttonsOf(t: T, { id, organisation, status }: StoppedAward, roles: Actor['charityRoles']): Button[] {
  const restore = {
    text: t('home.stopped.restore.button'),
    href: `/awards/${id}/restoration`,
    kind: 'secondary' as const,
    hidden: organisation,
  }
  const record = {
    text: t('home.stopped.record.button'),
    href: `/awards/${id}/follow-up`,
    kind: 'secondary' as const,
    hidden: organisation,
  }
  return [
    ...(status === 'suspended' && roles.includes('trustee') ? [restore] : []),
    ...(roles.includes('coordinator') ? [record] : []),
  ]
}

/** Lapsed and suspended awards, as tasks in the charity's weekly list. */
export const stoppedTasks = (t: T, { awards }: StoppedAwards, today: Day): RankedCard[] =>
  awards.map(award => {
    const { id, organisation, status, since } = award
    const title = t(`home.stopped.${status}.task`, { organisation })
    const card = { title, href: `/awards/${id}`, text: statusOf(t, award).text }
    return task(card, { loss: 'validity', days: since ? daysBetween(today, since) : 0 })
  })
