import type { Db } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { recordView } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { viewInboxItems } from './inbox.actions.ts'
import { inboxAddress, inboxPage } from './inbox.pages.ts'
import { inboxItemFor, inboxItemsOf, type InboxFile, type InboxPosition } from './inbox.store.ts'

const itemsOnAPage = 50

/** The evidence inbox, where leads see items sent through upload links, and their files. */
export const inboxRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/inbox', 'inbox.manage', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const place = placeAfter(req, 'at', 'inboxItem')
    const after = place && { arrivedAt: place.at as InboxPosition['arrivedAt'], id: place.inboxItem }
    const found = await runLookup(parts.db, inboxItemsOf(parts.db, organisation.id, after, itemsOnAPage + 1))
    const { lines: items, next } = pageOf(found, itemsOnAPage, inboxAddress(organisation), ({ arrivedAt, id }) => ({
      at: arrivedAt,
      inboxItem: id,
    }))
    if (items.length > 0) await viewInboxItems(parts, actorOf(res), items)
    const listed = { organisation, items, next, isLater: after !== null }
    page(res, 'evidence/inbox/list', inboxPage(res.locals.t, listed, res.locals.today))
  }),

  get('/organisations/:id/inbox/:itemId/files/:fileId', 'inbox.manage', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const file = await findReadyFile(parts.db, organisation, req.params)
    const view = { what: 'file', entityId: file.id, organisationId: organisation.id } as const
    await parts.write(actorOf(res), work => recordView(work, view))
    await sendFile(res, parts, file, 'inline')
  }),

  // Previews are not recorded as views, because opening the page that shows them is recorded.
  get('/organisations/:id/inbox/:itemId/files/:fileId/small', 'inbox.manage', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const { small, name } = await findReadyFile(parts.db, organisation, req.params)
    if (!small) throw new NotFound()
    await sendFile(res, parts, { ...small, name, type: 'image/webp' }, 'inline')
  }),
]

/** @throws NotFound for an unknown file, and for a file that is being scanned or was refused */
async function findReadyFile(
  db: Db,
  organisation: { id: string },
  { itemId, fileId }: { itemId: string; fileId: string },
): Promise<InboxFile> {
  const item = await runLookup(db, inboxItemFor(db, organisation, itemId))
  const file = item.files.find(({ id }) => id === fileId)
  if (file?.state !== 'ready') throw new NotFound()
  return file
}
