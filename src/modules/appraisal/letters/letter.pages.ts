import { countsOf, type LetterFacts, type LetterRecommendation, type LetterText } from '../../../domain/letter.ts'
import type { Button, HiddenField, Link } from '../../../web/components.ts'
import { errorSummary, hiddenField, textArea, type Tick } from '../../../web/fields.ts'
import { autosavedPart, formShown, type Entered, type Saved, type Typing } from '../../../web/autosaved-page.ts'
import { formOf } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Decision } from '../decisions/decision.store.ts'
import { keptFields, maxLetterPart } from './letter.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/letters/edit': ReturnType<typeof letterPage>
    'appraisal/letters/release': {
      text: string
      /** a warning that a recommendation will be due when the letter is released; null when none will be */
      due: string | null
      /** a warning about names of people on the panel; null when the library will read none */
      names: string | null
      action: string
      version: HiddenField
      sure: Tick | null
      button: Button
      links: readonly Link[]
    }
    'appraisal/letters/letter': { parts: readonly LetterPart[]; fixed: string | null }
  }
}

/** A paragraph of a letter. */
export interface LetterPart {
  text: string
  /** whether the service writes the paragraph; if so, it cannot be edited */
  isFixed: boolean
}

/** The paragraphs of a decision letter. The fixed paragraphs cannot be edited. */
export function letterParts(t: T, facts: LetterFacts, { opening, body, closing }: LetterText): LetterPart[] {
  const written = (text: string): LetterPart[] => paragraphs(text).map(each => ({ text: each, isFixed: false }))
  const fixed = (texts: readonly string[]): LetterPart[] => texts.map(text => ({ text, isFixed: true }))
  return [
    ...written(opening),
    ...fixed([outcomeOf(t, facts), datesOf(t, facts), ...(facts.isSuspended ? [t('letters.suspended')] : [])]),
    ...fixed([branchesIn(t, facts)]),
    ...written(body),
    ...fixed([...findingsIn(t, facts), ...recommendationsIn(t, facts), nextIn(t, facts)]),
    ...fixed([t('letters.review', { day: longDay(t, facts.reviewUntil) })]),
    ...written(closing),
  ]
}

const outcomeOf = (t: T, { kind, outcome, organisation }: LetterFacts): string =>
  t(`letters.outcome.${kind === 'first' ? 'first' : 'again'}.${outcome}`, { organisation })

function datesOf(t: T, { period, validTo }: LetterFacts): string {
  if (period) return t('letters.period', { from: longDay(t, period.from), to: longDay(t, period.to) })
  return validTo ? t('letters.valid_to', { day: longDay(t, validTo) }) : t('letters.no_period')
}

const branchesIn = (t: T, { branches }: LetterFacts): string =>
  t('letters.branches', { count: branches.length, names: list(t, branches) })

function findingsIn(t: T, { findings }: LetterFacts): string[] {
  if (findings.length === 0) return []
  const counts = countsOf(findings).map(({ judgement, count }) => t(`letters.count.${judgement}`, { count }))
  return [t('letters.findings', { count: findings.length, counts: list(t, counts) })]
}

function recommendationsIn(t: T, { recommendations, stillOpen }: LetterFacts): string[] {
  const listed = (heading: string, those: readonly LetterRecommendation[]): string =>
    [heading, ...those.map(each => recommendationLine(t, each))].join('\n')
  const none = stillOpen.length > 0 ? 'letters.recommendations.none_new' : 'letters.recommendations.none'
  return [
    recommendations.length > 0 ? listed(t('letters.recommendations'), recommendations) : t(none),
    ...(stillOpen.length > 0 ? [listed(t('letters.recommendations.still_open'), stillOpen)] : []),
  ]
}

const recommendationLine = (t: T, { kind, body, owner, dueOn }: LetterRecommendation): string =>
  t(`letters.recommendation.${kind}`, { body, owner, day: dueOn ? longDay(t, dueOn) : '' })

function nextIn(t: T, { kind, renewalOpensOn }: LetterFacts): string {
  if (renewalOpensOn) return t('letters.next.awarded', { day: longDay(t, renewalOpensOn) })
  return t(kind === 'first' ? 'letters.next.first' : 'letters.next.again')
}

export interface LetterCase {
  application: ApplicationRecord
  decision: Decision
  facts: LetterFacts
  /** the translations in the organisation's language */
  organisationT: T
  typing: Typing
}

/** The coordinator's page: the opening and closing, and the letter as the library will read it. */
export function letterPage(t: T, it: LetterCase, entered: Entered | null = null) {
  const { application, decision, typing } = it
  const shown = formShown(savedLetter(decision), typing.typed, entered)
  const { form } = shown
  const labels = { opening: t('wordings.opening'), closing: t('wordings.closing') }
  return {
    title: t('letters.edit.title'),
    back: { text: t('decisions.title'), href: `/applications/${application.id}/decision` },
    errors: errorSummary(form),
    heading: { text: t('letters.edit.title'), caption: application.organisationName, size: 'l' as const },
    autosaved: autosavedPart(t, typing, shown, labels),
    version: hiddenField(form, 'version'),
    opening: textArea(form, 'opening', labels.opening, { rows: 5, most: maxLetterPart, size: 's' }),
    closing: textArea(form, 'closing', labels.closing, { rows: 5, most: maxLetterPart, size: 's' }),
    letter: letterView(t, it),
  }
}

const savedLetter = ({ letter, letterVersion }: Decision): Saved => ({
  form: formOf({ version: String(letterVersion), ...letter }),
  fields: keptFields,
})

/** The letter with its fixed paragraphs marked. */
export const letterView = (t: T, { decision, facts, organisationT }: LetterCase) => ({
  parts: letterParts(organisationT, facts, { ...decision.letter, body: decision.decisionLetter }),
  fixed: t('letters.fixed'),
})
