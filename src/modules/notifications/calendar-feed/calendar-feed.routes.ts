import type { Parts } from '../../../parts.ts'
import { flashWarning } from '../../../web/flash.ts'
import { actorOf } from '../../../web/request.ts'
import { programRoute, get, type Route } from '../../../web/routes.ts'
import { signedCookie } from '../../../web/signed-cookie.ts'
import { submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { endFeed, feedReader, makeFeed } from './calendar-feed.actions.ts'
import { feedAddressPage, feedEndingPage, feedPage } from './calendar-feed.pages.ts'
import { feedOf } from './calendar-feed.store.ts'

export const calendarFeedRoutes = (parts: Parts): Route[] => {
  /** A cookie with the secret of the newest feed, for the page that shows its address. The database has only a hash. */
  const newest = signedCookie(parts.config, 'calendar-feed')
  const readFeed = feedReader(parts)

  return [
    get('/account/calendar', 'signed in', async (_req, res) => {
      newest.clear(res)
      page(res, 'notifications/calendar-feed/feed', feedPage(res.locals.t, await feedOf(parts.db, actorOf(res).id)))
    }),

    submitForm(parts, {
      path: '/account/calendar',
      permission: 'signed in',
      load: async () => null,
      act: work => makeFeed(work),
      after: async ({ token }, { actor }, res) => newest.set(res, `${actor.id} ${token}`),
      done: () => ({ address: '/account/calendar/address' }),
    }),

    get('/account/calendar/address', 'signed in', (req, res) => {
      const { t } = res.locals
      const [personId, token] = (newest.read(req) ?? '').split(' ')
      if (personId === actorOf(res).id && token) {
        newest.clear(res)
        const address = `${parts.config.baseUrl.replace(/\/$/, '')}/calendar/${token}.ics`
        return page(res, 'notifications/calendar-feed/address', feedAddressPage(t, address))
      }
      flashWarning(res, t('calendar.feed.shown'))
      res.redirect(303, '/account/calendar')
    }),

    get('/account/calendar/ending', 'signed in', (_req, res) => {
      page(res, 'notifications/calendar-feed/ending', feedEndingPage(res.locals.t))
    }),

    submitForm(parts, {
      path: '/account/calendar/ending',
      permission: 'signed in',
      load: async () => null,
      act: work => endFeed(work),
      done: t => ({ address: '/account/calendar', notice: t('calendar.feed.end.done') }),
    }),

    // For calendar programs, which do not sign in: the token in the address identifies the person.
    programRoute(
      get('/calendar/:token.ics', 'a token', async (req, res) => {
        const { text, etag } = await readFeed(req.params.token)
        res.set({ ETag: etag, 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' })
        if (req.fresh) return res.status(304).end()
        res.type('text/calendar; charset=utf-8').send(text)
      }),
    ),
  ]
}
