import type { Db } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { type Stream, allStreams, streamNamed, streamsOfferedLookup } from '../../frameworks/frameworks.public.ts'
import {
  type Branch,
  branchesIn,
  branchesTaken,
  findOrganisation,
  openOn,
} from '../../organisations/organisations.public.ts'
import { charityList, listAddress, listOf, ownList, type FreeBranches } from './list.pages.ts'
import { applicationLines, ownApplicationsLookup } from './list.store.ts'

const linesOnAPage = 30

export const listRoutes = ({ db, clock }: Parts): Route[] => [
  get('/applications', 'applications.list', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const list = listOf(queryText(req, 'show'))
    const after = placeAfter(req, 'since', 'id')
    const streams = await allStreams(db)
    const streamId = streamNamed(streams, queryText(req, 'stream'))
    const found = await applicationLines(db, actorOf(res), { list, streamId, after, limit: linesOnAPage + 1 })
    const { lines, next } = pageOf(found, linesOnAPage, listAddress(list, streamId), ({ statusSince, id }) => ({
      since: statusSince,
      id,
    }))
    page(res, 'applications/list/list', charityList(res.locals.t, lines, { list, next, streams, streamId }))
  }),

  get('/organisations/:id/applications', 'application.list', async (req, res, permission) => {
    const { t } = res.locals
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const at = clock.now()
    const { lines, ...found } = await runLookups(db, {
      lines: ownApplicationsLookup(db, organisation.id),
      branches: branchesIn(db, organisation.id),
      streams: streamsOfferedLookup(db, at),
    })
    const mayStart = organisation.closedAt === null && can(actorOf(res), 'application.start', organisation)
    const open = openOn(found.branches, dayOf(at))
    const branches = await freeBranches(db, organisation, { open, streams: found.streams })
    page(res, 'applications/list/own', ownList(t, organisation, { lines, mayStart, branches }))
  }),
]

/**
 * `free` if the library can apply for a branch in some stream. `taken` if all its open branches are taken in every
 * stream that accepts new applications. `none` if it has no open branch, or no stream accepts new applications.
 */
async function freeBranches(
  db: Db,
  organisation: Organisation,
  { open, streams }: { open: readonly Branch[]; streams: readonly Stream[] },
): Promise<FreeBranches> {
  if (open.length === 0 || streams.length === 0) return 'none'
  for (const { id: streamId } of streams) {
    const taken = await branchesTaken(db, organisation, streamId)
    if (open.some(({ id }) => !taken.has(id))) return 'free'
  }
  return 'taken'
}
