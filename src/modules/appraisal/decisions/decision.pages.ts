import type { Framework } from '../../../domain/framework.ts'
import type { LetterFacts } from '../../../domain/letter.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { isAlreadyDue } from '../../../domain/recommendation.ts'
import { reviewUntil, type DecisionRequest } from '../../../domain/review.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { errorSummary, hiddenField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { outcomeStatus, recommendationRow } from '../../applications/applications.public.ts'
import { letterParts } from '../letters/letter.pages.ts'
import type { AgreedFinding } from '../meetings/meeting.store.ts'
import type { Proposal, Recommendation } from '../proposals/proposal.store.ts'
import { reversedNotice } from '../reviews/reversal.pages.ts'
import type { Reversal } from '../reviews/review.store.ts'
import { dueBeforeRelease, namesText } from '../releases/release.pages.ts'
import { comparison, differsSentence } from './comparison.pages.ts'
import type { Decision } from './decision.store.ts'
import { letterEffect, trusteePart, type TrusteeReading } from './trustee.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/decisions/decision': ReturnType<typeof decisionPage>
  }
}

/** The facts about a proposal and its decision. */
export interface DecisionFacts {
  application: ApplicationRecord
  framework: Framework
  findings: readonly Omit<AgreedFinding, 'version' | 'isToConfirm'>[]
  /** the library's own ratings */
  ratings: readonly { itemId: string; ownRating: Judgement | null }[]
  recommendations: readonly Recommendation[]
}

export interface DecisionCase extends DecisionFacts {
  proposal: Proposal | null
  decision: Decision | null
  /**
   * for a reopened application, the earlier decision whose letter the library has; null when that is `decision` itself
   */
  earlier: Decision | null
  /** true when a trustee reopened the application and no new decision letter has been released */
  isReopened: boolean
  /** the reversal of the last decision; null when it was not reversed, or the person cannot see it */
  reversal: Reversal | null
  /** the open request to change the decision; null when there is none, or the person cannot see it */
  request: DecisionRequest | null
  today: Day
  /** the unreleased letter, for people who can already read it; null for others */
  held: HeldLetter | null
  /** information that only the trustee who decides sees; null for everyone else */
  reading: TrusteeReading | null
  may: {
    decide: boolean
    release: boolean
    seeProposal: boolean
    openAward: boolean
    answer: boolean
    review: boolean
    ask: boolean
  }
}

export interface HeldLetter {
  facts: LetterFacts
  /** the translations in the organisation's language */
  organisationT: T
  /** whether the letter has only the standard text */
  isUntouched: boolean
  /** the name of the coordinator who edited the opening or closing; null when nobody did */
  editedBy: string | null
  /** the names of people on the panel that the library would read; empty for people who cannot release the letter */
  names: readonly string[]
}

/**
 * One page for three readers: the trustee who decides, the coordinator who releases the letter, and the library that
 * reads it.
 */
export function decisionPage(t: T, it: DecisionCase, form: Form = emptyForm) {
  const { application, framework, proposal, decision, may } = it
  const shown = decision ?? (may.seeProposal && proposal?.status === 'with a trustee' ? proposal : null)
  const isLibrary = !may.seeProposal
  // A decision without a proposal is about a light renewal, which has no panel judgements to compare.
  const isLight = decision !== null && decision.proposalId === null
  const hasComparison = shown !== null && !isLight
  return {
    title: t('decisions.page_title', { organisation: application.organisationName }),
    wide: true,
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: {
      caption: t(`application.kind.${application.kind}`),
      text: application.organisationName,
      size: 'l' as const,
    },
    nothing: shown ? null : t(application.status === 'decided' ? 'decisions.held.panel' : 'decisions.none'),
    welcome: isLibrary && decision?.releasedAt ? welcomePanel(t, application, decision) : null,
    headline: t(decision ? 'decisions.decided' : 'decisions.proposed'),
    outcome: shown && outcomeStatus(t, shown.outcome),
    dates: decision ? datesOf(t, decision, isLibrary) : [],
    differs: isLight ? null : differsSentence(t, it, isLibrary),
    reason: may.seeProposal && !isLight && proposal?.outcomeReason ? paragraphs(proposal.outcomeReason) : null,
    ...(hasComparison ? comparison(t, it, isLibrary) : { tables: [], folded: [] }),
    recommendations:
      it.recommendations.length > 0
        ? { rows: it.recommendations.map(each => recommendationRow(t, framework, each)) }
        : null,
    draft:
      !decision && shown
        ? { summary: t('decisions.decision_letter.read'), text: paragraphs(shown.decisionLetter) }
        : null,
    decisionLetter: decision && letterShown(t, decision, it.held),
    changed: decision && it.held ? changedInLetter(t, decision, it.held) : null,
    held: decision && !decision.releasedAt ? heldNotice(t, it.request ? null : decision.releaseAt) : null,
    reopened: it.isReopened && application.status !== 'withdrawn' ? reopenedNotice(t, it) : null,
    reversed: it.reversal && reversedNotice(t, it.reversal),
    request: it.request && requestNotice(t, it.request, may.answer),
    review: may.review && decision?.releasedAt ? reviewLink(t, it, decision.releasedAt) : null,
    trustee:
      may.decide && proposal && it.reading ? trusteePart(t, { ...it, proposal, reading: it.reading }, form) : null,
    release:
      may.release && decision && !decision.releasedAt && it.request === null
        ? releasePart(t, { ...it, decision }, form)
        : null,
    award:
      decision?.releasedAt && application.awardId && may.openAward
        ? { text: t('decisions.to_award'), href: `/awards/${application.awardId}` }
        : null,
  }
}

