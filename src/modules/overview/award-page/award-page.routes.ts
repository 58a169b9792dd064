import { runLookups } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import {
  type NamedAward,
  awardOffers,
  branchesInAwardWith,
  awardContextFrom,
  awardContextLookups,
  correctionsLookup,
  findAward,
  isRenewalDecidedLookup,
  mayAnswerCorrection,
  nextRenewalIn,
  reasonNotToCorrect,
  waitingAmong,
} from '../../awards/awards.public.ts'
import { areEmailsStartedLookup, organisationWith, teamIn } from '../../organisations/organisations.public.ts'
import { recommendationsOfAwardLookup, recommendationsWith } from '../../applications/applications.public.ts'
import { awardPage, type AwardParts } from './award-page.pages.ts'
import { applicationsOfAward, readableOfAward, receiptsOfAward, unreadAmong } from './award-page.store.ts'

/** An award's page, with its applications and recommendations. */
export const awardPageRoutes = ({ db }: Parts): Route[] => [
  get('/awards/:id', 'award.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const { t, today } = res.locals
    const award = await findAward(db, actor, permission, req.params.id)
    page(res, 'overview/award-page/show', awardPage(t, award, await partsOf(db, actor, award, today)))
  }),
]

/** The data that the page shows besides the award itself. */
async function partsOf(db: Parts['db'], actor: Actor, award: NamedAward, today: Day): Promise<AwardParts> {
  const isOwn = membershipsIn(actor, award.organisationId).length > 0
  const organisation = { id: award.organisationId }
  const canStart = can(actor, 'application.start', organisation)
  const seesTeam = !isOwn && can(actor, 'team.read', organisation)
  const isCharity = !isOwn && can(actor, 'awards.list')
  const mayCorrect = can(actor, 'award.correct', award)
  const found = await runLookups(db, {
    ...awardContextLookups(db, award),
    branches: branchesInAwardWith(db, award.id, today),
    applications: applicationsOfAward(db, actor, award.id),
    receipts: receiptsOfAward(db, award.id),
    readable: readableOfAward(db, actor, award.id),
    areEmailsOn: isCharity ? areEmailsStartedLookup(db, organisation.id) : null,
    team: seesTeam ? teamIn(db, organisation.id) : null,
    organisation: canStart ? organisationWith(db, award.organisationId) : null,
    recommendations: recommendationsOfAwardLookup(db, actor, award.id),
    corrections: award.isRecorded ? correctionsLookup(db, award.id) : null,
    isDecided: mayCorrect ? isRenewalDecidedLookup(db, award.id) : null,
  })
  const context = awardContextFrom(award, found)
  const corrections = found.corrections ?? []
  const waiting = waitingAmong(corrections)
  return {
    today,
    changes: context.changes,
    unread: unreadAmong(found.receipts, found.readable),
    terms: context.terms,
    isValid: wasValidOn(context.changes, today),
    next: nextRenewalIn(context, award, today),
    lapseAfterDays: context.term.settings.lapseAfterDays,
    branches: found.branches,
    recommendations: { today, ...(await recommendationsWith(db, actor, award, found.recommendations)) },
    applications: found.applications,
    team: found.team,
    areEmailsOn: found.areEmailsOn,
    corrections,
    offers: awardOffers(context, actor, award, today),
    isOwn,
    may: {
      start: found.organisation?.closedAt === null,
      askFull: can(actor, 'award.ask_full', award),
      correct: mayCorrect && reasonNotToCorrect(award, { isDecided: found.isDecided ?? false, corrections }) === null,
      confirm: waiting !== null && mayAnswerCorrection(actor, award, waiting),
      addBranches: can(actor, 'award.add_branches', award),
      list: isCharity,
      seeLibrary: !isOwn && can(actor, 'organisation.know', organisation),
    },
  }
}
