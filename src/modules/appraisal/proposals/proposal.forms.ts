import { z } from 'zod'
import type { Framework, Item } from '../../../domain/framework.ts'
import type { RecommendationKind } from '../../../domain/judgements.ts'
import type { Day } from '../../../domain/time.ts'
import { sentFromFields, type SentFromData } from '../../../web/autosave.ts'
import { day, line, oneOf, optionalOneOf, optionalText, readVersion, text } from '../../../web/field-schemas.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'

export const maxDecisionLetter = 8_000

/** The fields that are saved while the chair types, including a recommendation that is not added yet. */
export const keptFields = [
  ...['outcome', 'outcomeReason', 'decisionLetter'],
  ...['body', 'item', 'owner', 'kind', 'dueOn-day', 'dueOn-month', 'dueOn-year'],
] as const

/** The items that a recommendation can be about, and today's date. A recommendation must be due after today. */
export interface RecommendationChoices {
  items: readonly Item[]
  today: Day
}

/** The fields of a recommendation, on the page of a proposal and on the page that confirms a light renewal. */
export const recommendationFields = (t: T, framework: Framework, { items, today }: RecommendationChoices) => ({
  kind: oneOf<RecommendationKind>(framework.recommendationKinds, t('proposals.recommendation.kind.missing')),
  item: optionalOneOf(
    items.map(({ id }) => id),
    t('proposals.recommendation.item.unknown'),
  ),
  body: text(t, t('proposals.recommendation.body.missing'), 1_000),
  owner: line(t, t('proposals.recommendation.owner.missing'), 100),
  dueOn: day(t, t('proposals.recommendation.due.missing')).refine(
    due => due > today,
    t('proposals.recommendation.due.past'),
  ),
})
const recommendationForm = (...given: Parameters<typeof recommendationFields>) =>
  z.object(recommendationFields(...given))
export type RecommendationGiven = z.output<ReturnType<typeof recommendationForm>>

/**
 * The outcome and the letter can be saved unfinished. Before the proposal is sent to a trustee, both must be complete.
 */
const proposalFields = (t: T, framework: Framework) => ({
  version: readVersion(),
  outcome: optionalOneOf(
    framework.decisions.map(({ id }) => id),
    t('proposals.outcome.missing'),
  ),
  outcomeReason: optionalText(t, 2_000),
  decisionLetter: optionalText(t, maxDecisionLetter),
})
const proposalOnly = (t: T, framework: Framework) => z.object(proposalFields(t, framework))
export type ProposalGiven = z.output<ReturnType<typeof proposalOnly>>

/** The action of the pressed button, after the proposal is saved. `save` does nothing else. */
export type Then = 'save' | 'send' | 'add' | { remove: string }

export interface ProposalSent extends SentFromData {
  then: Then
  proposal: ProposalGiven
  recommendation: RecommendationGiven | null
}

/** The form for the whole page. Every button also saves a recommendation that was started. */
export function proposalForm(
  t: T,
  framework: Framework,
  choices: RecommendationChoices,
  form: Form,
): z.ZodType<ProposalSent> {
  const then = thenOf(form)
  if (then !== 'add' && !isRecommendationStarted(form))
    return proposalOnly(t, framework)
      .extend(sentFromFields())
      .transform(({ workingPerson, workingPage, workingCopy, ...proposal }) => ({
        ...{ workingPerson, workingPage, workingCopy },
        ...{ then, proposal, recommendation: null },
      }))
  return z
    .object({ ...sentFromFields(), ...proposalFields(t, framework), ...recommendationFields(t, framework, choices) })
    .transform(({ workingPerson, workingPage, workingCopy, ...sent }) => {
      const { version, outcome, outcomeReason, decisionLetter, ...recommendation } = sent
      const proposal = { version, outcome, outcomeReason, decisionLetter }
      return { workingPerson, workingPage, workingCopy, then, proposal, recommendation }
    })
}

function thenOf(form: Form): Then {
  const then = valueOf(form, 'then')
  if (then === 'send' || then === 'add') return then
  const id = /^remove ([a-z2-7]{20})$/.exec(then)?.[1]
  return id ? { remove: id } : 'save'
}

const isRecommendationStarted = (form: Form): boolean =>
  ['body', 'owner', 'dueOn-day', 'dueOn-month', 'dueOn-year'].some(field => valueOf(form, field).trim() !== '')