function welcomePanel(t: T, { kind, organisationName }: ApplicationRecord, { outcome }: Decision) {
  if (outcome === 'not yet') return null
  return {
    title: t(kind === 'first' ? 'decisions.welcome' : 'decisions.welcome.again'),
    text: organisationName,
    strong: t(`outcome.${outcome}`),
  }
}

function datesOf(t: T, { decidedAt, releasedAt }: Decision, isLibrary: boolean): string[] {
  const decided = isLibrary ? [] : [t('decisions.decided.on', { day: longDay(t, dayOf(decidedAt)) })]
  const released = releasedAt ? [t('decisions.released.on', { day: longDay(t, dayOf(releasedAt)) })] : []
  return [...decided, ...released]
}

const reopenedNotice = (t: T, { earlier }: DecisionCase) => ({
  tone: 'plain' as const,
  icon: 'information' as const,
  heading: t('decisions.reopened'),
  text: [
    earlier ? t('decisions.reopened.staff', { outcome: t(`outcome.${earlier.outcome}`) }) : t('decisions.reopened.own'),
  ],
})

const requestNotice = (t: T, { applicationId, kind }: DecisionRequest, mayAnswer: boolean) => ({
  tone: 'stop' as const,
  icon: 'speech' as const,
  text: [t(`decision_requests.open.${kind}`)],
  link: {
    text: t('decision_requests.open.link'),
    href: `/applications/${applicationId}/decision/${mayAnswer ? 'answer' : 'correction'}`,
  },
})

const reviewLink = (t: T, { application: { id }, may, today }: DecisionCase, releasedAt: Instant) => ({
  text:
    may.ask && today <= reviewUntil(releasedAt)
      ? t('reviews.link.ask', { day: longDay(t, reviewUntil(releasedAt)) })
      : t('reviews.link'),
  href: `/applications/${id}/review`,
})

/** @param releaseAt the time of the release; null when no time is set, or an open request stops the release */
const heldNotice = (t: T, releaseAt: Instant | null) => ({
  tone: 'plain' as const,
  icon: 'information' as const,
  text: [releaseAt ? t('decisions.held.until', { moment: dayAndTime(t, releaseAt) }) : t('decisions.held')],
})

function releaseText({ application, decision, isReopened }: DecisionCase & { decision: Decision }) {
  if (decision.releaseAt) return 'decisions.release.text.set'
  if (isReopened) return 'decisions.release.text.reopened'
  return `decisions.release.text.${letterEffect(application, decision)}` as const
}

function releasePart(t: T, it: DecisionCase & { decision: Decision }, form: Form) {
  const { application, decision, held, recommendations, today } = it
  const address = `/applications/${application.id}/decision`
  const isDue = recommendations.some(each => isAlreadyDue(each, today))
  return {
    text: t(releaseText(it)),
    due: isDue ? t('decisions.release.recommendation_due') : dueBeforeRelease(t, decision, recommendations),
    names: namesText(t, held?.names ?? []),
    action: `${address}/release`,
    version: hiddenField(form, 'version', decision.letterVersion),
    sure: held?.isUntouched
      ? tickBox(form, 'sure', t('letters.release.sure'), { hint: t('letters.release.sure.hint') })
      : null,
    button: { text: t('decisions.release.button') },
    links: [
      { text: t('letters.edit.link'), href: `${address}/letter` },
      { text: t(decision.releaseAt ? 'releases.link.set' : 'releases.link'), href: `${address}/release-time` },
      ...(isDue ? [{ text: t('corrections.ask.title'), href: `${address}/correction` }] : []),
    ],
  }
}

/** A released letter as it was sent; an unreleased letter with its fixed paragraphs marked. */
export function letterShown(t: T, decision: Decision, held: HeldLetter | null) {
  const whole = (text: string) => paragraphs(text).map(each => ({ text: each, isFixed: false }))
  if (held === null) return { parts: whole(decision.letterReleased ?? decision.decisionLetter), fixed: null }
  const text = { ...decision.letter, body: decision.decisionLetter }
  return { parts: letterParts(held.organisationT, held.facts, text), fixed: t('letters.fixed') }
}

/** A coordinator's changes to the letter after the decision; null when there are none. */
function changedInLetter(t: T, { letter, template, letterEdited }: Decision, { editedBy }: HeldLetter) {
  const parts = (['opening', 'closing'] as const).filter(part => letter[part] !== template[part])
  if (parts.length === 0 || letterEdited === null) return null
  return {
    by: t('letters.changed.by', { name: editedBy ?? '', day: longDay(t, dayOf(letterEdited.at)) }),
    table: {
      caption: t('letters.changed'),
      captionSize: 'm' as const,
      columns: [t('letters.changed.part'), t('letters.changed.before'), t('letters.changed.now')],
      rows: parts.map(part => ({
        cells: [{ text: t(`wordings.${part}`) }, { text: template[part] }, { text: letter[part] }],
      })),
    },
  }
}
