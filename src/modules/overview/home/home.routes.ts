import { libraryStream } from '../../../domain/framework.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { lookUpAll } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Framework } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf, actorOrNull } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { consentsMissing, recurringDue, inboxesOf } from '../../evidence/evidence.public.ts'
import { frameworkVersion, roundTaking } from '../../frameworks/frameworks.public.ts'
import { asWaiting } from './charity-cards.pages.ts'
import {
  answersToRead,
  checkedRenewals,
  emailsFailed,
  lostASeat,
  notValidMeanwhile,
  overdueAwards,
  panelsThatLostASeat,
  remindersStopped,
  renewalsChecked,
} from './charity-home.store.ts'
import { homePage, type Loaded } from './home.pages.ts'
import { administratorCount, answersBegun, casesWaiting, seatsWaiting } from './home.store.ts'
import { aboutLibraries, librariesFrom, type LibraryHome } from './library-home.store.ts'

export const homeRoutes = ({ db, clock }: Parts): Route[] => [
  get('/', 'nothing', (_req, res) => {
    if (actorOrNull(res)) return res.redirect(303, '/home')
    page(res, 'overview/home/start', { title: res.locals.t('start.title') })
  }),

  get('/home', 'signed in', async (req, res) => {
    const [now, most] = [clock.now(), queryText(req, 'show') === 'all' ? 100 : 7]
    page(
      res,
      'overview/home/show',
      homePage(res.locals.t, actorOf(res), await loadHome(db, actorOf(res), now, most + 1), now, most),
    )
  }),
]

/**
 * Only what this person's roles ask for, in one statement, and a little more where that finds something to look into.
 */
async function loadHome(db: Parts['db'], actor: Actor, now: Instant, most: number): Promise<Loaded> {
  const today = dayOf(now)
  const own = [...new Set(actor.memberships.map(({ organisationId }) => organisationId))]
  const leads = actor.memberships.filter(({ role }) => role === 'lead').map(({ organisationId }) => organisationId)
  const [coordinates, decides] = [actor.charityRoles.includes('coordinator'), actor.charityRoles.includes('trustee')]
  const found = await lookUpAll(db, {
    ...(own.length > 0
      ? {
          ...aboutLibraries(db, own, today),
          answers: answersBegun(db, own, today),
          consents: consentsMissing(db, actor, today),
          recurring: recurringDue(db, actor, today),
          inboxes: leads.length > 0 ? inboxesOf(db, leads) : null,
        }
      : {
          organisations: null,
          applications: null,
          awards: null,
          answers: null,
          consents: null,
          recurring: null,
          inboxes: null,
        }),
    seats: seatsWaiting(db, actor),
    checked: coordinates || decides ? checkedRenewals(db, actor) : null,
    casework: coordinates ? casesWaiting(db, actor, coordinatorsStates, most, today) : null,
    trustee: decides ? casesWaiting(db, actor, ['with a trustee'], most) : null,
    notValid: coordinates || decides ? notValidMeanwhile(db, actor, today) : null,
    overdue: coordinates ? overdueAwards(db, actor, today) : null,
    stopped: can(actor, 'reminders.manage') ? remindersStopped(db) : null,
    answered: coordinates ? answersToRead(db, actor) : null,
    lost: coordinates ? lostASeat(db, actor) : null,
    failed: can(actor, 'outbox.read') ? emailsFailed(db, today) : null,
    administrators: actor.charityRoles.includes('administrator') ? administratorCount(db) : null,
  })
  const libraries = librariesFrom(actor, {
    organisations: found.organisations ?? [],
    applications: found.applications ?? [],
    awards: found.awards ?? [],
  })
  const isWaitingToStart = libraries.some(
    ({ applications, awards, role }) => applications.length === 0 && awards.length === 0 && role === 'lead',
  )
  const renewals = await renewalsChecked(db, found.checked ?? [])
  const waiting = (cases: readonly ApplicationRecord[]) => cases.slice(0, most).map(it => asWaiting(actor, it))
  return {
    libraries,
    frameworks: await frameworksOf(db, libraries),
    answers: found.answers ?? new Map(),
    consents: found.consents ?? [],
    inboxes: found.inboxes ?? [],
    recurring: found.recurring ?? [],
    roundOpen: isWaitingToStart ? await roundTaking(db, libraryStream, now) : null,
    seats: found.seats,
    casework: coordinates ? [...(found.casework ?? []), ...waiting(renewals.toSeat)] : [],
    trustee: decides ? [...(found.trustee ?? []), ...waiting(renewals.toConfirm)] : [],
    notValid: found.notValid ?? new Set(),
    overdue: found.overdue ?? { awards: [], more: false },
    stopped: found.stopped ?? { isOff: false, held: null },
    answered: found.answered ?? [],
    lostSeats: await panelsThatLostASeat(db, actor, found.lost ?? []),
    emailsFailed: found.failed ?? 0,
    administrators: found.administrators,
  }
}

const coordinatorsStates = ['submitted', 'checked', 'resubmitted', 'decided', 'on hold'] as const

/** Of the applications that are being written. */
async function frameworksOf(db: Parts['db'], libraries: readonly LibraryHome[]): Promise<Map<string, Framework>> {
  const frameworks = new Map<string, Framework>()
  const written = libraries.flatMap(({ applications }) =>
    applications.filter(
      ({ status }) => status === 'draft' || status === 'returned' || status === 'more evidence asked',
    ),
  )
  for (const { frameworkVersionId } of written)
    frameworks.set(frameworkVersionId, await frameworkVersion(db, frameworkVersionId))
  return frameworks
}
