import type { Request, Response } from 'express'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from '../../../config.ts'
import type { Db } from '../../../db/connection.ts'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { itemsOf, libraryStream } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { TooMany } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { csv } from '../../../files/csv.ts'
import { zipInto } from '../../../files/zip.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders, sendOrCutOff } from '../../../web/downloads.ts'
import { flashWarning } from '../../../web/flash.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { networkOf } from '../../../web/limits.ts'
import { queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf, valuesIn, withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page, render } from '../../../web/view-engine.ts'
import { checkOwnPassword } from '../../access/access.public.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { branchesIn, organisationFor } from '../../organisations/organisations.public.ts'
import { chosenIn, isForAll } from '../bulk-changes/bulk-change.forms.ts'
import { chosenLines } from '../bulk-changes/changed-item.store.ts'
import { indexPage, indexRows, partnerRows } from '../export-index/export-index.pages.ts'
import { recordTables } from '../export-index/library-record.pages.ts'
import { everyMatching } from '../list/list.actions.ts'
import { itemsMost } from '../list/selection.pages.ts'
import { partnershipsKeptBy } from '../partnerships/partnership.store.ts'
import { countExport, exportEvidence, exportsPerPerson, recordsToExport } from './export.actions.ts'
import { exportForm } from './export.forms.ts'
import { exportPage, type ExportOffered } from './export.pages.ts'
import type { EvidenceFilter } from './export.store.ts'
import { hasConsents, toCheckBeforeSharing, type ToCheck } from './sharing.store.ts'

/**
 * Downloads a library's evidence, or a selection, as a ZIP. The POST route does not use `submitForm`, because its
 * response is a file.
 */
export const exportRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/export', 'evidence.list', async (req, res, permission) => {
    const [actor, { today }] = [actorOf(res), res.locals]
    const isWhole = !isForAll(req) && req.query['evidence'] === undefined
    const offered = await exportOffered(parts.db, actor, { permission, id: req.params.id, today, isWhole })
    const lines = await chosenBy(parts.db, actor, offered, { req, today })
    if (lines?.length === 0) {
      flashWarning(res, res.locals.t('bulk_changes.none'))
      return res.redirect(303, `/organisations/${offered.organisation.id}/evidence`)
    }
    const chosen = Object.fromEntries(['kind', 'item', 'branch'].map(name => [name, queryText(req, name)]))
    const shown = await withChosen(parts.db, actor, offered, { chosen: lines, today })
    page(res, 'evidence/export/show', exportPage(res.locals.t, shown, formOf(chosen)))
  }),

  post('/organisations/:id/export', 'evidence.list', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const isWhole = valuesIn(req.body).evidence === undefined
    const offered = await exportOffered(parts.db, actor, { permission, id: req.params.id, today, isWhole })
    const items = itemsOf(offered.framework).map(({ id }) => id)
    const branches = offered.branches.map(({ id }) => id)
    const { data, form } = parseForm(exportForm(t, items, branches), req.body)
    const refused = form ?? (await whyRefused(parts, req, res))
    if (refused || !data) {
      const chosen = await chosenInForm(parts.db, actor, offered, req.body)
      const again = await withChosen(parts.db, actor, offered, { chosen, today })
      return page(statusOf(res), 'evidence/export/show', exportPage(t, again, refused ?? formOf({})))
    }
    const filter = { kind: data.kind, itemId: data.item, branchId: data.branch, ids: data.evidence }
    await sendOrCutOff(parts, res, {
      message: 'an export of evidence was cut off',
      send: () => sendZip(parts, res, offered, filter),
    })
  }),
]

/** Sets the status 422, unless it is already 429 because of too many exports. */
const statusOf = (res: Response): Response => (res.statusCode === 429 ? res : res.status(422))

/** When the form offers all evidence (`isWhole`), also looks up what to check before sharing it. */
async function exportOffered(
  db: Db,
  actor: Actor,
  { permission, id, today, isWhole }: { permission: 'evidence.list'; id: string; today: Day; isWhole: boolean },
): Promise<Offered> {
  const seesConsents = can(actor, 'consent.list', { id })
  const { organisation, branches, versionId, toCheck, consents } = await runLookups(db, {
    organisation: organisationFor(db, actor, permission, id),
    branches: branchesIn(db, id),
    versionId: latestVersionId(db, libraryStream),
    toCheck: isWhole ? toCheckBeforeSharing(db, actor, { organisationId: id, ids: null, today }) : null,
    consents: isWhole && seesConsents ? hasConsents(db, actor, id) : null,
  })
  const framework = await frameworkVersion(db, versionId)
  const seesAll = membershipsIn(actor, id).includes('lead')
  return { organisation, branches, framework, seesAll, seesConsents, toCheck, hasConsents: consents ?? false }
}

