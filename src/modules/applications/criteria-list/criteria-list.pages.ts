import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Table } from '../../../web/components.ts'
import { countUpTo, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { versionStatus, whenOf } from '../../frameworks/frameworks.public.ts'
import { mostUnderWay, type FrameworkLine } from './criteria-list.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/criteria-list/list': ReturnType<typeof frameworkList>
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
      table: tableOf(t, framework, can(actor, 'applications.list')),
      retire: can(actor, 'frameworks.edit') ? retireLink(t, framework) : null,
    })),
    schema: can(actor, 'frameworks.edit')
      ? { text: t('frameworks.schema.link'), href: '/frameworks/schema.json' }
      : null,
  }
}

/** The link to start the next draft from the newest published version; null when that is not possible. */
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

const tableOf = (t: T, { streamName, versions }: FrameworkLine, hasCounts: boolean): Table => ({
  caption: t('frameworks.list.caption', { stream: streamName }),
  captionSize: 'hidden',
  columns: [
    t('frameworks.column.version'),
    t('frameworks.column.state'),
    t('frameworks.column.when'),
    ...(hasCounts ? [t('frameworks.column.applications')] : []),
  ],
  rows: versions.map(version => ({
    cells: [
      { text: version.label, href: `/frameworks/${version.id}` },
      { status: versionStatus(t, version) },
      { text: whenOf(t, version) },
      ...(version.applications === null
        ? []
        : [{ text: countUpTo(t, version.applications, mostUnderWay), figures: true }]),
    ],
  })),
})
