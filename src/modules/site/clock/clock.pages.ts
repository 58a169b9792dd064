import type { DecidedHold } from '../../../clock/clock.store.ts'
import type { ButtonForm, Notice, SummaryList, Table } from '../../../web/components.ts'
import { hiddenField } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'
import { dayAndTime, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { awardStatus } from '../../awards/awards.public.ts'
import { erasures, maxErasures } from '../../evidence/evidence.public.ts'
import { maxNamed, type AboutClock, type WouldHappen } from './clock.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'site/clock/show': ReturnType<typeof clockSettingsPage>
  }
}

export function clockSettingsPage(t: T, about: AboutClock) {
  const { holds, hold, wouldHappen } = about
  const others = holds.filter(({ status, id }) => status === 'held' && id !== hold?.id)
  const decided = holds.filter(({ status }) => status !== 'held')
  return {
    title: t('clock.title'),
    back: { text: t('home.title'), href: '/home' },
    lead: leadOf(t, about),
    problem: hold && problemNotice(t, hold),
    clocks: clocksOf(t, about),
    happens: hold && wouldHappen ? happens(t, hold, wouldHappen) : null,
    otherDate: hold && !wouldHappen ? t('clock.other_date', { now: dayAndTime(t, about.now) }) : null,
    decide: hold && decide(t, hold, wouldHappen !== null),
    others: others.map(each => ({
      text: t('clock.other', { now: dayAndTime(t, each.lastReadAt) }),
      href: `/settings/clock?hold=${each.id}`,
    })),
    runs: { text: t('clock_runs.title'), href: '/settings/clock/runs' },
    decided: decided.length > 0 ? decidedTable(t, decided) : null,
  }
}

function leadOf(t: T, { state, hold }: AboutClock): string {
  if (hold) return t('clock.lead.held')
  return state.accepted === null ? t('clock.lead.new') : t('clock.lead.right')
}

const whyOf = (t: T, { why, lastReadAt, comparedWith }: DecidedHold): string =>
  t(`clock.why.${why}`, { now: dayAndTime(t, lastReadAt), other: dayAndTime(t, comparedWith) })

const problemNotice = (t: T, hold: DecidedHold): Notice => ({
  tone: 'stop',
  icon: 'triangle',
  heading: t('clock.problem'),
  text: [whyOf(t, hold), t(hold.status === 'wrong' ? 'clock.problem.kept' : 'clock.problem.held')],
})

function clocksOf(t: T, { now, state, serverTime, hold }: AboutClock): SummaryList {
  const row = (key: string, at: typeof state.accepted) => (at ? [{ key, value: dayAndTime(t, at) }] : [])
  return {
    rows: [
      ...row(t('clock.read.held'), hold?.lastReadAt ?? null),
      ...row(t('clock.read.here'), now),
      ...row(t('clock.read.accepted'), state.accepted),
      ...row(t('clock.read.newest'), state.newestChange),
      ...row(t('clock.read.server'), serverTime),
    ],
  }
}

function happens(t: T, hold: DecidedHold, would: WouldHappen) {
  const day = { now: dayAndTime(t, hold.lastReadAt) }
  const { awards, reminders } = would
  return {
    heading: t('clock.happens', day),
    awardsCount: awards.count > 0 ? t('clock.awards', { count: awards.count }) : t('clock.awards.none'),
    awards: awards.count > 0 ? awardsTable(t, awards.awards) : null,
    remindersCount: reminders.count > 0 ? t('clock.reminders', { count: reminders.count }) : t('clock.reminders.none'),
    reminders: reminders.shown.length > 0 ? remindersTable(t, reminders) : null,
    erased: erasures.flatMap(what => erasedLines(t, what, would)),
  }
}

function decide(t: T, hold: DecidedHold, canConfirm: boolean) {
  const day = { now: dayAndTime(t, hold.lastReadAt) }
  const shown = formOf({ hold: hold.id, seen: hold.status })
  const fields = [hiddenField(shown, 'hold'), hiddenField(shown, 'seen')]
  const right: ButtonForm = { action: '/settings/clock/continue', text: t('clock.right'), fields }
  const wrong: ButtonForm = { action: '/settings/clock/wrong', text: t('clock.wrong'), kind: 'secondary', fields }
  return {
    right: canConfirm ? { text: t('clock.right.text', day), button: right } : null,
    wrong: hold.status === 'held' ? { text: t('clock.wrong.text', day), button: wrong } : null,
  }
}

function awardsTable(t: T, awards: WouldHappen['awards']['awards']): Table {
  return {
    caption: t('clock.awards.caption'),
    captionSize: 'hidden',
    columns: [t('clock.column.organisation'), t('clock.column.now'), t('clock.column.then')],
    rows: awards.map(({ organisation, status, becomes }) => ({
      cells: [
        { text: organisation },
        { status: awardStatus(t, status) },
        becomes === status ? { text: t('clock.awards.renewal') } : { status: awardStatus(t, becomes) },
      ],
    })),
  }
}

function remindersTable(t: T, { shown }: WouldHappen['reminders']): Table {
  return {
    caption: t('clock.reminders.caption'),
    captionSize: 'hidden',
    columns: [t('clock.column.to'), t('clock.column.about')],
    rows: shown.slice(0, maxNamed).map(({ addressee, lines }) => ({
      cells: [
        { text: addressee.name ?? addressee.address },
        { text: list(t, [...new Set(lines.map(({ organisation }) => organisation))]) },
      ],
    })),
  }
}

function erasedLines(t: T, what: (typeof erasures)[number], would: WouldHappen): string[] {
  const owners = would.erasures[what]
  if (owners.length === 0) return []
  const names = [...new Set(owners)].slice(0, maxNamed).flatMap(id => would.organisations.get(id) ?? [])
  const count = Math.min(owners.length, maxErasures)
  return [t(`clock.erased.${what}`, { count, organisations: list(t, names) })]
}

function decidedTable(t: T, decided: readonly DecidedHold[]): Table {
  return {
    caption: t('clock.decided'),
    captionSize: 'm',
    columns: [t('clock.decided.what'), t('clock.decided.said'), t('clock.decided.by')],
    rows: decided.map(hold => ({
      cells: [
        { text: whyOf(t, hold) },
        { text: hold.status === 'held' ? '' : t(`clock.decided.${hold.status}`) },
        { text: deciderOf(t, hold) },
      ],
    })),
  }
}

function deciderOf(t: T, { decidedBy, decidedAt }: DecidedHold): string {
  const time = decidedAt ? dayAndTime(t, decidedAt) : ''
  return decidedBy === null ? time : t('clock.decided.who', { name: decidedBy, time })
}
