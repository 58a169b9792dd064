import express, { type Express, type RequestHandler } from 'express'
import { Busy } from './domain/refusals.ts'
import { dayOf } from './domain/time.ts'
import { recordDenial } from './history/record.ts'
import * as access from './modules/access/access.public.ts'
import * as applications from './modules/applications/applications.public.ts'
import * as appraisal from './modules/appraisal/appraisal.public.ts'
import * as awards from './modules/awards/awards.public.ts'
import * as evidence from './modules/evidence/evidence.public.ts'
import * as frameworks from './modules/frameworks/frameworks.public.ts'
import * as imports from './modules/imports/imports.public.ts'
import * as notifications from './modules/notifications/notifications.public.ts'
import * as organisations from './modules/organisations/organisations.public.ts'
import * as overview from './modules/overview/overview.public.ts'
import * as site from './modules/site/site.public.ts'
import { recoverFiles } from './files/recover.ts'
import { startJobs } from './jobs/runner.ts'
import type { Database } from './db/connection.ts'
import type { Parts } from './parts.ts'
import { assets } from './web/assets.ts'
import { showRefusals, throwNotFound } from './web/errors.ts'
import { notices } from './web/flash.ts'
import { health } from './web/health.ts'
import { caseIn, conflictLink, navigationOf } from './web/navigation.ts'
import { loadSignIn } from './web/passport.ts'
import { leadToPage, pageToOpen } from './web/page-to-open.ts'
import { mount, type Route } from './web/routes.ts'
import { sameOrigin } from './web/same-origin.ts'
import { securityHeaders } from './web/security-headers.ts'
import { listen, type ProcessState, type Service } from './web/server.ts'
import { languageOf, translator } from './words/words.ts'

const modules = [
  frameworks,
  access,
  organisations,
  evidence,
  awards,
  applications,
  appraisal,
  overview,
  notifications,
  imports,
  site,
]

/**
 * Every route of the service. The app mounts these routes, and the test of the permission matrix requests each of them.
 */
export const routes = (parts: Parts): Route[] => modules.flatMap(module => module.routes(parts))

const alwaysThere: ProcessState = { isStopping: () => false, isReady: () => true }

/**
 * The Express app of the service. `parts` holds the dependencies that differ between production, demo and tests.
 * @param extra routes that are not part of the service, for the benchmark
 */
export function createApp(
  parts: Parts,
  { isStopping, isReady }: ProcessState = alwaysThere,
  extra: readonly Route[] = [],
): Express {
  const { config, log } = parts
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.trustedProxies)
  app.set('etag', false)

  app.use(securityHeaders(config.baseUrl))
  app.use(
    health(parts, {
      isReady: () => !isStopping() && isReady(),
      degradedParts: () => site.degradedParts(parts.db, parts.clock.now()),
    }),
  )
  app.use('/assets', assets())
  if (parts.filled) app.use(afterwards(parts.filled))
  app.use(shared(parts))
  app.use(unlessStopping(isStopping))
  const all = [...routes(parts), ...extra]
  mount(
    app,
    all.filter(row => row.ahead),
  )
  app.use(sameOrigin(config.baseUrl, log))
  app.use(onlyPaths)
  app.use(notices(config))
  app.use(loadSignIn(parts, access.sessionRows(parts)))
  app.use(forThePerson(parts))
  mount(
    app,
    all.filter(row => !row.ahead),
  )
  app.use(leadToPage(all))
  app.use(throwNotFound)
  app.use(showRefusals(log, recordDenial(parts), pageToOpen(all, config.baseUrl)))
  return app
}

/** Delays requests until the demo has its data, except requests for the sign-in page, which shows no data. */
const afterwards =
  (ready: Promise<void>): RequestHandler =>
  (req, _res, next) => {
    if (req.method === 'GET' && req.path === '/sign-in') next()
    else ready.then(() => next(), next)
  }

/** While stopping, responds with 503, so that the proxy retries. */
const unlessStopping =
  (isStopping: () => boolean): RequestHandler =>
  (_req, res, next) => {
    if (!isStopping()) return next()
    res.set('Connection', 'close')
    next(new Busy())
  }

/**
 * Sets the values that every page needs, even an error page shown before the session is read. Until the person is
 * known, the language is the browser's.
 */
function shared({ config, clock }: Parts): RequestHandler {
  return (req, res, next) => {
    Object.assign(res.locals, {
      t: translator(languageOf(...req.acceptsLanguages())),
      person: null,
      navigation: [],
      hasSearch: false,
      notices: [],
      demo: config.demo,
      today: dayOf(clock.now()),
    })
    next()
  }
}

/** Refuses a request target that is not a path, such as `GET *`. express-session would load no session for it. */
const onlyPaths: RequestHandler = (req, res, next) =>
  req.path.startsWith('/') ? next() : throwNotFound(req, res, next)

const forThePerson =
  ({ db, config }: Parts): RequestHandler =>
  async (req, res, next) => {
    const { actor, signIn } = res.locals
    if (actor) {
      const t = translator(languageOf(actor.language))
      const id = caseIn(actor, req.path)
      Object.assign(res.locals, {
        t,
        person: { name: actor.name },
        navigation: navigationOf(t, actor, req.path),
        hasSearch: req.path !== '/search',
        conflict: id !== null && !(await access.isOwnApplication(db, actor, id)) ? conflictLink(t, id) : null,
        unreached: access.unreachedNotice(t, signIn, config.contactEmail),
      })
    }
    next()
  }

/**
 * Deletes files that the last run left unfinished. Then starts the web server and, if this process runs them, the jobs.
 * Closes the database if the files cannot be deleted.
 */
export async function serve(parts: Parts, database: Database): Promise<Service> {
  await recoverFiles(parts).catch(async (problem: unknown) => {
    await database.close() // so that no write-ahead log is left, which would damage a database restored later
    throw problem
  })
  return listen({
    parts,
    database,
    createApp: state => createApp(parts, state),
    startJobs: parts.config.jobsInProcess ? () => startJobs(parts) : undefined,
  })
}
