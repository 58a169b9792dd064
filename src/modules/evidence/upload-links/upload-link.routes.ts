import { theService } from '../../../domain/actor.ts'
import { branchesOf, findOrganisation, openOn } from '../../organisations/organisations.public.ts'
import type { Request, Response } from 'express'
import { linkEndsOn } from '../../../domain/upload-link.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { fileErrors } from '../../../web/file-errors.ts'
import { flash } from '../../../web/flash.ts'
import type { Form } from '../../../web/form.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { networkOf } from '../../../web/limits.ts'
import { alsoWrong, parseForm, refusalOf, typedIn, valuesIn } from '../../../web/parse-form.ts'
import { actorOf, isScript } from '../../../web/request.ts'
import { get, post, upload, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { receiveFiles, type Received } from '../../../web/uploads.ts'
import { page } from '../../../web/view-engine.ts'
import { whatWasTyped } from '../../../web/entered-text.ts'
import type { T } from '../../../words/words.ts'
import { countUpload, endUploadLink, makeLink, receiveUpload } from './upload-link.actions.ts'
import { uploadForm, linkForm } from './upload-link.forms.ts'
import { linkOverPage, linksPage, linkStart, posterPage, sendPage, thanksPage } from './upload-link.pages.ts'
import { isLinkOf, linksOf, openLink, type OpenLink } from './upload-link.store.ts'

/** Through an address on the wall, without an account: things go in, and nothing is ever to be seen there. */
export const uploadLinkRoutes = (parts: Parts): Route[] => {
  const { db, write, clock, config } = parts

  /** Null when the link does not work, or does not any more: then its page says so. */
  const whileItWorks = async <Found>(req: Request, res: Response, act: () => Promise<Found>): Promise<Found | null> => {
    try {
      return await act()
    } catch (problem) {
      if (!(problem instanceof NotFound)) throw problem
      page(res.status(404), 'access/sign-in/link-over', linkOverPage(res.locals.t, await whatWasTyped(404, req, res)))
      return null
    }
  }
  const working = (req: Request<{ token: string }>, res: Response): Promise<OpenLink | null> =>
    whileItWorks(req as Request, res, () => openLink(db, req.params.token, res.locals.today))
  const addressOf = (secret: string) => `/upload/${encodeURIComponent(secret)}`

  return [
    get('/upload/:token', 'a token', async (req, res) => {
      const link = await working(req, res)
      if (link) page(res, 'evidence/upload-links/send', sendPage(res.locals.t, link))
    }),

    upload('/upload/:token', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await working(req, res)
      if (!link) return
      await write(theService, ({ trx }) => countUpload(trx, link, networkOf(req.ip), clock.now()))
      const received = await receiveFiles(req, res, parts, { field: 'files' })
      const { data, form } = readUpload(t, received)
      if (form) return page(res.status(received.status), 'evidence/upload-links/send', sendPage(t, link, form))
      const answer = await whileItWorks(req as Request, res, async () => ({
        refused: await refusalOf(t, received.body, () =>
          storeAll(parts, theService, received, (work, files) => receiveUpload(work, link, data, files)),
        ),
      }))
      if (!answer) return
      if (answer.refused) return page(res.status(422), 'evidence/upload-links/send', sendPage(t, link, answer.refused))
      const href = `${addressOf(req.params.token)}/thanks`
      if (isScript(req)) return res.status(201).json({ href })
      res.redirect(303, href)
    }),

    get('/upload/:token/thanks', 'a token', async (req, res) => {
      const link = await working(req, res)
      if (link) page(res, 'evidence/upload-links/thanks', thanksPage(res.locals.t, link, addressOf(req.params.token)))
    }),

    get('/organisations/:id/upload-links', 'inbox.manage', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
      const [links, branches] = [
        await linksOf(db, organisation),
        openOn(await branchesOf(db, organisation), res.locals.today),
      ]
      page(
        res,
        'evidence/upload-links/links',
        linksPage(res.locals.t, organisation, links, branches, res.locals.today, linkStart),
      )
    }),

    post('/organisations/:id/upload-links', 'inbox.manage', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const branches = openOn(await branchesOf(db, organisation), today)
      const { data, form } = parseForm(linkForm(t), req.body)
      const branch = branches.find(({ id }) => id === typedIn(req.body, 'branch'))
      const refused = alsoWrong(
        form,
        req.body,
        branch ? null : { field: 'branch', message: t('upload_link.link.branch.wrong') },
      )
      if (refused)
        return page(
          res.status(422),
          'evidence/upload-links/links',
          linksPage(t, organisation, await linksOf(db, organisation), branches, today, refused),
        )
      let secret = ''
      await write(actor, work =>
        claimKey(work, data!.idempotencyKey, async () => {
          secret = (await makeLink(work, organisation, branch!, Number(data!.days))).secret
          return `/organisations/${organisation.id}/upload-links`
        }),
      )
      if (secret !== '')
        return page(
          res,
          'evidence/upload-links/poster',
          posterPage(
            t,
            organisation,
            branch!,
            `${config.baseUrl.replace(/\/$/, '')}/upload/${secret}`,
            linkEndsOn(today, Number(data!.days)),
          ),
        )
      flash(res, t('upload_link.poster.shown')) // sent again: the address was shown, and is known to nobody here
      res.redirect(303, `/organisations/${organisation.id}/upload-links`)
    }),

    post('/organisations/:id/upload-links/:linkId/ending', 'inbox.manage', async (req, res, permission) => {
      const actor = actorOf(res)
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      if (!(await isLinkOf(db, organisation, req.params.linkId))) throw new NotFound()
      await write(actor, work => endUploadLink(work, organisation, req.params.linkId))
      flash(res, res.locals.t('upload_link.links.end.done'))
      res.redirect(303, `/organisations/${organisation.id}/upload-links`)
    }),
  ]
}

function readUpload(t: T, received: Received): ReturnType<typeof parseForm<ReturnType<typeof uploadForm>>> {
  const names = [...received.files, ...received.problems].map(({ name }) => name)
  const { data, form } = parseForm(uploadForm(t), { ...received.body, files: names })
  if (received.problems.length === 0) return form ? { data: null, form } : { data, form: null }
  const errors: Form['errors'] = [
    ...(form?.errors ?? []).filter(({ field }) => field !== 'files'),
    ...fileErrors(t, received.problems),
  ]
  return { data: null, form: { values: valuesIn(received.body), errors } }
}
