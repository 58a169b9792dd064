import { z } from 'zod'
import type { Framework, Item } from '../../../domain/framework.ts'
import type { RecommendationKind } from '../../../domain/judgements.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import {
  day,
  idempotencyKey,
  line,
  oneOf,
  optionalOneOf,
  optionalText,
  readVersion,
  text,
} from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const decisionLetterMost = 8_000

/** Outcome and letter may wait while the proposal is being written; putting it to a trustee asks for all of it. */
export const proposalForm = (t: T, framework: Framework) =>
  z.object({
    version: readVersion(),
    outcome: optionalOneOf(
      framework.decisions.map(({ id }) => id),
      t('decisions.outcome.missing'),
    ),
    outcomeReason: optionalText(t, 2_000),
    decisionLetter: optionalText(t, decisionLetterMost),
  })
export type ProposalGiven = z.output<ReturnType<typeof proposalForm>>

export const recommendationForm = (t: T, framework: Framework, items: readonly Item[]) =>
  z.object({
    idempotencyKey: idempotencyKey(),
    kind: oneOf<RecommendationKind>(framework.recommendationKinds, t('decisions.recommendation.kind.missing')),
    item: optionalOneOf(
      items.map(({ id }) => id),
      t('decisions.recommendation.item.unknown'),
    ),
    body: text(t, t('decisions.recommendation.body.missing'), 1_000),
    owner: line(t, t('decisions.recommendation.owner.missing'), 100),
    dueOn: day(t, t('decisions.recommendation.due.missing')),
  })
export type RecommendationGiven = z.output<ReturnType<typeof recommendationForm>>

/** What the pressed button asks for besides saving. */
export type Then = 'save' | 'put' | 'add' | { takeOut: string }
export function thenOf(form: Form): Then {
  const then = valueOf(form, 'then')
  if (then === 'put' || then === 'add') return then
  const [, id] = /^take-out ([a-z2-7]{20})$/.exec(then) ?? []
  return id ? { takeOut: id } : 'save'
}

/** Somebody began to write a recommendation: it is not lost, whichever button is pressed. */
export const isBegun = (form: Form): boolean =>
  ['body', 'owner', 'dueOn-day', 'dueOn-month', 'dueOn-year'].some(field => valueOf(form, field).trim() !== '')

export const sendBackForm = inEachLanguage(t =>
  z.object({ version: readVersion(), reason: text(t, t('decisions.send_back.reason.missing'), 2_000) }),
)

export const decideForm = inEachLanguage(() => z.object({ version: readVersion(), idempotencyKey: idempotencyKey() }))