type Offered = Omit<ExportOffered, 'chosen' | 'toCheck'> & { toCheck: ToCheck | null }

async function withChosen(
  db: Db,
  actor: Actor,
  offered: Offered,
  { chosen, today }: { chosen: ExportOffered['chosen']; today: Day },
): Promise<ExportOffered> {
  const about = { organisationId: offered.organisation.id, ids: chosen?.map(({ id }) => id) ?? null, today }
  const toCheck = offered.toCheck ?? (await runLookup(db, toCheckBeforeSharing(db, actor, about)))
  return { ...offered, chosen, toCheck }
}

/**
 * Returns the selected evidence or, up to `itemsMost`, all that matches the filters of the list. Null when the address
 * has neither.
 */
async function chosenBy(
  db: Db,
  actor: Actor,
  { organisation, framework, branches }: Offered,
  { req, today }: { req: Pick<Request, 'query'>; today: Day },
): Promise<ExportOffered['chosen']> {
  if (!isForAll(req)) return chosenInForm(db, actor, { organisation }, req.query)
  const library = { organisation, branches, items: itemsOf(framework) }
  return chosenLines(db, actor, organisation, await everyMatching(db, actor, library, { req, today, limit: itemsMost }))
}

/** The evidence selected in a form or a query; null when there is no field for it. */
async function chosenInForm(
  db: Db,
  actor: Actor,
  { organisation }: Pick<Offered, 'organisation'>,
  body: unknown,
): Promise<ExportOffered['chosen']> {
  const { evidence } = valuesIn(body)
  const ids = chosenIn(evidence).map(({ id }) => id)
  return evidence === undefined ? null : chosenLines(db, actor, organisation, ids)
}

/**
 * Checks the password and counts the export. Sets the status 429 when there were too many exports.
 * @returns the form with the reason for refusing, or null
 */
async function whyRefused(parts: Parts, req: Request, res: Response): Promise<Form | null> {
  const [actor, { t }] = [actorOf(res), res.locals]
  const by = { actor, network: networkOf(req.ip) }
  const refused = await refusalOf(t, req.body, () => checkOwnPassword(parts, by, typedPassword(req)))
  if (refused) return refused
  try {
    await parts.write(actor, countExport)
    return null
  } catch (problem) {
    if (!(problem instanceof TooMany)) throw problem
    res.status(429).set('Retry-After', String(problem.seconds))
    const message = t('export.too_many', { max: exportsPerPerson.most })
    return withError(req.body, { field: 'password', message })
  }
}

/** The password exactly as typed. Forms are normally cleaned, which would change the password. */
const typedPassword = ({ body }: Pick<Request, 'body'>): string => String((body as { password?: unknown }).password)

async function sendZip(
  parts: Parts,
  res: Response,
  { organisation, framework }: Offered,
  filter: EvidenceFilter,
): Promise<void> {
  const [actor, { t }, at] = [actorOf(res), res.locals, parts.clock.now()]
  res.set(downloadHeaders('application/zip', t('export.file', { day: dayOf(at) })))
  const zip = await zipInto(res)
  const partners = await partnershipsKeptBy(parts.db, organisation)
  const isAll = Object.values(filter).every(value => value === null)
  const about = { organisation, framework, partners, isAll, reader: actor.name, at }
  const exported = await exportEvidence(parts, { t, actor, organisation, filter, until: at }, zip)
  const index = render('evidence/export-index/index', indexPage(t, about, exported), t)
  await zip.add('index.html', `<!doctype html>\n${index}`)
  await zip.add('index.css', await readFile(stylesheet, 'utf8'))
  await zip.add('index.csv', csv(indexRows(t, about, exported)))
  const [heads, ...rows] = partnerRows(t, about, exported)
  if (rows.length > 0) await zip.add('partners.csv', csv([heads!, ...rows]))
  if (isAll) {
    const records = await recordsToExport(parts.db, { actor, organisation })
    for (const table of recordTables(t, records, exported)) await zip.add(table.name, csv(table.rows))
  }
  await zip.end()
}

const stylesheet = join(projectFolder, 'views', 'evidence', 'export-index', 'index.css')
