import { outlooks, type Forecast, type Outlook } from '../../../domain/freshness.ts'
import type { Item } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Day } from '../../../domain/time.ts'
import type { Cell, Table } from '../../../web/components.ts'
import { dateField, errorSummary } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { NextDay } from './planning.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/planning/freshness': ReturnType<typeof freshnessPage>
  }
}

export interface ViewOfRecord {
  on: Day
  next: NextDay
  forecasts: readonly Forecast<Item>[]
}

export function freshnessPage(
  t: T,
  organisation: Organisation,
  { on, next, forecasts }: ViewOfRecord,
  form: Form = emptyForm,
) {
  const list = `/organisations/${organisation.id}/evidence`
  const toCollect = forecasts.filter(({ outlook }) => asking.includes(outlook)).length
  return {
    title: t('freshness.title'),
    heading: { caption: organisation.name, text: t('freshness.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: list },
    errors: errorSummary(form),
    lead: [t('freshness.lead'), t(`freshness.because.${next.reason}`, { day: longDay(t, next.on) })],
    on: dateField(form.errors.length > 0 ? form : formOf({ on }), 'on', t('freshness.on')),
    action: `/organisations/${organisation.id}/freshness`,
    result:
      toCollect === 0
        ? t('freshness.result.none', { day: longDay(t, on) })
        : t('freshness.result', { count: toCollect, day: longDay(t, on) }),
    groups: outlooks
      .map(outlook =>
        groupOf(
          t,
          outlook,
          forecasts.filter(each => each.outlook === outlook),
          list,
          on,
        ),
      )
      .filter(group => group !== null),
    coverage: { text: t('freshness.coverage'), href: `/organisations/${organisation.id}/coverage` },
  }
}

/** For these something has to be collected. */
const asking: readonly Outlook[] = ['missing', 'too old', 'consent', 'runs out']

function groupOf(t: T, outlook: Outlook, forecasts: readonly Forecast<Item>[], list: string, on: Day) {
  if (forecasts.length === 0) return null
  const columns = [
    t('freshness.column.criterion'),
    t('freshness.column.covered'),
    ...(asks(outlook)
      ? [t('freshness.column.collect')]
      : outlook === 'does not age'
        ? []
        : [t('freshness.column.until')]),
  ]
  const table: Table = {
    caption: t(`freshness.outlook.${outlook}`, { count: forecasts.length }),
    captionSize: 'm',
    columns,
    rows: forecasts.map(each => ({
      code: each.item.code,
      cells: [
        { text: each.item.title, href: `${list}?${new URLSearchParams({ item: each.item.id }).toString()}` },
        { text: coveredWords(t, each) },
        ...(asks(outlook)
          ? [collectCell(t, each, on)]
          : outlook === 'does not age'
            ? []
            : [{ text: each.countsUntil ? longDay(t, each.countsUntil) : t('freshness.until.unknown') }]),
      ],
    })),
  }
  return { hint: t(`freshness.hint.${outlook}`), table }
}

const asks = (outlook: Outlook): boolean => asking.includes(outlook)

function coveredWords(t: T, { evidenceItems, coveredTo, undated, waiting }: Forecast<Item>): string {
  if (evidenceItems === 0)
    return waiting > 0 ? t('freshness.covered.waits', { count: waiting }) : t('freshness.covered.nothing')
  if (coveredTo === null) return t('freshness.covered.undated', { count: undated })
  return t('freshness.covered.to', { day: longDay(t, coveredTo) })
}

/** From when it has to be, by when, and what counts; or by when to ask those who are shown once more. */
function collectCell(t: T, { item, mustReach, countsUntil, askBy, outlook }: Forecast<Item>, on: Day): Cell {
  if (askBy)
    return {
      text: t('freshness.collect.ask', { day: longDay(t, askBy) }),
      reason:
        mustReach === null
          ? t('freshness.collect.otherwise.anything', { by: longDay(t, on) })
          : t('freshness.collect.otherwise', { from: longDay(t, mustReach), by: longDay(t, on) }),
    }
  const text =
    mustReach === null
      ? t('freshness.collect.anything', { by: longDay(t, on) })
      : t('freshness.collect', { from: longDay(t, mustReach), by: longDay(t, on) })
  const counts = item.evidence.length > 0 ? t('freshness.collect.counts', { examples: list(t, item.evidence) }) : null
  const until =
    outlook === 'runs out' && countsUntil ? t('freshness.collect.until', { day: longDay(t, countsUntil) }) : null
  return { text, reason: [until, counts].filter(Boolean).join(' ') || null }
}
