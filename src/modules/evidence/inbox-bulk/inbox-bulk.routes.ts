import type { Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { allEvidenceKinds } from '../../../domain/evidence.ts'
import { libraryStream } from '../../../domain/framework.ts'
import type { Parts } from '../../../parts.ts'
import { flashWarning } from '../../../web/flash.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { findOrganisation, requireReaders, teamIn, writersIn } from '../../organisations/organisations.public.ts'
import { readDocuments, withoutKnownNames } from '../document-details/document-details.actions.ts'
import { asReceivedFiles } from '../inbox-sorting/inbox-sorting.forms.ts'
import { removeObjects, viewInboxItems } from '../inbox/inbox.actions.ts'
import { inboxAddress } from '../inbox/inbox.pages.ts'
import { inboxItemsWith } from '../inbox/inbox.store.ts'
import { namesKnownAt } from '../personal-data/personal-data.actions.ts'
import { addItemsAsEvidence, deleteItems } from './inbox-bulk.actions.ts'
import { addForm, chosenIn, deleteForm, reasonsAgainst } from './inbox-bulk.forms.ts'
import { addPage, deletePage, type BulkSubject, type ItemsChosen } from './inbox-bulk.pages.ts'

/**
 * Adds several items of the evidence inbox as evidence, or deletes several. If one item cannot be added or deleted,
 * none is.
 */
export const inboxBulkRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/inbox/evidence', 'inbox.manage', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const about = await bulkSubject({ db: parts.db, actor, permission, params: req.params })
    const items = await inboxItemsWith(parts.db, about.organisation, chosenIn(req.query))
    if (items.length === 0) return askToChoose(res, about.organisation)
    await viewInboxItems(parts, actor, items)
    const form = formOf({ branches: 'own', owner: actor.id })
    page(res, 'evidence/inbox-bulk/add', addPage(t, about, { items, reasons: new Map(), today }, form))
  }),

  submitForm(parts, {
    path: '/organisations/:id/inbox/evidence',
    permission: 'inbox.manage',
    load: bulkSubject,
    form: async (asking, about, values) => {
      const { reasons } = await itemsChosen(parts, asking, { about, values, ids: chosenIn(values) })
      const owners = writersIn(about.team).map(({ personId }) => personId)
      return addForm(asking.t, owners, reasons)
    },
    make: async ({ db }, { organisation }, { inboxItem }) => {
      const items = await inboxItemsWith(db, organisation, inboxItem)
      return asReceivedFiles(items.flatMap(({ files }) => files))
    },
    act: (work, about, { data, files }) => addItemsAsEvidence(work, about, { given: data, files }),
    after: objects => removeObjects(parts, objects),
    done: (t, { organisation }, { data }) => ({
      address: `/organisations/${organisation.id}/evidence`,
      notice: t('inbox_bulk.add.done', { count: data.inboxItem.length }),
    }),
    redraw: async (asking, about, form) => {
      const chosen = await itemsChosen(parts, asking, {
        about,
        values: form.values,
        ids: chosenIn(form.values, asking.query),
      })
      return show('evidence/inbox-bulk/add', addPage(asking.t, about, { ...chosen, today: asking.today }, form))
    },
  }),

  get('/organisations/:id/inbox/removal', 'inbox.manage', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const items = await inboxItemsWith(parts.db, organisation, chosenIn(req.query))
    if (items.length === 0) return askToChoose(res, organisation)
    await viewInboxItems(parts, actorOf(res), items)
    const { t, today } = res.locals
    page(res, 'evidence/inbox-bulk/delete', deletePage(t, organisation, { items, today }))
  }),

  submitForm(parts, {
    path: '/organisations/:id/inbox/removal',
    permission: 'inbox.manage',
    load: ({ db, actor, permission, params }) => findOrganisation(db, actor, permission, params.id),
    form: ({ t }) => deleteForm(t),
    act: (work, organisation, { data }) => deleteItems(work, organisation, data),
    after: objects => removeObjects(parts, objects),
    done: (t, organisation, { data }) => ({
      address: inboxAddress(organisation),
      notice: t('inbox_bulk.delete.done', { count: data.inboxItem.length }),
    }),
    redraw: async ({ db, t, query, today }, organisation, form) => {
      const items = await inboxItemsWith(db, organisation, chosenIn(form.values, query))
      return show('evidence/inbox-bulk/delete', deletePage(t, organisation, { items, today }, form))
    },
  }),
]

function askToChoose(res: Response, organisation: { id: string }): void {
  flashWarning(res, res.locals.t('inbox_bulk.none'))
  res.redirect(303, inboxAddress(organisation))
}

interface FindBy {
  db: Db | Tx
  actor: Actor
  permission: 'inbox.manage'
  params: { id: string }
}

async function bulkSubject({ db, actor, permission, params }: FindBy): Promise<BulkSubject> {
  const organisation = await findOrganisation(db, actor, permission, params.id)
  requireReaders(organisation)
  const { versionId, team } = await runLookups(db, {
    versionId: latestVersionId(db, libraryStream),
    team: teamIn(db, organisation.id),
  })
  return { organisation, framework: await frameworkVersion(db, versionId), team }
}

/** The chosen items that are still in the inbox, and why some cannot be added together. */
async function itemsChosen(
  parts: Pick<Parts, 'files'>,
  { db, actor }: Pick<FormRequest, 'db' | 'actor'>,
  { about: { organisation }, values, ids }: { about: BulkSubject; values: Form['values']; ids: readonly string[] },
): Promise<ItemsChosen> {
  const items = await inboxItemsWith(db, organisation, ids)
  const entered = valueOf({ values, errors: [] }, 'kind')
  const kind = allEvidenceKinds.find(each => each === entered)
  if (!kind) return { items, reasons: new Map() }
  const known = await namesKnownAt(db, actor, organisation)
  const read = await readDocuments(
    parts,
    items.flatMap(({ files }) => files),
  )
  return { items, reasons: reasonsAgainst(kind, items, { known, documents: withoutKnownNames(read, known) }) }
}
