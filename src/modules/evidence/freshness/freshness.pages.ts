import type { Item } from '../../../domain/framework.ts'
import { outlooks, type Forecast, type Outlook } from '../../../domain/freshness.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Day } from '../../../domain/time.ts'
import type { Cell, Table } from '../../../web/components.ts'
import { dateField, errorSummary } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import { isolated, type T } from '../../../words/words.ts'
import type { Deadline } from './freshness.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/freshness/show': ReturnType<typeof freshnessPage>
  }
}

export interface Freshness {
  /** the day that the page checks the evidence for */
  on: Day
  deadline: Deadline
  forecasts: readonly Forecast<Item>[]
  form: Form
}

export function freshnessPage(t: T, organisation: Organisation, { on, deadline, forecasts, form }: Freshness) {
  const listAddress = `/organisations/${organisation.id}/evidence`
  const count = forecasts.filter(({ outlook }) => needsEvidence(outlook)).length
  const day = longDay(t, on)
  return {
    title: t('freshness.title'),
    heading: { caption: organisation.name, text: t('freshness.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: listAddress },
    errors: errorSummary(form),
    on: dateField(form.errors.length > 0 ? form : formOf({ on }), 'on', t('freshness.on'), {
      hint: t(`freshness.deadline.${deadline.reason}`, { day: longDay(t, deadline.on) }),
    }),
    action: `/organisations/${organisation.id}/freshness`,
    result: count === 0 ? t('freshness.result.none', { day }) : t('freshness.result', { count, day }),
    groups: outlooks.flatMap(outlook => {
      const group = forecasts.filter(each => each.outlook === outlook)
      return group.length === 0 ? [] : [groupOf(t, outlook, group, listAddress)]
    }),
    coverage: { text: t('freshness.coverage'), href: `/organisations/${organisation.id}/coverage` },
  }
}

const needsEvidence = (outlook: Outlook): boolean =>
  outlook === 'missing' || outlook === 'too old' || outlook === 'consent' || outlook === 'runs out'

/** A table of the criteria with the same result. Criteria that need no action are collapsed. */
function groupOf(t: T, outlook: Outlook, forecasts: readonly Forecast<Item>[], listAddress: string) {
  const last = lastColumn(t, outlook)
  const isFolded = outlook === 'fresh' || outlook === 'does not age'
  const caption = t(`freshness.outlook.${outlook}`, { count: forecasts.length })
  const table: Table = {
    caption,
    captionSize: isFolded ? 'hidden' : 'm',
    columns: [t('freshness.column.criterion'), t('freshness.column.covered'), ...(last ? [last.heading] : [])],
    rows: forecasts.map(each => ({
      code: each.item.code,
      cells: [
        { text: each.item.title, href: `${listAddress}?${new URLSearchParams({ item: each.item.id }).toString()}` },
        { text: coveredText(t, each) },
        ...(last ? [last.cell(each)] : []),
      ],
    })),
  }
  return { summary: isFolded ? caption : null, hint: t(`freshness.hint.${outlook}`), table }
}

/**
 * The last column of a table: the evidence to add, or the last day on which evidence counts. Null for evidence that
 * does not age.
 */
function lastColumn(t: T, outlook: Outlook): { heading: string; cell: (of: Forecast<Item>) => Cell } | null {
  if (needsEvidence(outlook)) {
    const heading = t(outlook === 'consent' ? 'freshness.column.consent' : 'freshness.column.needed')
    return { heading, cell: each => neededCell(t, each) }
  }
  if (outlook === 'does not age') return null
  return {
    heading: t('freshness.column.until'),
    cell: ({ countsUntil }) => ({ text: countsUntil ? longDay(t, countsUntil) : t('freshness.until.unknown') }),
  }
}

function coveredText(t: T, { evidenceItems, coveredTo, undated, waiting }: Forecast<Item>): string {
  if (evidenceItems > 0 && coveredTo !== null) return t('freshness.covered.to', { day: longDay(t, coveredTo) })
  if (evidenceItems > 0) return t('freshness.covered.undated', { count: undated })
  return waiting > 0 ? t('freshness.covered.no_consent', { count: waiting }) : t('freshness.covered.nothing')
}

/** The evidence to add, or the day by which to ask whether people still agree. */
function neededCell(t: T, { item, mustReach, countsUntil, askBy, outlook }: Forecast<Item>): Cell {
  if (askBy)
    return {
      text: t('freshness.needed.ask', { day: longDay(t, askBy) }),
      reason:
        mustReach === null
          ? t('freshness.needed.otherwise.any')
          : t('freshness.needed.otherwise', { from: longDay(t, mustReach) }),
    }
  const until =
    outlook === 'runs out' && countsUntil ? t('freshness.needed.until', { day: longDay(t, countsUntil) }) : null
  const examples =
    item.evidence.length > 0
      ? t('freshness.needed.examples', { examples: item.evidence.map(isolated).join('; ') })
      : null
  return {
    text: mustReach === null ? t('freshness.needed.any') : t('freshness.needed', { from: longDay(t, mustReach) }),
    reason: [until, examples].filter(Boolean).join(' ') || null,
  }
}
