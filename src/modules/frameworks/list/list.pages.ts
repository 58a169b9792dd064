import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Status, Table } from '../../../web/components.ts'
import { countUpTo, dayAndTime, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mostUnderWay, type FrameworkLine, type VersionLine } from './list.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/list/list': ReturnType<typeof frameworkList>
  }
}

/** The list of streams with their draft, published and retired versions. */
export function frameworkList(t: T, actor: Actor, frameworks: readonly FrameworkLine[]) {
  return {
    title: t('frameworks.title'),
    back: { text: t('home.title'), href: '/home' },
    frameworks: frameworks.map(framework => ({
      name: framework.streamName,
      notes: [
        ...(framework.isDemo ? [t('frameworks.stream.demo')] : []),
        ...(framework.retiredAt
          ? [t('frameworks.stream.retired', { day: longDay(t, dayOf(framework.retiredAt)) })]
          : []),
      ],
      start: startLink(t, actor, framework),
      table: tableOf(t, framework),
      retire: can(actor, 'frameworks.edit') ? retireLink(t, framework) : null,
    })),
    schema: can(actor, 'frameworks.edit')
      ? { text: t('frameworks.schema.link'), href: '/frameworks/schema.json' }
      : null,
  }
}

/**
 * The link to start the next draft from the newest published version; null when there is a draft already, the stream is
 * retired, or the actor cannot edit criteria.
 */
function startLink(t: T, actor: Actor, { versions, retiredAt, streamName }: FrameworkLine): Link | null {
  const newest = versions.find(({ publishedAt }) => publishedAt !== null)
  const hasDraft = versions.some(({ publishedAt }) => publishedAt === null)
  if (!newest || hasDraft || retiredAt !== null || !can(actor, 'frameworks.edit')) return null
  return { text: t('frameworks.start.link'), href: `/frameworks/${newest.id}/draft`, hidden: streamName }
}

const retireLink = (t: T, { streamId, streamName, retiredAt }: FrameworkLine): Link => ({
  text: t(retiredAt ? 'frameworks.restoration.stream.link' : 'frameworks.retirement.stream.link'),
  href: `/streams/${streamId}/retirement`,
  hidden: streamName,
})

const tableOf = (t: T, { streamName, versions }: FrameworkLine): Table => ({
  caption: t('frameworks.list.caption', { stream: streamName }),
  captionSize: 'hidden',
  columns: [
    t('frameworks.column.version'),
    t('frameworks.column.state'),
    t('frameworks.column.when'),
    t('frameworks.column.applications'),
  ],
  rows: versions.map(version => ({
    cells: [
      { text: version.label, href: `/frameworks/${version.id}` },
      { status: versionStatus(t, version) },
      { text: whenOf(t, version) },
      { text: countUpTo(t, version.applications, mostUnderWay), figures: true },
    ],
  })),
})

type Standing = Pick<VersionLine, 'publishedAt' | 'retiredAt' | 'issued'>

export function versionStatus(t: T, { publishedAt, retiredAt, issued }: Standing): Status {
  if (publishedAt === null) return { icon: 'pencil', tone: 'cloth', text: t('frameworks.state.draft') }
  if (retiredAt !== null) return { icon: 'dash', tone: 'quiet', text: t('frameworks.state.retired') }
  return issued
    ? { icon: 'tick', tone: 'done', text: t('frameworks.state.published') }
    : { icon: 'information', tone: 'quiet', text: t('frameworks.state.working') }
}

export function whenOf(
  t: T,
  { publishedAt, changedAt, changedBy }: Pick<VersionLine, 'publishedAt' | 'changedAt' | 'changedBy'>,
): string {
  if (publishedAt) return t('frameworks.when.published', { day: longDay(t, dayOf(publishedAt)) })
  if (!changedAt) return t('frameworks.when.unsaved')
  return changedBy
    ? t('frameworks.when.saved_by', { name: changedBy, when: dayAndTime(t, changedAt) })
    : t('frameworks.when.saved', { when: dayAndTime(t, changedAt) })
}
