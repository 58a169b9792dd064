import { z } from 'zod'
import type { Framework, Item } from '../../../domain/framework.ts'
import { isAward, type Outcome, type RecommendationKind } from '../../../domain/judgements.ts'
import { type Form, valueOf } from '../../../web/form.ts'
import { day, idempotencyKey, line, oneOf, optionalOneOf, readVersion, text } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import { decisionLetterMost, type RecommendationGiven } from '../decisions/decision.forms.ts'

/** More than a trustee would ask of a library at once. */
export const mostAtOnce = 12

export const confirmingOutcomes = (framework: Framework): Outcome[] =>
  framework.decisions.map(({ id }) => id).filter(isAward)

const typed = ['body', 'owner', 'kind', 'item', 'dueOn-day', 'dueOn-month', 'dueOn-year'] as const
/** One left empty is left out. A kind chosen alone says nothing yet. */
const isEmpty = (form: Form, n: number): boolean =>
  typed.filter(field => field !== 'kind' && field !== 'item').every(field => valueOf(form, nth(field, n)).trim() === '')

/** The fields of the n-th recommendation on the page: body-2, dueOn-2-day. */
export const nth = (field: string, n: number): string => field.replace(/^([^-]+)/, `$1-${n}`)

/** How many recommendations the page shows. */
export function shownAtOnce(form: Form): number {
  const count = valueOf(form, 'recommendations')
  return /^\d{1,2}$/.test(count) ? Math.min(Number(count), mostAtOnce) : 0
}

/** Those that somebody began to fill in. */
export const begunIn = (form: Form): number[] =>
  Array.from({ length: shownAtOnce(form) }, (_, index) => index + 1).filter(n => !isEmpty(form, n))

const recommendationFields = (t: T, framework: Framework, items: readonly Item[], n: number) => ({
  [`kind-${n}`]: oneOf<RecommendationKind>(framework.recommendationKinds, t('decisions.recommendation.kind.missing')),
  [`item-${n}`]: optionalOneOf(
    items.map(({ id }) => id),
    t('decisions.recommendation.item.unknown'),
  ),
  [`body-${n}`]: text(t, t('decisions.recommendation.body.missing'), 1_000),
  [`owner-${n}`]: line(t, t('decisions.recommendation.owner.missing'), 100),
  [`dueOn-${n}`]: day(t, t('decisions.recommendation.due.missing')),
})

/** @param begun numbers of the recommendations that somebody began to fill in */
export const confirmForm = (t: T, framework: Framework, items: readonly Item[], begun: readonly number[]) =>
  z.object({
    version: readVersion(),
    idempotencyKey: idempotencyKey(),
    outcome: oneOf<Outcome>(confirmingOutcomes(framework), t('decisions.confirm.outcome.missing')),
    decisionLetter: text(t, t('decisions.decision_letter.missing'), decisionLetterMost),
    ...(Object.assign({}, ...begun.map(n => recommendationFields(t, framework, items, n))) as Record<
      string,
      z.ZodType
    >),
  })

export interface ConfirmGiven {
  version: number
  idempotencyKey: string
  outcome: Outcome
  decisionLetter: string
  recommendations: Omit<RecommendationGiven, 'idempotencyKey'>[]
}

/** What the fields with numbers say, put together. */
export function confirmGiven(data: Record<string, unknown>, begun: readonly number[]): ConfirmGiven {
  const { version, idempotencyKey, outcome, decisionLetter } = data as unknown as ConfirmGiven
  return {
    version,
    idempotencyKey,
    outcome,
    decisionLetter,
    recommendations: begun.map(
      n =>
        ({
          kind: data[`kind-${n}`],
          item: data[`item-${n}`],
          body: data[`body-${n}`],
          owner: data[`owner-${n}`],
          dueOn: data[`dueOn-${n}`],
        }) as ConfirmGiven['recommendations'][number],
    ),
  }
}
