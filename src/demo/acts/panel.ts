import { criteriaAskedBy } from '../../domain/framework.ts'
import type { Judgement } from '../../domain/judgements.ts'
import { addMinutes } from '../../domain/time.ts'
import { giveAllFindings, writeFinding } from '../../modules/appraisal/findings/finding.actions.ts'
import { recordAgreed, recordUnanimous } from '../../modules/appraisal/meetings/meeting.actions.ts'
import { askMoreEvidence } from '../../modules/appraisal/more-evidence/more-evidence.actions.ts'
import { answerQuestion, askQuestion } from '../../modules/applications/questions/question.actions.ts'
import { questionsOf } from '../../modules/applications/questions/question.store.ts'
import { saveWorkingCopy } from '../../web/working-copies.ts'
import { workday } from '../workdays.ts'
import { charity, type CharityKey } from '../cast.ts'
import { fillDemoText } from '../texts.ts'
import { workOf, caseOf, required, itemOf, leadOf, libraryOf, personWithEmail, type Act } from '../world.ts'

/** The judgements that differ from `met`, by the code of the criterion. */
export type Findings = Partial<Record<string, Judgement>>

/**
 * One member judges the first `count` criteria. If these are all the criteria, the member also gives the panel the
 * findings.
 */
export const judges =
  (key: CharityKey, library: string, differs: Findings = {}, count = Infinity): Act =>
  async (world, at) => {
    const {
      framework,
      texts: {
        panel: { alone },
      },
    } = world
    const actor = await personWithEmail(world, charity[key].email)
    const application = await caseOf(world, library)
    const criteria = criteriaAskedBy(framework, application.kind)
    const voice = key.length // so that the three members give different reasons
    for (const [index, item] of criteria.slice(0, count).entries()) {
      const judgement = differs[item.code] ?? 'met'
      const reasons = alone[judgement === 'not applicable' ? 'met' : judgement]
      await writeFinding(workOf(world, actor, addMinutes(at, index * 5)), application, item, {
        version: 0,
        judgement,
        reason: reasons[(index + voice) % reasons.length]!,
        commendation: index === 3 ? alone.commendation[voice % alone.commendation.length]! : '',
        privateNote: index === 7 ? alone.private : '',
      })
    }
    if (count >= criteria.length)
      await giveAllFindings(
        workOf(world, actor, addMinutes(at, criteria.length * 5)),
        await caseOf(world, library),
        framework,
      )
  }

/**
 * One member types a finding and does not save it. `judged` is the number of criteria that the member has already
 * judged.
 */
export const leavesFindingUnsaved =
  (key: CharityKey, library: string, at: { judged: number; reason: string }): Act =>
  async (world, moment) => {
    const actor = await personWithEmail(world, charity[key].email)
    const application = await caseOf(world, library)
    const { code } = criteriaAskedBy(world.framework, application.kind)[at.judged]!
    await saveWorkingCopy(workOf(world, actor, moment).trx, actor, {
      address: `/applications/${application.id}/appraisal/${code}`,
      from: { page: '', copy: '' },
      values: { judgement: 'partly met', reason: at.reason, commendation: '', privateNote: '' },
      basedOn: '0',
      at: moment,
    })
  }

/**
 * The chair records agreed findings. With `inOneGo`, all unanimous findings are recorded in one step, and then the
 * finding on `criterionJudgedLower`.
 */
export const agrees =
  (key: CharityKey, library: string, differs: Findings = {}, inOneGo = false): Act =>
  async (world, at) => {
    const {
      framework,
      texts: { panel },
    } = world
    const actor = await personWithEmail(world, charity[key].email)
    const application = await caseOf(world, library)
    const wording = { reason: panel.unanimous, usesWords: false }
    if (inOneGo) await recordUnanimous(workOf(world, actor, at), application, framework, wording)
    const criteria = criteriaAskedBy(framework, application.kind).filter(
      ({ code }) => !inOneGo || code === criterionJudgedLower,
    )
    for (const [index, item] of criteria.entries()) {
      const judgement = differs[item.code] ?? 'met'
      const reason =
        judgement === 'not yet' ? panel.alone['not yet'][index % 2]! : required(panel.agreed[item.code], item.code)
      await recordAgreed(workOf(world, actor, addMinutes(at, index)), application, item, {
        version: 0,
        judgement,
        reason,
      })
    }
  }

/** The criterion that one of the three members judges lower than the others do. */
export const criterionJudgedLower = 'E8'

/**
 * A panel member asks the library a question.
 * @param until the day by which to reply, in working days before today; negative for the future
 */
export const asks =
  (key: CharityKey, library: string, question: 'open' | 'answered', until: number): Act =>
  async (world, at) => {
    const { item, body } = world.texts.panel.questions[question]
    const actor = await personWithEmail(world, charity[key].email)
    await askQuestion(workOf(world, actor, at), await caseOf(world, library), itemOf(world, item), {
      body,
      replyBy: workday(world.today, until),
    })
  }

/** Answers the panel's open question with evidence that was not in the submission. */
export const replies =
  (library: string, key: string): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const question = required(
      (await questionsOf(world.trx, application)).find(({ status }) => status === 'open'),
      'open question',
    )
    const evidence = [required(world.evidence.get(`${library} ${key}`), key)]
    const reply = fillDemoText(world.texts.panel.questions.answered.reply, library, libraryOf(world, library))
    await answerQuestion(workOf(world, await leadOf(world, library), at), application, question, {
      reply,
      evidence,
      keptReason: '',
    })
  }

export const asksForMore =
  (key: CharityKey, library: string, until: number): Act =>
  async (world, at) => {
    const { reasons, items } = world.texts.panel.askMore
    const criteria = items.map(code => itemOf(world, code).id)
    await askMoreEvidence(
      workOf(world, await personWithEmail(world, charity[key].email), at),
      await caseOf(world, library),
      {
        criteria,
        reasons,
        until: workday(world.today, until),
      },
    )
  }
