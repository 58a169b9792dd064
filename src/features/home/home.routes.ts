import type { Actor } from '../../domain/actor.ts'
import type { Framework } from '../../domain/framework.ts'
import { can } from '../../domain/permissions.ts'
import { dayOf, type Day, type Instant } from '../../domain/time.ts'
import type { Parts } from '../../parts.ts'
import { actor, actorOf } from '../../web/request.ts'
import { get, type Route } from '../../web/routes.ts'
import { page } from '../../web/view-engine.ts'
import type { Case } from '../applications/application.store.ts'
import { frameworkVersion } from '../frameworks/framework.store.ts'
import { roundTaking } from '../rounds/round.store.ts'
import { asWaiting } from './desk-cards.pages.ts'
import { lettersFailed, overdueAwards, panelsThatLostASeat, renewalsChecked } from './desk-home.store.ts'
import { homePage, type Loaded } from './home.pages.ts'
import { administratorCount, answerFactsOfAll, casesWaiting, seatsWaiting } from './home.store.ts'
import { librariesOf } from './library-home.store.ts'

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
  const today = dayOf(now)
  const libraries = await librariesOf(db, who, today)
  const writing = libraries.flatMap(({ applications }) => applications.filter(({ status }) => status === 'draft' || status === 'returned' || status === 'more evidence asked'))
  const frameworks = new Map<string, Framework>()
  for (const { frameworkVersionId } of writing) frameworks.set(frameworkVersionId, await frameworkVersion(db, frameworkVersionId))
  const isWaitingToStart = libraries.some(({ applications, awards, role }) => applications.length === 0 && awards.length === 0 && role === 'lead')
  return {
    libraries,
    frameworks,
    answers: await answerFactsOfAll(db, writing.filter(({ status, kind }) => status !== 'more evidence asked' && kind !== 'renewal').map(({ id }) => id)),
    roundOpen: isWaitingToStart ? await roundTaking(db, now) : null,
    seats: await seatsWaiting(db, who),
    ...await forTheCharity(db, who, today),
    administrators: who.charityRoles.includes('administrator') ? await administratorCount(db) : null,
  }
}

const coordinatorsStates = ['submitted', 'checked', 'resubmitted', 'decided', 'on hold'] as const

async function forTheCharity(db: Parts['db'], who: Actor, today: Day): Promise<Pick<Loaded, 'desk' | 'trustee' | 'overdue' | 'lostSeats' | 'lettersFailed'>> {
  const [coordinates, decides] = [who.charityRoles.includes('coordinator'), who.charityRoles.includes('trustee')]
  const renewals = coordinates || decides ? await renewalsChecked(db, who) : { toConfirm: [], toSeat: [] }
  const waiting = (cases: readonly Case[]) => cases.slice(0, most).map(it => asWaiting(who, it))
  return {
    desk: coordinates ? [...await casesWaiting(db, who, coordinatorsStates, most, today), ...waiting(renewals.toSeat)] : [],
    trustee: decides ? [...await casesWaiting(db, who, ['with a trustee'], most), ...waiting(renewals.toConfirm)] : [],
    overdue: coordinates ? await overdueAwards(db, who, today) : { awards: [], more: false },
    lostSeats: coordinates ? await panelsThatLostASeat(db, who) : [],
    lettersFailed: can(who, 'mail.read') ? await lettersFailed(db, today) : 0,
  }
}
