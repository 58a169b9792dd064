import type { Outcome } from '../../domain/judgements.ts'
import { addMinutes } from '../../domain/time.ts'
import { attachEvidence, writeAnswer } from '../../modules/applications/answers/answer.actions.ts'
import { answerTo } from '../../modules/applications/answers/answer.store.ts'
import { saveLightRenewal } from '../../modules/applications/light-renewals/light-renewal.actions.ts'
import { lightRenewalOf } from '../../modules/applications/light-renewals/light-renewal.store.ts'
import { startRenewal } from '../../modules/applications/renewals/renewal.actions.ts'
import { confirmRenewal } from '../../modules/appraisal/confirmations/confirmation.actions.ts'
import { versionRead } from '../../modules/appraisal/confirmations/confirmation.store.ts'
import { judgeRecommendation } from '../../modules/applications/recommendations/recommendation.actions.ts'
import { openRecommendations } from '../../modules/applications/recommendations/recommendation.store.ts'
import { asRead } from '../../modules/evidence/items/evidence-item.forms.ts'
import { charity } from '../cast.ts'
import { fillDemoText, type RenewalText } from '../texts.ts'
import { evidenceFor } from './answers.ts'
import {
  workOf,
  awardOf,
  caseOf,
  required,
  itemOf,
  leadOf,
  libraryOf,
  personWithEmail,
  type Act,
  type World,
} from '../world.ts'

/** The lead starts a renewal on the award's page. */
export const startsRenewal =
  (library: string): Act =>
  async (world, at) => {
    world.applications.set(
      library,
      await startRenewal(workOf(world, await leadOf(world, library), at), await awardOf(world, library)),
    )
  }

/** The lead answers each criterion for which the demo has a renewal text. */
export const answersAboutTheYear =
  (library: string): Act =>
  async (world, at) => {
    const { trx } = world
    const [actor, application] = [await leadOf(world, library), await caseOf(world, library)]
    for (const [code, text] of Object.entries(yearOf(world, library).criteria)) {
      const item = itemOf(world, code)
      const before = await answerTo(trx, application, item.id)
      await writeAnswer(workOf(world, actor, at), application, item, {
        narrative: say(world, library, text),
        ownRating: 'met',
        version: before?.version ?? 0,
      })
      if (!before) await attachEvidence(workOf(world, actor, at), application, item, evidenceFor(world, library, code))
    }
  }

/**
 * Completes the page of a light renewal.
 * @param halfway saves the page without the two confirmations
 */
export const completesLightRenewal =
  (library: string, halfway = false): Act =>
  async (world, at) => {
    const { trx } = world
    const [actor, application, { year = {}, recommendations: promises = {} }] = [
      await leadOf(world, library),
      await caseOf(world, library),
      yearOf(world, library),
    ]
    const texts = []
    for (const [code, text] of Object.entries(year)) {
      const item = itemOf(world, code)
      const before = await answerTo(trx, application, item.id)
      texts.push({ item, text: say(world, library, text), asRead: asRead(before?.narrative ?? '') })
    }
    const open = await openRecommendations(trx, required(application.awardId, 'award'))
    const recommendations = Object.entries(promises).map(([code, text]) => {
      const { id, version } = required(
        open.find(({ itemId }) => itemId === itemOf(world, code).id),
        `recommendation on ${code}`,
      )
      return { id, text, readAt: version }
    })
    const ticked = halfway ? null : true
    await saveLightRenewal(workOf(world, actor, at), await lightRenewalOf(trx, actor, application, at), {
      criteria: application.frameworkVersionId,
      texts,
      recommendations,
      same: false,
      summary: null,
      noChange: false,
      unchanged: ticked,
      contacts: ticked,
      then: 'stay',
    })
  }

/** The coordinator closes a recommendation that the library has met. */
export const closesRecommendation =
  (library: string, code: string): Act =>
  async (world, at) => {
    const { id } = await awardOf(world, library)
    const it = required(
      (await openRecommendations(world.trx, id)).find(({ itemId }) => itemId === itemOf(world, code).id),
      `recommendation on ${code}`,
    )
    const note = world.texts.years.promiseKept
    await judgeRecommendation(workOf(world, await personWithEmail(world, charity.coordinator.email), at), it, {
      version: it.version,
      verdict: 'closed',
      note,
    })
  }

/** One trustee confirms the renewal. */
export const confirms =
  (library: string, outcome: Outcome = 'awarded'): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const decisionLetter = say(world, library, world.texts.years.decisionLetter)
    const version = await versionRead(world.trx, application)
    await confirmRenewal(
      workOf(world, await personWithEmail(world, charity.trustee.email), addMinutes(at, 10)),
      application,
      {
        version,
        outcome,
        decisionLetter,
        recommendations: [],
      },
    )
  }

const yearOf = ({ texts }: World, library: string): RenewalText =>
  required(texts.years.renewals[library], `year of ${library}`)
const say = (world: World, library: string, text: string): string =>
  fillDemoText(text, library, libraryOf(world, library))
