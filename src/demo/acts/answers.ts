import { addDays, addMinutes, dayOf } from '../../domain/time.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { Judgement } from '../../domain/judgements.ts'
import type { ApplicationRecord } from '../../modules/access/access.public.ts'
import { attachEvidence, writeAnswer } from '../../modules/applications/answers/answer.actions.ts'
import { answerTo } from '../../modules/applications/answers/answer.store.ts'
import { writeSummary } from '../../modules/applications/applications/application.actions.ts'
import { withdrawApplication } from '../../modules/applications/moves/move.actions.ts'
import { recordPledge } from '../../modules/applications/pledges/pledge.actions.ts'
import { submitApplication } from '../../modules/applications/submissions/submission.actions.ts'
import { itemsShownBy, fillDemoText } from '../texts.ts'
import { workOf, caseOf, required, itemOf, leadOf, libraryOf, personWithEmail, type Act, type World } from '../world.ts'

interface Writing {
  /** the email address of the colleague who writes; by default the lead's */
  by?: string
  /** the library's own ratings, by criterion code, where they differ from the ratings in the demo's texts */
  ratings?: Partial<Record<string, Judgement>>
  /** attaches no evidence to the answers */
  withoutEvidence?: boolean
  /** writes only the first words of each answer, and no rating */
  onlyBegun?: boolean
}

/** how many days ago the pledge was signed, for a library without the signed pledge in its evidence */
const daysSincePledge = 200

/** A colleague answers items, one every seven minutes, and attaches the library's evidence to each answer. */
export const writes =
  (
    library: string,
    codes: readonly string[],
    { by, ratings = {}, withoutEvidence = false, onlyBegun = false }: Writing = {},
  ): Act =>
  async (world, at) => {
    const actor = by ? await personWithEmail(world, by) : await leadOf(world, library)
    const application = await caseOf(world, library)
    const text = libraryOf(world, library)
    const asked = text.modest ? codes.filter(code => itemOf(world, code).requirement === 'required') : codes
    for (const [index, code] of asked.entries()) {
      const moment = addMinutes(at, index * 7)
      const item = itemOf(world, code)
      const answer = required(world.texts.answers[code], code)
      const words = fillDemoText(answer.texts[text.voice], library, text)
      const narrative = onlyBegun ? `${words.split(' ').slice(0, 14).join(' ')} …` : words
      const ownRating = onlyBegun ? null : (ratings[code] ?? answer.rating ?? 'met')
      await writeAnswer(workOf(world, actor, moment), application, item, {
        narrative,
        ownRating,
        version: 0,
      })
      const role = answer.signedAs?.[text.voice]
      if (role) {
        const pledge = world.evidence.get(`${library} pledge`) ?? null
        await entersPledge(workOf(world, actor, moment), application, { role, signedBy: text.pledgedBy, pledge })
      }
      const evidenceItems = withoutEvidence ? [] : evidenceFor(world, library, code)
      await attachEvidence(workOf(world, actor, addMinutes(moment, 2)), application, item, evidenceItems)
    }
  }

async function entersPledge(
  work: UnitOfWork,
  application: ApplicationRecord,
  { pledge, ...signed }: { signedBy: string; role: string; pledge: string | null },
): Promise<void> {
  const evidence = pledge ? await work.trx('evidence').where({ id: pledge }).first('period_from') : undefined
  const signedOn = evidence?.period_from ?? addDays(dayOf(work.at), -daysSincePledge)
  await recordPledge(work, { application, pledge: null }, { ...signed, signedOn, wording: '', version: 0 })
}

/** Adds text to the answers about the criteria for which the panel asked for more evidence. */
export const answersForMoreEvidence =
  (library: string): Act =>
  async (world, at) => {
    const actor = await leadOf(world, library)
    const application = await caseOf(world, library)
    for (const [code, more] of Object.entries(world.texts.panel.askMore.written)) {
      const item = itemOf(world, code)
      const before = required(await answerTo(world.trx, application, item.id), code)
      await writeAnswer(workOf(world, actor, at), application, item, {
        narrative: `${before.narrative}\n\n${more}`,
        ownRating: before.ownRating,
        version: before.version,
      })
    }
  }

export const writesSummary =
  (library: string): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const summary = libraryOf(world, library).summary ?? ''
    await writeSummary(workOf(world, await leadOf(world, library), at), application, {
      version: application.version,
      summary,
      mayBeShared: true,
    })
  }

export const submits =
  (library: string): Act =>
  async (world, at) => {
    await submitApplication(workOf(world, await leadOf(world, library), at), await caseOf(world, library))
  }

export const withdraws =
  (library: string): Act =>
  async (world, at) => {
    await withdrawApplication(workOf(world, await leadOf(world, library), at), await caseOf(world, library))
  }

export const evidenceFor = ({ evidence, texts }: World, library: string, code: string): string[] =>
  Object.entries(texts.evidence)
    .filter(([, evidence]) => itemsShownBy(evidence, texts.libraries[library]!).includes(code))
    .flatMap(([key]) => evidence.get(`${library} ${key}`) ?? [])
