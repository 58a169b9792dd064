import { itemById } from '../../domain/framework.ts'
import { agree } from '../../modules/appraisal/calibration/agreement.actions.ts'
import { finishCalibration, savePracticeJudgement } from '../../modules/appraisal/calibration/calibration.actions.ts'
import { calibrationOf, yearOf } from '../../modules/appraisal/calibration/calibration.store.ts'
import {
  prepareCase,
  publishCase,
  revisionOf,
  saveText,
  sourcesOf,
} from '../../modules/appraisal/calibration/case.actions.ts'
import { caseOf as calibrationCaseOf } from '../../modules/appraisal/calibration/case.store.ts'
import { charity, type CharityKey } from '../cast.ts'
import { caseOf, required, leadOf, personWithEmail, workOf, type Act } from '../world.ts'

/** The lead lets appraisers practise on the application. */
export const agreesToPractice =
  (library: string): Act =>
  async (world, at) =>
    agree(workOf(world, await leadOf(world, library), at), await caseOf(world, library))

/** The coordinator copies a few answers, replaces the names and publishes the case. */
export const preparesPractice =
  (library: string): Act =>
  async (world, at) => {
    const { trx, framework, texts } = world
    const written = required(texts.panel.practice[library], `practice of ${library}`)
    const application = await caseOf(world, library)
    const work = workOf(world, await personWithEmail(world, charity.coordinator.email), at)
    const sources = await sourcesOf(trx, application, framework)
    await prepareCase(
      work,
      application,
      sources.filter(({ item }) => item.code in written),
    )
    for (const criterion of required(await calibrationCaseOf(trx, application), library).criteria) {
      const { answer, panelReason } = required(written[itemById(framework, criterion.itemId)?.code ?? ''], 'text')
      const data = { version: criterion.version, answer, panelReason }
      await saveText(work, application, criterion, { data, reply: null })
    }
    await publishCase(work, application, revisionOf(required(await calibrationCaseOf(trx, application), library)))
  }

/** An appraiser judges both cases and finishes. */
export const practises =
  (key: CharityKey): Act =>
  async (world, at) => {
    const { trx, framework, texts } = world
    const work = workOf(world, await personWithEmail(world, charity[key].email), at)
    const cases = await calibrationOf(trx, { personId: work.actor.id, year: yearOf(at) })
    for (const criterion of cases.flat()) {
      const code = itemById(framework, criterion.itemId)?.code ?? ''
      const said = Object.values(texts.panel.practice).map(each => each[code])
      const { own } = required(
        said.find(each => each?.answer === criterion.answer),
        `practice on ${code}`,
      )
      await savePracticeJudgement(work, criterion, own)
    }
    await finishCalibration(work)
  }
