import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookups, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import { itemById, itemsOf, libraryStream, type Framework, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day } from '../../../domain/time.ts'
import {
  evidenceFound,
  evidenceLinesOf,
  noFacets,
  partnersFoundAt,
  searchTermsIn,
  type EvidenceLine,
  type FoundEvidence,
} from '../../evidence/evidence.public.ts'
import { frameworkVersions, latestVersionId } from '../../frameworks/frameworks.public.ts'

/** The maximum number of a person's libraries that are searched. */
const librariesMost = 10

export interface SearchedLibrary {
  id: string
  name: string
  /** the application that the library is writing, with its criteria; null when there is none */
  draft: { id: string; kind: ApplicationKind; framework: Framework } | null
}

/** The results that come from the database, with at most `limit` items of evidence from each library. */
export interface FoundInData {
  libraries: SearchedLibrary[]
  evidence: { library: SearchedLibrary; line: EvidenceLine }[]
  /** the libraries with more evidence than is shown */
  more: SearchedLibrary[]
  partners: (Awaited<ReturnType<typeof partnersFoundAt>>[number] & { library: SearchedLibrary })[]
  /** the id of the latest version of the criteria for libraries */
  versionId: string
  items: readonly Item[]
}

interface Asked {
  search: string
  today: Day
  limit: number
  kindInWords: Parameters<typeof partnersFoundAt>[2]['kindInWords']
}

/** Searches the evidence and the partners of up to `librariesMost` of the person's libraries. */
export async function searchData(
  db: Db,
  actor: Actor,
  { search, today, limit, kindInWords }: Asked,
): Promise<FoundInData> {
  const ids = [...new Set(actor.memberships.map(({ organisationId }) => organisationId))]
    .filter(id => can(actor, 'evidence.list', { id }))
    .slice(0, librariesMost)
  const { names, drafts, versionId, ...found } = await runLookups(db, {
    names: namesOf(db, ids),
    drafts: draftsOf(db, ids),
    versionId: latestVersionId(db, libraryStream),
    ...Object.fromEntries(
      ids.map((id, place) => [`evidence_${place}`, evidenceIn(db, actor, { id, search, today, limit })]),
    ),
  })
  const versions = await frameworkVersions(db, [versionId, ...drafts.map(draft => draft.versionId)])
  const libraries = names.map(({ id, name }) => {
    const draft = drafts.find(each => each.organisationId === id)
    return { id, name, draft: draft ? draftIn(draft, versions) : null }
  })
  const at = (id: string) => libraries.find(library => library.id === id)!
  const rows = ids.map((id, place) => ({
    library: at(id),
    found: (found as unknown as Record<string, FoundEvidence[] | null>)[`evidence_${place}`] ?? [],
  }))
  const shown = rows.flatMap(row => row.found.slice(0, limit).map(({ id }) => ({ id, library: row.library })))
  const lines = await evidenceLinesOf(
    db,
    actor,
    shown.map(({ id }) => id),
  )
  const partners = await partnersFoundAt(db, ids, { search, kindInWords })
  return {
    libraries,
    evidence: lines.map(line => ({ line, library: shown.find(({ id }) => id === line.id)!.library })),
    more: rows.filter(row => row.found.length > limit).map(({ library }) => library),
    partners: partners.map(partner => ({ ...partner, library: at(partner.organisationId) })),
    versionId,
    items: itemsOf(versions.get(versionId)!),
  }
}

const draftIn = ({ id, kind, versionId }: Draft, versions: ReadonlyMap<string, Framework>) => ({
  id,
  kind,
  framework: versions.get(versionId)!,
})

/** One library's matching evidence: at most one more item than the page shows. Null when the search has no words. */
function evidenceIn(
  db: Db,
  actor: Actor,
  { id, search, today, limit }: Pick<Asked, 'search' | 'today' | 'limit'> & { id: string },
): Lookup<FoundEvidence[]> | null {
  const wanted = searchTermsIn(actor, { id }, { search, facets: noFacets, today })
  if (!wanted) return null
  const query = { organisationId: id, wanted, state: null, order: 'newest' as const, today }
  return evidenceFound(db, actor, { ...query, after: null, limit: limit + 1 })
}

const namesOf = withKeptSql((db: Db, ids: readonly string[]) =>
  lookup<{ id: string; name: string }, { id: string; name: string }[]>(
    () =>
      (db('organisations') as Knex.QueryBuilder)
        .whereIn('id', [...ids])
        .orderBy(['name', 'id'])
        .select('id', 'name'),
    ['id', 'name'],
    rows => rows,
  ),
)

interface Draft {
  id: string
  organisationId: string
  versionId: string
  kind: ApplicationKind
}

/** The applications that these libraries are writing, newest first. */
const draftsOf = withKeptSql((db: Db, ids: readonly string[]) =>
  lookup<Draft, Draft[]>(
    () =>
      (db('applications') as Knex.QueryBuilder)
        .whereIn('organisation_id', [...ids])
        .whereIn('status', ['draft', 'returned', 'more evidence asked'])
        .orderBy([
          { column: 'started_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .select('id', 'organisation_id as organisationId', 'framework_version_id as versionId', 'kind'),
    ['id', 'organisationId', 'versionId', 'kind'],
    rows => rows,
  ),
)

/** The criterion in the application that the library is writing; null when the application does not ask for it. */
export function itemInDraft({ draft }: SearchedLibrary, { id }: Item): Item | null {
  const item = draft && itemById(draft.framework, id)
  return item && item.askedIn.includes(draft.kind) ? item : null
}
