import type { Db } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemsOf, libraryStream } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { branchesIn, organisationFor } from '../../organisations/organisations.public.ts'
import { evidenceFound, ownersIn, type EvidencePosition } from '../search/search.store.ts'
import {
  addressOf,
  evidenceQueryOf,
  filtersFrom,
  keysOf,
  offeredTo,
  placeIn,
  selectionIn,
  type Filters,
} from './list.forms.ts'
import { evidenceList, maxCounted } from './list.pages.ts'
import { evidenceLinesOf } from './list.store.ts'

const linesOnAPage = 50

export const listRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id/evidence', 'evidence.list', async (req, res, permission) => {
    const { t, today } = res.locals
    const { organisation, ...library } = await libraryFor(db, actorOf(res), permission, req.params.id)
    const rights = rightsOf(actorOf(res), organisation)
    const offered = offeredTo({ ...library, today, mayOpenRestricted: rights.mayOpenRestricted })
    const filters = filtersFrom(req, offered)
    const after = placeIn(req, filters)
    const evidence = await pageOfEvidence(db, actorOf(res), { organisationId: organisation.id, filters, today, after })
    const selection = { selected: selectionIn(req), here: req.originalUrl }
    const listing = { ...library, ...rights, ...evidence, ...selection, filters, offered, today }
    page(res, 'evidence/list/list', evidenceList(t, organisation, { ...listing, isFirstPage: after === null }))
  }),
]

/** Returns the library, with the branches, owners and criteria that the filters offer. */
async function libraryFor(db: Db, actor: Actor, permission: 'evidence.list', id: string) {
  const { versionId, ...library } = await runLookups(db, {
    organisation: organisationFor(db, actor, permission, id),
    branches: branchesIn(db, id),
    owners: ownersIn(db, id),
    versionId: latestVersionId(db, libraryStream),
  })
  const framework = await frameworkVersion(db, versionId)
  return { ...library, framework, items: itemsOf(framework) }
}

const rightsOf = (actor: Actor, organisation: Organisation) => ({
  mayAdd: organisation.closedAt === null && can(actor, 'evidence.add', organisation),
  mayOpenRestricted: can(actor, 'evidence.add', organisation),
  maySort: can(actor, 'inbox.manage', organisation),
  mayListConsents: can(actor, 'consent.list', organisation),
})

interface PageQuery {
  organisationId: string
  filters: Filters
  today: Day
  after: EvidencePosition | null
}

/** One page of the evidence, the address of the next page, and the number of matches up to `maxCounted` + 1. */
async function pageOfEvidence(db: Db, actor: Actor, { organisationId, filters, today, after }: PageQuery) {
  const organisation = { id: organisationId }
  const query = evidenceQueryOf(actor, organisation, filters, today)
  if (!query) return { lines: [], next: null, count: 0 }
  const { counted, later } = await runLookups(db, {
    counted: evidenceFound(db, actor, { ...query, after: null, limit: maxCounted + 1 }),
    later: after && evidenceFound(db, actor, { ...query, after, limit: linesOnAPage + 1 }),
  })
  const found = later ?? counted.slice(0, linesOnAPage + 1)
  const { lines, next } = pageOf(found, linesOnAPage, addressOf(organisation, filters), keysOf)
  const ids = lines.map(({ id }) => id)
  return { lines: await evidenceLinesOf(db, actor, ids), next, count: counted.length }
}
