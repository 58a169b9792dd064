import { addDays, instantAt } from '../../domain/time.ts'
import { editLetter } from '../../modules/appraisal/letters/letter.actions.ts'
import { decisionOn } from '../../modules/appraisal/decisions/decision.store.ts'
import { setReleaseTime } from '../../modules/appraisal/releases/release.actions.ts'
import { askForReview } from '../../modules/appraisal/reviews/review.actions.ts'
import { charity } from '../cast.ts'
import { caseOf, required, leadOf, personWithEmail, workOf, type Act } from '../world.ts'

/** The library asks for a review of the decision on its application. */
export const asksForReview =
  (library: string): Act =>
  async (world, at) =>
    askForReview(
      workOf(world, await leadOf(world, library), at),
      await caseOf(world, library),
      world.texts.panel.review,
    )

/**
 * The coordinator edits the opening of a decision letter and schedules its release.
 * @param days the number of days from today to the release
 */
export const holdsUntil =
  (library: string, opening: string, days: number): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity.coordinator.email)
    const application = await caseOf(world, library)
    const { letter, letterVersion } = required(await decisionOn(world.trx, application), 'decision')
    await editLetter(workOf(world, actor, at), application, {
      version: letterVersion,
      opening,
      closing: letter.closing,
    })
    const { letterVersion: version } = required(await decisionOn(world.trx, application), 'decision')
    await setReleaseTime(workOf(world, actor, at), application, {
      version,
      at: instantAt(addDays(world.today, days), '10:00'),
      sure: false,
    })
  }
