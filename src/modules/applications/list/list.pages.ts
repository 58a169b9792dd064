import type { Organisation } from '../../../domain/organisation.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link } from '../../../web/components.ts'
import { longDay, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { listDownloadLink, savedFiltersLink } from '../../access/access.public.ts'
import { streamFilter, type Stream } from '../../frameworks/frameworks.public.ts'
import { exactStatus, ownStatus } from '../statuses/status.pages.ts'
import { lists, type ApplicationLine, type OwnLine, type ListName } from './list.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/list/list': ReturnType<typeof charityList>
    'applications/list/own': ReturnType<typeof ownList>
  }
}

export const listNames = Object.keys(lists) as ListName[]
/** The list that an address names, such as `with-a-trustee` for 'with a trustee'. An unknown name means 'under way'. */
export const listOf = (text: string): ListName => listNames.find(name => inAddress(name) === text) ?? 'under way'
/** @param streamId empty for all streams */
export const listAddress = (name: ListName, streamId = ''): string =>
  `/applications?show=${inAddress(name)}${streamId ? `&stream=${streamId}` : ''}`
const inAddress = (name: ListName): string => name.replaceAll(' ', '-')

export interface ListShown {
  list: ListName
  /** the address of the next page; null on the last page */
  next: string | null
  streams: readonly Stream[]
  /** the id of the selected stream; empty for all */
  streamId: string
}

/**
 * One list of the applications that a coordinator or trustee is allowed to know about, with links to the other lists.
 */
export function charityList(t: T, lines: readonly ApplicationLine[], { list, next, streams, streamId }: ListShown) {
  const address = listAddress(list, streamId)
  return {
    title: t('applications.title'),
    back: { text: t('home.title'), href: '/home' },
    wide: true,
    filters: {
      label: t('applications.filter.label'),
      items: listNames.map(name => ({
        text: t(`applications.list.${name}`),
        href: listAddress(name, streamId),
        current: name === list,
      })),
    },
    streams: streamFilter(t, streams, { chosen: streamId, addressOf: id => listAddress(list, id) }),
    empty:
      lines.length > 0
        ? null
        : { picture: 'letters' as const, heading: t('applications.none'), text: [t('applications.none.why')] },
    table: lines.length === 0 ? null : charityTable(t, lines, list, streams.length > 1),
    pagination: { previous: null, next: next ? { text: t('applications.more'), href: next } : null },
    downloads: [listDownloadLink(t, '/downloads/applications', address), savedFiltersLink(t, 'applications', address)],
    decisions: list === 'decided' ? { text: t('applications.to_decisions'), href: '/decisions' } : null,
  }
}

const charityTable = (t: T, lines: readonly ApplicationLine[], list: ListName, withStream: boolean) => ({
  caption: t(`applications.list.${list}`),
  captionSize: 'm' as const,
  columns: [
    t('applications.column.library'),
    t('applications.column.kind'),
    ...(withStream ? [t('rounds.column.stream')] : []),
    t('applications.column.state'),
    t('applications.column.since'),
    t('applications.column.branches'),
  ],
  rows: lines.map(line => ({
    cells: [
      { text: line.organisation, href: `/applications/${line.id}`, reason: line.place },
      { text: t('applications.number', { kind: t(`application.kind.${line.kind}`), number: line.number }) },
      ...(withStream ? [{ text: line.stream }] : []),
      { status: exactStatus(t, line.status, line.decisionLetterReleased), reason: reasonOf(t, line) },
      { text: shortDay(t, dayOf(line.statusSince)), figures: true },
      { text: String(line.branches), figures: true },
    ],
  })),
})

/** A remark beside the status in a row of the list; null when there is none. */
export function reasonOf(t: T, line: ApplicationLine): string | null {
  if (line.until) return t('applications.until', { day: longDay(t, line.until) })
  if (line.status === 'decided' && !line.decisionLetterReleased) return t('applications.decision_letter_waiting')
  return line.declared === null && line.status !== 'draft' ? t('applications.declare') : null
}

/** Whether a library has a branch to apply for, see `freeBranches`. */
export type FreeBranches = 'free' | 'taken' | 'none'

/** A library's own applications. */
export function ownList(
  t: T,
  organisation: Organisation,
  { lines, mayStart, branches }: { lines: readonly OwnLine[]; mayStart: boolean; branches: FreeBranches },
) {
  const start = { text: t('application.move.start'), href: `/organisations/${organisation.id}/applications/new` }
  return {
    title: t('applications.own.title', { organisation: organisation.name }),
    back: { text: organisation.name, href: `/organisations/${organisation.id}` },
    empty: lines.length > 0 ? null : emptyOwnList(t, organisation, { start: mayStart ? start : null, branches }),
    table: lines.length === 0 ? null : ownTable(t, lines),
    start: mayStart && branches === 'free' && lines.length > 0 ? start : null,
  }
}

function emptyOwnList(t: T, { id }: Organisation, { start, branches }: { start: Link | null; branches: FreeBranches }) {
  const empty = { picture: 'door' as const, heading: t('applications.own.none') }
  if (!start) return { ...empty, text: [t('applications.own.none.watching')] }
  if (branches === 'taken') {
    const link = { text: t('applications.new.see_awards'), href: `/organisations/${id}` }
    return { ...empty, text: [t('applications.own.none.in_awards')], link }
  }
  return { ...empty, text: [t('applications.own.none.what'), t('applications.own.none.long')], button: start }
}

const ownTable = (t: T, lines: readonly OwnLine[]) => ({
  caption: t('applications.title'),
  captionSize: 'hidden' as const,
  columns: [
    t('applications.column.kind'),
    t('applications.column.state'),
    t('applications.column.since'),
    t('applications.column.started'),
  ],
  rows: lines.map(line => ({
    cells: [
      {
        text: t('applications.number', { kind: t(`application.kind.${line.kind}`), number: line.number }),
        href: `/applications/${line.id}`,
      },
      { status: ownStatus(t, line) },
      { text: shortDay(t, dayOf(line.statusSince)), figures: true },
      { text: shortDay(t, dayOf(line.startedAt)), figures: true },
    ],
  })),
})
