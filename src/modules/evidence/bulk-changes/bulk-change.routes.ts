import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { bulkChangeKinds, type BulkChangeKind } from '../../../domain/bulk-change.ts'
import { itemsOf, libraryStream } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flashWarning } from '../../../web/flash.ts'
import type { Form } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import {
  branchesIn,
  organisationFor,
  findOrganisation,
  teamIn,
  writersIn,
} from '../../organisations/organisations.public.ts'
import { everyMatching } from '../list/list.actions.ts'
import { itemsMost } from '../list/selection.pages.ts'
import { startBulkChange, undoBulkChange } from './bulk-change.actions.ts'
import { bulkChangeForm, chosenIn, chosenInQuery, isForAll, kindInQuery } from './bulk-change.forms.ts'
import { changePage, evidenceAddress, type ChangeOffered, type ChosenEvidence } from './bulk-change.pages.ts'
import { changedImmediately, runBulkChange } from './bulk-change-run.actions.ts'
import { findBulkChange, type BulkChange } from './bulk-change.store.ts'
import { changeAddress, progressPage, resultPage } from './bulk-result.pages.ts'
import { chosenLines, itemsOfChange, titlesFor } from './changed-item.store.ts'

const address = '/organisations/:id/evidence/changes'

/** Changes several items of evidence, after showing a page that names each of them. The whole change can be undone. */
export const bulkChangeRoutes = (parts: Parts): Route[] => [
  get(address, 'evidence.add', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const offered = await changeOffered(parts.db, actor, permission, req.params.id)
    const kind = kindInQuery(req)
    const chosen = await chosenBy(parts.db, actor, offered, { req, today })
    if (!kind || chosen.lines.length === 0) {
      flashWarning(res, t(kind ? 'bulk_changes.none' : 'bulk_changes.kind.wrong'))
      return res.redirect(303, evidenceAddress(offered.organisation))
    }
    page(res, 'evidence/bulk-changes/change', changePage(t, { kind, actor, offered, chosen }))
  }),

  submitForm(parts, {
    path: address,
    permission: 'evidence.add',
    load: ({ db, actor, permission, params }) => changeOffered(db, actor, permission, params.id),
    form: ({ t }, offered, values) => bulkChangeForm(t, values, idsOffered(offered)),
    act: (work, { organisation }, { data }) => startBulkChange(work, organisation, data),
    // The job makes larger changes, and continues interrupted ones.
    after: ({ id, count }) => (count <= changedImmediately ? runBulkChange(parts, id) : Promise.resolve()),
    done: (_t, { organisation }, { result }) => ({ address: changeAddress(organisation, result) }),
    redraw: async ({ db, t, actor }, offered, form) => {
      const kind = kindIn(form)
      const chosen = await chosenWith(
        db,
        actor,
        offered,
        chosenIn(form.values['evidence']).map(({ id }) => id),
      )
      return show('evidence/bulk-changes/change', changePage(t, { kind, actor, offered, chosen }, form))
    },
  }),

  get(`${address}/:changeId`, 'evidence.add', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    const found = await changeFor({ db: parts.db, actor, permission, params: req.params })
    const items = await itemsOfChange(parts.db, found.change)
    const titles = await runLookup(parts.db, titlesFor(parts.db, actor, found.change.id))
    const shown = { ...found, items, titles }
    if (found.change.status === 'running' || found.change.status === 'undoing')
      return page(res, 'evidence/bulk-changes/progress', progressPage(t, shown, parts.clock.now()))
    page(res, 'evidence/bulk-changes/result', resultPage(t, actor, shown))
  }),

  submitForm(parts, {
    path: `${address}/:changeId/undoing`,
    permission: 'evidence.add',
    load: changeFor,
    act: async (work, { change }) => {
      const count = (await itemsOfChange(work.trx, change)).filter(({ result }) => result === 'done').length
      await undoBulkChange(work, change)
      return { id: change.id, count }
    },
    after: ({ id, count }) => (count <= changedImmediately ? runBulkChange(parts, id) : Promise.resolve()),
    done: (_t, { organisation, change }) => ({ address: changeAddress(organisation, change) }),
  }),
]

async function changeOffered(
  db: Db | Tx,
  actor: Actor,
  permission: 'evidence.add',
  id: string,
): Promise<ChangeOffered> {
  const { organisation, branches, team, versionId } = await runLookups(db, {
    organisation: organisationFor(db, actor, permission, id),
    branches: branchesIn(db, id),
    team: teamIn(db, id),
    versionId: latestVersionId(db, libraryStream),
  })
  return { organisation, branches, framework: await frameworkVersion(db, versionId), owners: writersIn(team) }
}

const idsOffered = ({ branches, framework, owners }: ChangeOffered) => ({
  items: itemsOf(framework).map(({ id }) => id),
  branches: branches.map(({ id }) => id),
  owners: owners.map(({ personId }) => personId),
})

/** The kind of change in a form. A form with an unknown kind is shown as a change of criteria. */
const kindIn = ({ values }: Form): BulkChangeKind =>
  bulkChangeKinds.find(kind => kind === values['change']) ?? 'criteria'

/** The ticked evidence or, if the person chose all, the evidence that matches the filters, up to `itemsMost`. */
async function chosenBy(
  db: Db,
  actor: Actor,
  { organisation, branches, framework }: ChangeOffered,
  { req, today }: { req: Pick<Request, 'query'>; today: Day },
): Promise<ChosenEvidence> {
  if (!isForAll(req)) return chosenWith(db, actor, { organisation }, chosenInQuery(req))
  const library = { organisation, branches, items: itemsOf(framework) }
  const ids = await everyMatching(db, actor, library, { req, today, limit: itemsMost + 1 })
  const lines = await chosenLines(db, actor, organisation, ids.slice(0, itemsMost))
  return { lines, missing: 0, isCut: ids.length > itemsMost }
}

async function chosenWith(
  db: Db | Tx,
  actor: Actor,
  { organisation }: { organisation: { id: string } },
  ids: readonly string[],
): Promise<ChosenEvidence> {
  const lines = await chosenLines(db, actor, organisation, ids)
  return { lines, missing: ids.length - lines.length, isCut: false }
}

/**
 * Finds a change that the actor started, or any change in a library that the actor leads.
 * @throws as `findOrganisation` does; NotFound when there is no such change
 */
async function changeFor(about: {
  db: Db | Tx
  actor: Actor
  permission: 'evidence.add'
  params: { id: string; changeId: string }
}) {
  const { db, actor, permission, params } = about
  const organisation = await findOrganisation(db, actor, permission, params.id)
  const change: BulkChange = await findBulkChange(db, organisation, params.changeId)
  if (change.startedBy !== actor.id && !membershipsIn(actor, organisation.id).includes('lead')) throw new NotFound()
  return { organisation, change }
}
