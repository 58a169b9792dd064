import type { Actor } from '../../../domain/actor.ts'
import type { LeftOut } from '../../../domain/bulk-change.ts'
import { daysToUndoBulkChange } from '../../../domain/retention.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { addDays, dayOf, type Instant } from '../../../domain/time.ts'
import type { Table } from '../../../web/components.ts'
import { longDay, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mayUndo } from './bulk-change.actions.ts'
import { evidenceAddress, leftOutTable } from './bulk-change.pages.ts'
import type { BulkChange } from './bulk-change.store.ts'
import type { ChangedItem, TitleShown } from './changed-item.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/bulk-changes/progress': ReturnType<typeof progressPage>
    'evidence/bulk-changes/result': ReturnType<typeof resultPage>
  }
}

export interface ChangeShown {
  organisation: Organisation
  change: BulkChange
  items: readonly ChangedItem[]
  /** titles by evidence id, as `titlesFor` returns them */
  titles: ReadonlyMap<string, TitleShown>
}

export const changeAddress = (organisation: { id: string }, { id }: { id: string }): string =>
  `${evidenceAddress(organisation)}/changes/${id}`

const backLink = (t: T, organisation: Organisation) => ({
  text: t('evidence.title'),
  href: evidenceAddress(organisation),
})

/** The page that is shown while the items are changed, or changed back. */
export function progressPage(t: T, { organisation, change, items }: ChangeShown, now: Instant) {
  const isUndo = change.status === 'undoing'
  const all = isUndo ? items.filter(({ result }) => result === 'done') : items
  const done = all.filter(({ result, undoResult }) => (isUndo ? undoResult : result) !== null).length
  return {
    title: t(isUndo ? 'bulk_changes.undoing' : 'bulk_changes.running'),
    back: backLink(t, organisation),
    progress: {
      id: 'done',
      sentence: t('bulk_changes.progress', { done, all: all.length }),
      done,
      all: Math.max(1, all.length),
    },
    counted: t('imports.progress.counted', { time: timeOfDay(t, now) }),
    again: { text: t('imports.progress.again'), href: changeAddress(organisation, change) },
  }
}

/** The result for each item, with one button to undo the whole change. */
export function resultPage(t: T, actor: Actor, shown: ChangeShown) {
  const { organisation, change, items } = shown
  const isUndone = change.status === 'undone'
  const handled = isUndone ? items.filter(({ result }) => result === 'done') : items
  const results = handled.map(item => ({ item, result: isUndone ? item.undoResult : item.result }))
  const done = results.filter(({ result }) => result === 'done' || result === 'undone').map(({ item }) => item)
  const leftOut = results.flatMap(({ item, result }) =>
    result && result !== 'done' && result !== 'undone' ? [{ item, why: result }] : [],
  )
  return {
    title: titleOf(t, change, done.length),
    heading: { caption: organisation.name, text: titleOf(t, change, done.length), size: 'l' as const },
    back: backLink(t, organisation),
    undo: done.length === 0 || isUndone ? null : undoPart(t, actor, organisation, change),
    table: done.length > 0 ? doneTable(t, shown, done) : null,
    leftOut: leftOutTable(
      t,
      leftOut.map(({ item, why }) => ({ title: titleFor(t, shown, item), why: why satisfies LeftOut })),
    ),
    link: { text: t('bulk_changes.back'), href: evidenceAddress(organisation) },
  }
}

function titleOf(t: T, { kind, status }: BulkChange, count: number): string {
  if (status !== 'undone') return count > 0 ? t(`bulk_changes.${kind}.done`, { count }) : t('bulk_changes.done.none')
  if (count === 0) return t('bulk_changes.undone.none')
  return t(kind === 'removal' ? 'bulk_changes.undone.removal' : 'bulk_changes.undone', { count })
}

function undoPart(t: T, actor: Actor, organisation: Organisation, change: BulkChange) {
  const day = longDay(t, addDays(dayOf(change.startedAt), daysToUndoBulkChange))
  if (!mayUndo(actor, change)) return { text: t('bulk_changes.undo.lead', { day }), form: null }
  return {
    text: t(change.kind === 'removal' ? 'bulk_changes.undo.removal' : 'bulk_changes.undo.text', { day }),
    form: {
      action: `${changeAddress(organisation, change)}/undoing`,
      text: t('bulk_changes.undo'),
      kind: 'secondary' as const,
    },
  }
}

const titleFor = (t: T, { titles }: ChangeShown, { evidenceId }: ChangedItem): string =>
  titles.get(evidenceId)?.title || t('bulk_changes.title.gone')

const doneTable = (t: T, shown: ChangeShown, done: readonly ChangedItem[]): Table => ({
  caption: t('bulk_changes.items', { count: done.length }),
  captionSize: 's',
  columns: [t('evidence.table.title')],
  rows: done.map(item => {
    const isOpen = shown.titles.get(item.evidenceId)?.isRemoved === false
    return {
      cells: [{ text: titleFor(t, shown, item), href: isOpen ? `/evidence/${item.evidenceId}` : null }],
    }
  }),
})
