import { theService, membershipsIn } from '../../../domain/actor.ts'
import { branchesIn, organisationFor } from '../../organisations/organisations.public.ts'
import type { Request, Response } from 'express'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from '../../../config.ts'
import { lookUpAll } from '../../../db/lookups.ts'
import { libraryStream, itemById } from '../../../domain/framework.ts'
import type { OrganisationPermission } from '../../../domain/permissions.ts'
import { TooMany } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { csv } from '../../../files/csv.ts'
import { zipInto } from '../../../files/zip.ts'
import type { Parts } from '../../../parts.ts'
import { nameParameters } from '../../../web/downloads.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { networkOf } from '../../../web/limits.ts'
import { queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf, withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page, render } from '../../../web/view-engine.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { partnershipsKeptBy } from '../partnerships/partnership.store.ts'
import { countTry, forgetTry } from '../../access/access.public.ts'
import { checkPassword, countExport, exportsPerPerson, takeOut } from './export.actions.ts'
import { takingOutForm } from './export.forms.ts'
import { indexPage, indexRows, partnerRows, takingOutPage } from './export.pages.ts'

/** All evidence, or a selection, as a ZIP that opens anywhere: a library's evidence is its own. */
export const takingOutRoutes = (parts: Parts): Route[] => {
  const { db, write, clock, log } = parts

  const offered = async (res: Response, permission: OrganisationPermission, id: string) => {
    const { organisation, branches, versionId } = await lookUpAll(db, {
      organisation: organisationFor(db, actorOf(res), permission, id),
      branches: branchesIn(db, { id }),
      versionId: latestVersionId(db, libraryStream),
    })
    return {
      organisation,
      branches,
      framework: await frameworkVersion(db, versionId),
      seesAll: membershipsIn(actorOf(res), id).includes('lead'),
    }
  }
  type Offered = Awaited<ReturnType<typeof offered>>
  const show = (res: Response, about: Offered, form: Form) =>
    page(res, 'evidence/export/show', takingOutPage(res.locals.t, about.organisation, about, form))

  return [
    get('/organisations/:id/export', 'evidence.list', async (req, res, permission) => {
      const chosen = Object.fromEntries(['kind', 'item', 'branch'].map(name => [name, queryText(req, name)]))
      show(res, await offered(res, permission, req.params.id), formOf(chosen))
    }),

    post('/organisations/:id/export', 'evidence.list', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const about = await offered(res, permission, req.params.id)
      const { data, form } = parseForm(takingOutForm(t), req.body)
      if (form) return show(res.status(422), about, form)
      if (data.item && !itemById(about.framework, data.item))
        return show(
          res.status(422),
          about,
          withError(req.body, { field: 'item', message: t('evidence.field.items.wrong') }),
        )
      if (data.branch && !about.branches.some(({ id }) => id === data.branch))
        return show(
          res.status(422),
          about,
          withError(req.body, { field: 'branch', message: t('evidence.field.branches.wrong') }),
        )
      const attempt = { account: `own ${actor.id}`, network: networkOf(req.ip), at: clock.now() }
      await write(theService, ({ trx }) => countTry(trx, attempt))
      const refused = await refusalOf(t, req.body, () => checkPassword(db, actor, typedPassword(req)))
      if (refused) return show(res.status(422), about, refused)
      await write(theService, ({ trx }) => forgetTry(trx, attempt))
      try {
        await write(actor, work => countExport(work))
      } catch (problem) {
        if (!(problem instanceof TooMany)) throw problem
        return show(
          res.status(429).set('Retry-After', String(problem.seconds)),
          about,
          withError(req.body, {
            field: 'password',
            message: t('export.too_often', { times: exportsPerPerson.most }),
          }),
        )
      }
      try {
        await send(res, about, { kind: data.kind, itemId: data.item, branchId: data.branch })
      } catch (problem) {
        if (!res.headersSent) throw problem
        if (!res.closed)
          log.error(
            { code: (problem as { code?: string }).code ?? 'unknown' },
            'a ZIP of evidence ended before its end',
          )
        res.destroy() // cut off, so that nobody takes half of it for the whole
      }
    }),
  ]

  async function send(
    res: Response,
    { organisation, framework }: Offered,
    chosen: Parameters<typeof takeOut>[4],
  ): Promise<void> {
    const [actor, { t }, at] = [actorOf(res), res.locals, clock.now()]
    res.set({
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; ${nameParameters(t('export.file', { day: dayOf(at) }))}`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
    const zip = zipInto(res)
    const partners = await partnershipsKeptBy(db, organisation)
    const about = {
      organisation,
      framework,
      partners,
      isAll: Object.values(chosen).every(one => one === null),
      reader: actor.name,
      at,
    }
    const taken = await takeOut(parts, t, actor, organisation, chosen, at, zip)
    await zip.add('index.html', `<!doctype html>\n${render('evidence/export/index', indexPage(t, about, taken), t)}`)
    await zip.add('index.css', await readFile(join(projectFolder, 'views', 'taking-out', 'index.css'), 'utf8'))
    await zip.add('index.csv', csv(indexRows(t, about, taken)))
    const [heads, ...rows] = partnerRows(t, about, taken)
    if (rows.length > 0) await zip.add('partners.csv', csv([heads!, ...rows]))
    await zip.end()
  }
}

/** As it came: cleaning a password would make it another. */
const typedPassword = ({ body }: Pick<Request, 'body'>): string => String((body as { password?: unknown }).password)
