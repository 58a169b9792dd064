import type { Actor } from '../../domain/actor.ts'
import type { Framework } from '../../domain/framework.ts'
import { dayOf, type Instant } from '../../domain/time.ts'
import type { Parts } from '../../parts.ts'
import { actor, actorOf } from '../../web/request.ts'
import { get, type Route } from '../../web/routes.ts'
import { page } from '../../web/view-engine.ts'
import { frameworkVersion } from '../frameworks/framework.store.ts'
import { roundTaking } from '../rounds/round.store.ts'
import { homePage, type Loaded } from './home.pages.ts'
import { administratorCount, answerFactsOfAll, casesWaiting, librariesOf, seatsWaiting } from './home.store.ts'

export const homeRoutes = ({ db, clock }: Parts): Route[] => [
  get('/', 'nothing', (_req, res) => {
    if (actorOf(res)) return res.redirect(303, '/home')
    page(res, 'home/start', { title: res.locals.t('start.title') })
  }),

  get('/home', 'signed in', async (_req, res) => {
    const now = clock.now()
    page(res, 'home/show', homePage(res.locals.t, actor(res), await loadHome(db, actor(res), now), now))
  }),
]

const most = 8

/** Only what this person's roles ask for. */
async function loadHome(db: Parts['db'], who: Actor, now: Instant): Promise<Loaded> {
  const libraries = await librariesOf(db, who)
  const applications = libraries.flatMap(({ application }) => (application ? [application] : []))
  const frameworks = new Map<string, Framework>()
  for (const { frameworkVersionId } of applications) frameworks.set(frameworkVersionId, await frameworkVersion(db, frameworkVersionId))
  const isWaitingToStart = libraries.some(({ application, role }) => application === null && role === 'lead')
  return {
    libraries,
    frameworks,
    answers: await answerFactsOfAll(db, applications.filter(({ status }) => status === 'draft' || status === 'returned').map(({ id }) => id)),
    roundOpen: isWaitingToStart ? await roundTaking(db, now) : null,
    seats: await seatsWaiting(db, who),
    desk: who.charityRoles.includes('coordinator') ? await casesWaiting(db, who, ['submitted', 'checked', 'resubmitted', 'decided'], most, dayOf(now)) : [],
    trustee: who.charityRoles.includes('trustee') ? await casesWaiting(db, who, ['with a trustee'], most) : [],
    administrators: who.charityRoles.includes('administrator') ? await administratorCount(db) : null,
  }
}
