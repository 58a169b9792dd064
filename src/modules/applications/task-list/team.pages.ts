import { gapIn, type AttachedEvidence } from '../../../domain/answer-gaps.ts'
import type { Assignment, Writer } from '../../../domain/assignment.ts'
import type { Item } from '../../../domain/framework.ts'
import type { SignOff } from '../../../domain/sign-off.ts'
import type { Day } from '../../../domain/time.ts'
import type { Filters, Link, Status, TaskGroup, TaskRow } from '../../../web/components.ts'
import { list, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { assigneeText } from '../assignments/assignment.pages.ts'

/**
 * The team's work on an application. Once the library cannot write the application, only the numbers of comments are
 * loaded.
 */
export interface TeamWork {
  assignments: readonly Assignment[]
  attached: ReadonlyMap<string, AttachedEvidence>
  /** the number of comments, by item */
  comments: ReadonlyMap<string, number>
  /** null unless the organisation requires a sign-off and the application is a draft or returned */
  signOff: { signOff: SignOff | null } | null
}

export const taskFilters = ['all', 'action', 'yours'] as const
export type TaskFilter = (typeof taskFilters)[number]

/** A hint about a gap in the evidence for an item, such as "No evidence from Quarry Lane yet"; null without a gap. */
export function gapHint(t: T, item: Item, attached: AttachedEvidence | undefined, today: Day): string | null {
  const gap = gapIn(item, attached, today)
  switch (gap?.kind) {
    case undefined:
      return null
    case 'consent':
      return t('applications.tasks.gap.consent', { count: gap.count })
    case 'branches':
      return gap.count > gap.names.length
        ? t('applications.tasks.gap.branches', { count: gap.count })
        : t('applications.tasks.gap.branch', { names: list(t, gap.names) })
    case 'expired':
      return t('applications.tasks.gap.expired', { count: gap.count })
    case 'old':
      return gap.months === 12
        ? t('applications.tasks.gap.year')
        : t('applications.tasks.gap.months', { count: gap.months })
    case 'consent ends':
      return t('applications.tasks.gap.consent.ends', { day: shortDay(t, gap.on) })
  }
}

/** The status of an item in the task list: "ready" when a lead can check it, otherwise its own status. */
export const teamStatus = (t: T, own: Status, isReady: boolean): Status =>
  isReady ? { icon: 'eye', tone: 'cloth', fill: true, text: t('assignments.status.ready') } : own

/**
 * Returns the name of the colleague to whom an item is assigned, or "Not assigned". Null when `isOpen` is false. Also
 * null when nothing in the application is assigned.
 */
export function rowWho(
  t: T,
  { assignments }: TeamWork,
  { itemId, isOpen, reader }: { itemId: string; isOpen: boolean; reader: { id: string } },
): string | null {
  const own = assignments.find(each => each.itemId === itemId)
  return assignments.length > 0 && isOpen ? assigneeText(t, own ?? null, reader) : null
}

/** A row of the task list, with the fields by which it can be filtered. */
export interface OwnRow extends TaskRow {
  needsAction: boolean
  isYours: boolean
}

export interface OwnGroup extends TaskGroup {
  rows: readonly OwnRow[]
}

/** The groups with only the rows that a filter shows. Groups without such rows are left out. */
export const filteredGroups = (filter: TaskFilter, groups: readonly OwnGroup[]): TaskGroup[] =>
  groups
    .map(group => ({ ...group, rows: group.rows.filter(row => isShownBy(filter, row)) }))
    .filter(({ rows }) => rows.length > 0)

function isShownBy(filter: TaskFilter, { needsAction, isYours }: OwnRow): boolean {
  if (filter === 'all') return true
  return filter === 'yours' ? isYours : needsAction
}

/**
 * The filters above the task list. Observers do not get the filter "yours", because nothing can be assigned to them.
 */
export function filtersOf(
  t: T,
  address: string,
  { current, groups, isObserver }: { current: TaskFilter; groups: readonly OwnGroup[]; isObserver: boolean },
): Filters {
  const rows = groups.flatMap(group => group.rows)
  const count = (filter: TaskFilter) => rows.filter(row => isShownBy(filter, row)).length
  const words = {
    all: t('applications.tasks.show.all'),
    action: t('applications.tasks.show.action', { count: count('action') }),
    yours: t('applications.tasks.show.yours', { count: count('yours') }),
  }
  return {
    label: t('applications.tasks.show'),
    items: taskFilters
      .filter(filter => filter !== 'yours' || !isObserver)
      .map(filter => ({
        text: words[filter],
        href: filter === 'all' ? address : `${address}?show=${filter}`,
        current: filter === current,
      })),
  }
}

/**
 * How many unfinished items each person has, and how many are not assigned. Items that are ready to check do not count.
 * `link` is null unless the reader is a lead, who can assign items.
 */
export interface UnfinishedWork {
  lines: readonly { name: string; count: string }[]
  link: Link | null
}

/** @param left the ids of the unfinished items */
export function unfinishedWork(
  t: T,
  { assignments }: TeamWork,
  { left, reader, href }: { left: readonly string[]; reader: Writer; href: string },
): UnfinishedWork | null {
  const link = reader.isLead ? { text: t('assignments.title'), href } : null
  if (assignments.length === 0) return link && { lines: [], link }
  const isLeft = ({ itemId, status }: Assignment) => status !== 'ready' && left.includes(itemId)
  const people = new Map(assignments.map(({ personId, name }) => [personId, name]))
  const linesOf = [...people].map(([id, name]) => ({
    isReader: id === reader.id,
    name: id === reader.id ? t('assignments.you') : name,
    count: assignments.filter(each => each.personId === id && isLeft(each)).length,
  }))
  const free = left.filter(id => !assignments.some(({ itemId }) => itemId === id)).length
  return {
    lines: [
      ...linesOf
        .toSorted((a, b) => Number(b.isReader) - Number(a.isReader) || b.count - a.count)
        .map(({ name, count }) => ({ name, count: t('applications.tasks.to_finish', { count }) })),
      ...(free > 0
        ? [{ name: t('assignments.nobody'), count: t('applications.tasks.to_finish', { count: free }) }]
        : []),
    ],
    link,
  }
}
