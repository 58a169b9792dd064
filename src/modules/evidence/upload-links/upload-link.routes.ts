import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { OrganisationClosed } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flashWarning } from '../../../web/flash.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { signedCookie } from '../../../web/signed-cookie.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { branchesOf, findOrganisation, openOn } from '../../organisations/organisations.public.ts'
import { createLink, endUploadLink } from './upload-link.actions.ts'
import { linkForm } from './upload-link.forms.ts'
import { linkEndingPage, linksPage, posterPage } from './upload-link.pages.ts'
import { findLink, linksOf } from './upload-link.store.ts'

/** The upload links that a library's leads create for their branches. The page that a link opens is in `uploads`. */
export const uploadLinkRoutes = (parts: Parts): Route[] => {
  /**
   * A cookie with the newest link's secret, for the poster, until the lead opens the list again. The database has only
   * a hash.
   */
  const newest = signedCookie(parts.config, 'upload-link')

  return [
    get('/organisations/:id/upload-links', 'inbox.manage', async (req, res, permission) => {
      const { t, today } = res.locals
      const by = { actor: actorOf(res), permission, id: req.params.id, today }
      newest.clear(res)
      page(res, 'evidence/upload-links/list', linksPage(t, await linksListed(parts.db, by), today))
    }),

    submitForm(parts, {
      path: '/organisations/:id/upload-links',
      permission: 'inbox.manage',
      load: async ({ db, actor, permission, params, today }) => {
        const about = await linksListed(db, { actor, permission, id: params.id, today })
        if (about.organisation.closedAt !== null) throw new OrganisationClosed()
        return about
      },
      form: ({ t }, { branches }) => linkForm(t, branches),
      act: (work, { organisation }, { data }) => createLink(work, organisation, data),
      after: async ({ id, secret }, _asking, res) => newest.set(res, `${id} ${secret}`),
      done: (_t, { organisation }, { result }) => ({
        address: `/organisations/${organisation.id}/upload-links/${result.id}/poster`,
      }),
      redraw: ({ t, today }, about, form) => show('evidence/upload-links/list', linksPage(t, about, today, form)),
    }),

    get('/organisations/:id/upload-links/:linkId/poster', 'inbox.manage', async (req, res, permission) => {
      const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
      const link = await findLink(parts.db, organisation, req.params.linkId)
      const [id, secret] = (newest.read(req) ?? '').split(' ')
      if (id === link.id && secret) {
        const address = `${parts.config.baseUrl.replace(/\/$/, '')}/upload/${secret}`
        return page(res, 'evidence/upload-links/poster', posterPage(res.locals.t, organisation, link, address))
      }
      flashWarning(res, res.locals.t('upload_link.poster.shown'))
      res.redirect(303, `/organisations/${organisation.id}/upload-links`)
    }),

    get('/organisations/:id/upload-links/:linkId/ending', 'inbox.manage', async (req, res, permission) => {
      const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
      const link = await findLink(parts.db, organisation, req.params.linkId)
      page(res, 'evidence/upload-links/ending', linkEndingPage(res.locals.t, organisation, link))
    }),

    submitForm(parts, {
      path: '/organisations/:id/upload-links/:linkId/ending',
      permission: 'inbox.manage',
      load: async ({ db, actor, permission, params }) => {
        const organisation = await findOrganisation(db, actor, permission, params.id)
        return { organisation, link: await findLink(db, organisation, params.linkId) }
      },
      act: (work, { organisation, link }) => endUploadLink(work, organisation, link.id),
      done: (t, { organisation }) => ({
        address: `/organisations/${organisation.id}/upload-links`,
        notice: t('upload_link.end.done'),
      }),
    }),
  ]
}

interface FindBy {
  actor: Actor
  permission: 'inbox.manage'
  id: string
  today: Day
}

async function linksListed(db: Db | Tx, { actor, permission, id, today }: FindBy) {
  const organisation = await findOrganisation(db, actor, permission, id)
  const branches = openOn(await branchesOf(db, organisation), today)
  return { organisation, links: await runLookup(db, linksOf(db, organisation.id, today)), branches }
}
