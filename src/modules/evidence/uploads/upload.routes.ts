import type { Response } from 'express'
import { theService } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { enteredTextOf } from '../../../web/entered-text.ts'
import { networkOf } from '../../../web/limits.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { openLink } from '../upload-links/upload-link.store.ts'
import { countUpload, receiveUpload } from './upload.actions.ts'
import { uploadForm } from './upload.forms.ts'
import { unusableUploadLinkPage, sendPage, thanksPage } from './upload.pages.ts'

/** The page that an upload link opens. People without an account can send evidence on it, but never read any. */
export const uploadRoutes = (parts: Parts): Route[] => [
  get('/upload/:token', 'a token', (req, res) =>
    whileLinkWorks(res, async () => {
      const { t, today } = res.locals
      const link = await openLink(parts.db, req.params.token, today)
      if ('sent' in req.query) page(res, 'evidence/uploads/thanks', thanksPage(t, link, req.path))
      else page(res, 'evidence/uploads/send', sendPage(t, link))
    }),
  ),

  limited(
    parts,
    submitForm(parts, {
      path: '/upload/:token',
      permission: 'a token',
      load: ({ db, params, today }) => openLink(db, params.token, today),
      files: { name: 'files' },
      form: ({ t }) => uploadForm(t),
      act: (work, link, { data, files }) => receiveUpload(work, link, data, files),
      // A relative address, without the token, because it is stored with the result of the form.
      done: () => ({ address: '?sent' }),
      redraw: ({ t }, link, form) => show('evidence/uploads/send', sendPage(t, link, form)),
    }),
  ),
]

/** Counts the upload, or refuses it when there are too many, before its body is read. */
function limited({ db, write, clock }: Parts, route: Route): Route {
  const handle: Route['handle'] = (req, res) =>
    whileLinkWorks(res, async () => {
      const link = await openLink(db, String(req.params['token']), res.locals.today)
      await write(theService, ({ trx }) => countUpload(trx, link, networkOf(req.ip), clock.now()))
      await route.handle(req, res)
    })
  return { ...route, handle }
}

/** Runs `act`. If the link is invalid or ends during the upload, shows the page for a link that does not work. */
async function whileLinkWorks(res: Response, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (problem) {
    if (!(problem instanceof NotFound)) throw problem
    const typed = await enteredTextOf(res, 404)
    page(res.status(404), 'access/sign-in/link-over', unusableUploadLinkPage(res.locals.t, typed))
  }
}
