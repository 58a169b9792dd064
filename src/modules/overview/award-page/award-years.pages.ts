import { yearsOf, type TermOfYears, type YearSpan } from '../../../domain/award-years.ts'
import type { AwardChange } from '../../../domain/award.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import { validSince } from '../../../domain/validity.ts'
import type { Band, Status, Table, Terms } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

export interface Years {
  changes: readonly AwardChange[]
  terms: readonly TermOfYears[]
  today: Day
}

/** "Accredited since 2026, without a gap", if the award's history proves it; otherwise null. */
export function sinceText(t: T, { changes, today }: Years): string | null {
  const since = validSince(changes, today)
  return since && t('awards.whole_since', { year: since.slice(0, 4) })
}

/** An award's years as a chart, and as a table with the same content. Null for an award that was never valid. */
export function yearsPart(t: T, years: Years): { picture: Terms; table: Table } | null {
  const spans = yearsOf(years.changes, years.terms, years.today)
  const table = tableOf(t, spans, years.today)
  return spans.length === 0 ? null : { picture: pictureOf(t, spans, years.today), table }
}

const bandOf = (span: YearSpan): Band['kind'] => {
  if (span.is === 'period') return span.term.kind === 'renewal' ? 'light' : 'valid'
  return span.is === 'extension' ? 'extended' : span.is
}

const bandKinds = ['valid', 'light', 'extended', 'with us', 'gap'] as const

function pictureOf(t: T, spans: readonly YearSpan[], today: Day): Terms {
  const days = [...spans.flatMap(({ from, to }) => [from, to]), today].toSorted()
  const [firstYear, lastYear] = [days[0]!, days.at(-1)!].map(day => Number(day.slice(0, 4))) as [number, number]
  const start = `${firstYear}-01-01` as Day
  const whole = daysBetween(start, `${lastYear + 1}-01-01` as Day)
  const percent = (count: number): number => Math.round((count / whole) * 10_000) / 100
  const kinds = new Set(spans.map(bandOf))
  return {
    id: 'years',
    title: t('awards.picture.title'),
    description: spans.map(span => sentenceOf(t, span, today)).join(' '),
    years: Array.from({ length: lastYear - firstYear + 1 }, (_, at) => String(firstYear + at)),
    bands: spans
      .map(span => ({
        kind: bandOf(span),
        from: percent(daysBetween(start, span.from)),
        width: percent(daysBetween(span.from, span.to) + 1),
      }))
      .toSorted((a, b) => bandKinds.indexOf(a.kind) - bandKinds.indexOf(b.kind)),
    today: percent(daysBetween(start, today)),
    key: [
      ...bandKinds.filter(kind => kinds.has(kind)).map(kind => ({ kind, text: t(`awards.picture.${kind}`) })),
      { kind: 'today', text: t('awards.picture.today') },
    ],
  }
}

const sentenceOf = (t: T, span: YearSpan, today: Day): string =>
  t('awards.picture.span', {
    from: longDay(t, span.from),
    to: longDay(t, span.to),
    state: statusOf(t, span, today).text,
    why: whyOf(t, span),
  })

const tableOf = (t: T, spans: readonly YearSpan[], today: Day): Table => ({
  caption: t('awards.picture.table'),
  captionSize: 'hidden',
  columns: [t('awards.picture.dates'), t('awards.years.state'), t('awards.years.how')],
  rows: spans.map(span => ({
    cells: [
      { text: t('awards.picture.days', { from: longDay(t, span.from), to: longDay(t, span.to) }), figures: true },
      { status: statusOf(t, span, today) },
      { text: whyOf(t, span) },
    ],
  })),
})

function statusOf(t: T, span: YearSpan, today: Day): Status {
  const isNow = span.from <= today && today <= span.to
  switch (span.is) {
    case 'period':
      return {
        icon: 'disc-tick',
        tone: 'done',
        text: t(isNow ? 'awards.picture.valid_now' : 'awards.picture.was_valid'),
      }
    case 'extension':
      return { icon: 'arrow-to-bar', tone: 'done', text: t('awards.picture.extended') }
    case 'with us':
      return { icon: 'hourglass', tone: 'us', text: t('awards.picture.with us') }
    case 'gap':
      return { icon: 'dash', tone: 'stop', text: t('awards.picture.gap') }
  }
}

function whyOf(t: T, span: YearSpan): string {
  switch (span.is) {
    case 'period':
      return t(`awards.picture.why.${span.term.kind ?? 'recorded'}`)
    case 'extension':
      return t('awards.picture.why.extension')
    case 'with us':
      return t('awards.picture.why.with us')
    case 'gap':
      return t(`awards.picture.why.${span.why}`)
  }
}
