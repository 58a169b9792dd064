import type { Response } from 'express'
import { theService } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { enteredTextOf } from '../../../web/entered-text.ts'
import { networkOf } from '../../../web/limits.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { countOpening, giveEndorsement } from './endorsing.actions.ts'
import { endorsingForm } from './endorsing.forms.ts'
import { endorsingPage, linkOverPage, staleEndorsing, thanksPage } from './endorsing.pages.ts'
import { openEndorsement } from './endorsing.store.ts'

/**
 * The page that an endorsement link opens, without an account. Opening it does not use up the link, because email
 * scanners open links too.
 */
export const endorsingRoutes = (parts: Parts): Route[] => [
  get('/endorsements/thanks', 'nothing', (_req, res) =>
    page(res, 'applications/endorsing/thanks', thanksPage(res.locals.t)),
  ),

  limited(
    parts,
    get('/endorsements/:token', 'a token', async (req, res) => {
      const it = await openEndorsement(parts.db, req.params.token, parts.clock.now())
      page(res, 'applications/endorsing/answer', endorsingPage(res.locals.t, it))
    }),
  ),

  limited(
    parts,
    submitForm(parts, {
      path: '/endorsements/:token',
      permission: 'a token',
      load: ({ db, params, at }) => openEndorsement(db, params.token, at),
      form: ({ t }) => endorsingForm(t),
      act: (work, it, { data }) => giveEndorsement(work, it, data),
      // The address is stored with the result of the form, so it must not contain the token.
      done: () => ({ address: '/endorsements/thanks' }),
      redraw: ({ t }, it, form) => show('applications/endorsing/answer', endorsingPage(t, it, form)),
      redrawStale: ({ t }, it, form) =>
        show('applications/endorsing/answer', endorsingPage(t, it, staleEndorsing(t, form))),
    }),
  ),
]

/** Counts every request towards the network's limit, and shows the same page for every link that does not work. */
function limited({ write, clock }: Parts, route: Route): Route {
  const handle: Route['handle'] = async (req, res) => {
    await write(theService, ({ trx }) => countOpening(trx, networkOf(req.ip), clock.now()))
    try {
      await route.handle(req, res)
    } catch (problem) {
      if (!(problem instanceof NotFound)) throw problem
      await showLinkOver(res)
    }
  }
  return { ...route, handle }
}

async function showLinkOver(res: Response): Promise<void> {
  const typed = await enteredTextOf(res, 404)
  page(res.status(404), 'access/sign-in/link-over', linkOverPage(res.locals.t, typed))
}
