import { lookUpAll } from '../../../db/lookups.ts'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemsOf, libraryStream } from '../../../domain/framework.ts'
import { can, type OrganisationSubject } from '../../../domain/permissions.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { branchesIn, organisationFor } from '../../organisations/organisations.public.ts'
import { wantedIn } from '../search-index/search-index.store.ts'
import {
  addressOf,
  facetsOf,
  filtersFrom,
  isUnfiltered,
  keysOf,
  offeredTo,
  placeIn,
  type Filters,
} from '../search/search.forms.ts'
import { evidenceFound, ownersIn, type EvidencePosition, type FoundEvidence } from '../search/search.store.ts'
import { countedMost, evidenceBank } from './list.pages.ts'
import { evidenceLinesOf } from './list.store.ts'

const linesOnAPage = 50

/** The evidence of a library. */
export const listRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id/evidence', 'evidence.list', async (req, res, permission) => {
    const [actor, { today }] = [actorOf(res), res.locals]
    const about = {
      organisation: organisationFor(db, actor, permission, req.params.id),
      branches: branchesIn(db, req.params),
      owners: ownersIn(db, req.params),
      versionId: latestVersionId(db, libraryStream),
    }
    const { organisation, branches, owners, versionId } = await lookUpAll(db, about)
    const framework = await frameworkVersion(db, versionId)
    const offered = offeredTo({
      items: itemsOf(framework),
      branches,
      owners,
      today,
      mayOpenRestricted: can(actor, 'evidence.add', organisation),
    })
    const filters = filtersFrom(req, offered)
    const after = placeIn(req, filters)
    const { found, next, count } = await evidenceListPage(db, actor, organisation, filters, today, after)
    const lines = await evidenceLinesOf(
      db,
      actor,
      found.map(({ id }) => id),
    )
    page(
      res,
      'evidence/list/list',
      evidenceBank(res.locals.t, organisation, {
        lines,
        next,
        count,
        filters,
        offered,
        branches,
        owners,
        framework,
        today,
        mayAdd: can(actor, 'evidence.add', organisation),
        maySort: can(actor, 'inbox.manage', organisation),
        mayListConsents: can(actor, 'consent.list', organisation),
        isLater: after !== null,
      }),
    )
  }),
]

/** How many there are, as far as somebody counts, and one page of them. */
async function evidenceListPage(
  db: Db,
  actor: Actor,
  organisation: OrganisationSubject,
  filters: Filters,
  today: Day,
  after: EvidencePosition | null,
): Promise<{ found: readonly FoundEvidence[]; next: string | null; count: number }> {
  const wanted = isUnfiltered(filters) ? 'all' : wantedIn(actor, organisation, filters.search, facetsOf(filters), today)
  if (wanted === null) return { found: [], next: null, count: 0 }
  const stretch = (place: EvidencePosition | null, most: number) =>
    evidenceFound(
      db,
      actor,
      organisation,
      { wanted, state: facetsOf(filters).state, order: filters.order },
      today,
      place,
      most,
    )
  const { counted, later } = await lookUpAll(db, {
    counted: stretch(null, countedMost + 1),
    later: after && stretch(after, linesOnAPage + 1),
  })
  const { lines, next } = pageOf(
    later ?? counted.slice(0, linesOnAPage + 1),
    linesOnAPage,
    addressOf(organisation, filters),
    keysOf,
  )
  return { found: lines, next, count: counted.length }
}
