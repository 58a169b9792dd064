import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { confirmingOutcomes } from '../../../domain/expected-outcome.ts'
import { oneOf, readVersion, text } from '../../../web/field-schemas.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import {
  maxDecisionLetter,
  recommendationFields,
  type RecommendationChoices,
  type RecommendationGiven,
} from '../proposals/proposal.forms.ts'

/** The number of recommendation blocks in the form. Blocks that are not started are ignored. */
export const maxRecommendations = 6
export const recommendationNumbers = Array.from({ length: maxRecommendations }, (_, index) => index + 1)

/** The name of a field of the n-th recommendation on the page, such as body-2 or dueOn-2-day. */
export const numberedField = (field: string, n: number): string => field.replace(/^([^-]+)/, `$1-${n}`)

/** The fields that are checked for names of panel members, because the library will read them. */
export const confirmationTexts = [
  'decisionLetter',
  ...recommendationNumbers.flatMap(n => [numberedField('body', n), numberedField('owner', n)]),
]

/**
 * A recommendation counts as started once one of these fields is filled in. A chosen kind or criterion alone does not
 * start it.
 */
const fieldsThatStart = ['body', 'owner', 'dueOn-day', 'dueOn-month', 'dueOn-year']

export const isStarted = (form: Form, n: number): boolean =>
  fieldsThatStart.some(field => valueOf(form, numberedField(field, n)).trim() !== '')

export interface ConfirmationGiven {
  version: number
  outcome: Outcome
  decisionLetter: string
  recommendations: RecommendationGiven[]
}

/** @param form the entered values. Recommendations that are not started are left out */
export function confirmationForm(
  t: T,
  framework: Framework,
  choices: RecommendationChoices,
  form: Form,
): z.ZodType<ConfirmationGiven> {
  const started = recommendationNumbers.filter(n => isStarted(form, n))
  const fields = recommendationFields(t, framework, choices)
  const numbered = started.flatMap(n =>
    Object.entries(fields).map(([field, schema]) => [numberedField(field, n), schema]),
  )
  return z
    .object({
      version: readVersion(),
      outcome: oneOf<Outcome>(confirmingOutcomes(framework), t('confirmations.outcome.missing')),
      ...(Object.fromEntries(numbered) as Record<string, z.ZodType>),
      decisionLetter: text(t, t('proposals.decision_letter.missing'), maxDecisionLetter),
    })
    .transform(({ version, outcome, decisionLetter, ...rest }) => ({
      version,
      outcome,
      decisionLetter,
      recommendations: started.map(n => recommendationIn(rest, n)),
    }))
}

/** The n-th recommendation. The form has already checked its fields. */
const recommendationIn = (values: Record<string, unknown>, n: number): RecommendationGiven =>
  Object.fromEntries(
    ['kind', 'item', 'body', 'owner', 'dueOn'].map(field => [field, values[numberedField(field, n)]]),
  ) as RecommendationGiven
