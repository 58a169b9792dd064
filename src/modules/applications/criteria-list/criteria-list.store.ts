import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Instant } from '../../../domain/time.ts'
import { isKnownTo, mayKnowDraft } from '../../access/access.public.ts'

/** One version of a framework in the list of criteria. */
export interface VersionLine {
  id: string
  version: string
  label: string
  issued: boolean
  publishedAt: Instant | null
  changedAt: Instant | null
  changedBy: string | null
  retiredAt: Instant | null
  /**
   * the number of applications under way that the reader is allowed to know about, at most `mostUnderWay` + 1; null for
   * readers who cannot list applications
   */
  applications: number | null
}

/** The list counts the applications of a version up to this number, and shows "More than 1,000" beyond it. */
export const mostUnderWay = 1_000

/** A framework with its versions: first the draft, then the published versions, newest first. */
export interface FrameworkLine {
  id: string
  streamId: string
  streamName: string
  isDemo: boolean
  retiredAt: Instant | null
  versions: VersionLine[]
}

type ListRow = Omit<VersionLine, 'issued'> & {
  frameworkId: string
  issued: number
  streamId: string
  streamName: string
  isDemo: number
  streamRetiredAt: Instant | null
}

/** Every framework with its versions, in one query. At most 200 versions. */
export const frameworkLines = (db: Db, actor: Actor): Promise<FrameworkLine[]> =>
  runLookup(db, frameworksLookup(db, actor))

const listFields = [
  'id',
  'version',
  'label',
  'issued',
  'frameworkId',
  'publishedAt',
  'changedAt',
  'retiredAt',
  'changedBy',
  'streamId',
  'streamName',
  'isDemo',
  'streamRetiredAt',
  'applications',
] as const

const frameworksLookup = withKeptSql((db: Db, actor: Actor): Lookup<FrameworkLine[]> =>
  lookup<ListRow, FrameworkLine[]>(
    () =>
      db('framework_versions')
        .join('frameworks', 'frameworks.id', 'framework_versions.framework_id')
        .join('streams', 'streams.id', 'frameworks.stream_id')
        .orderBy(['streams.is_demo', 'streams.id', 'frameworks.id'])
        .orderByRaw('framework_versions.published_at is not null, framework_versions.published_at desc')
        .orderBy('framework_versions.id')
        .limit(200)
        .select(...versionColumns(db, actor)),
    listFields,
    toFrameworks,
  ),
)

function toFrameworks(rows: readonly ListRow[]): FrameworkLine[] {
  const frameworks = new Map<string, FrameworkLine>()
  for (const { frameworkId, streamId, streamName, isDemo, streamRetiredAt, ...version } of rows) {
    const line: FrameworkLine = frameworks.get(frameworkId) ?? {
      id: frameworkId,
      streamId,
      streamName,
      isDemo: isDemo === 1,
      retiredAt: streamRetiredAt,
      versions: [],
    }
    line.versions.push({
      ...version,
      issued: version.issued === 1,
    })
    frameworks.set(frameworkId, line)
  }
  return [...frameworks.values()]
}

const versionColumns = (db: Db, actor: Actor) => [
  'framework_versions.id',
  'framework_versions.version',
  'framework_versions.label',
  'framework_versions.issued',
  'framework_versions.framework_id as frameworkId',
  'framework_versions.published_at as publishedAt',
  'framework_versions.changed_at as changedAt',
  'framework_versions.retired_at as retiredAt',
  db.raw('(select people.name from people where people.id = framework_versions.changed_by) as "changedBy"'),
  'streams.id as streamId',
  'streams.name as streamName',
  'streams.is_demo as isDemo',
  'streams.retired_at as streamRetiredAt',
  can(actor, 'applications.list') ? underWayKnownTo(db, actor) : db.raw('null as applications'),
]

const underWayKnownTo = (db: Db, actor: Actor) =>
  db
    .from(
      db('applications')
        .whereRaw('applications.framework_version_id = framework_versions.id')
        // must equal the condition of the index `applications_under_way`; otherwise the query cannot use that index
        .whereRaw(
          `'withdrawn' <> applications.status
            and ('decided' <> applications.status or applications.decision_letter_released_at is null)`,
        )
        .where(isKnownTo(actor))
        .where(mayKnowDraft(actor))
        .limit(mostUnderWay + 1)
        .select(db.raw('1'))
        .as('under_way'),
    )
    .count()
    .as('applications')
