import { criteriaAskedBy } from '../../../domain/framework.ts'
import { panelGaps } from '../../../domain/panel.ts'
import { isAlreadyDue } from '../../../domain/recommendation.ts'
import { isUnchanged, type SinceLastYear } from '../../../domain/since-last-year.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { errorSummary, judgementIcons, radios, textArea, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { comparisonLink } from '../../applications/applications.public.ts'
import type { RenewalToConfirm } from '../confirmations/confirmation.store.ts'
import type { Proposal } from '../proposals/proposal.store.ts'
import type { DecisionFacts } from './decision.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/decisions/trustee': ReturnType<typeof trusteePart>['summary']
    'appraisal/decisions/decide': ReturnType<typeof trusteePart>['decide']
    'appraisal/decisions/check': ReturnType<typeof checkPage>
  }
}

/** Information beside the proposal. Only trustees who can decide see it. */
export interface TrusteeReading {
  /** the submission, and how it has changed since last time; null if the submission has been deleted */
  read: RenewalToConfirm | null
  openQuestions: number
  /** the name of the coordinator who releases the letter; null when no coordinator is known */
  coordinator: string | null
}

/** A proposal to decide on, with the information that the trustee reads beside it. */
export interface ToDecide extends DecisionFacts {
  proposal: Proposal
  reading: TrusteeReading
  isReopened: boolean
  today: Day
}

/** How each item has changed since last time, by its id; empty when this service has no earlier submission. */
export const sinceOf = ({ read }: TrusteeReading): ReadonlyMap<string, SinceLastYear> =>
  new Map(read?.before ? read.items.map(({ item, since }) => [item.id, since]) : [])

/**
 * The trustee's part of the page: a summary, the next steps, and the choice to accept the proposal or to send it back.
 */
export const trusteePart = (t: T, it: ToDecide, form: Form) => ({
  summary: {
    tally: tallyOf(t, it),
    ticks: ticksOf(t, it),
    links: linksOf(t, it),
    sentences: [changedSentence(t, it), awardSentence(t, it)].filter(each => each !== null),
  },
  decide: {
    action: `/applications/${it.application.id}/decision/check`,
    version: { name: 'version', value: it.proposal.version },
    onlyBack: onlyBackSentence(t, it),
    choice: canAccept(it)
      ? radios(form, 'decision', t('decisions.decide'), {
          choices: [
            { value: 'accept', text: t(`decisions.accept.${it.proposal.outcome ?? 'not yet'}`) },
            { value: 'back', text: t('decisions.send_back'), hint: t('decisions.send_back.hint') },
          ],
          size: 'm',
        })
      : null,
    sendBack: {
      text: t('decisions.send_back'),
      href: `/applications/${it.application.id}/decision/check?version=${it.proposal.version}&decision=back`,
    },
    next: nextSteps(t, it),
  },
})

/** Whether the panel is still complete, as a proposal requires. */
export const isPanelComplete = ({ application, framework }: Pick<DecisionFacts, 'application' | 'framework'>) =>
  panelGaps(framework.panel, application, 'propose').length === 0

/** Whether the trustee can accept the proposal. If not, they can only send it back. */
export const canAccept = (it: Omit<ToDecide, 'proposal' | 'reading'>): boolean => isPanelComplete(it) && !hasDue(it)

const hasDue = ({ recommendations, today }: Pick<ToDecide, 'recommendations' | 'today'>): boolean =>
  recommendations.some(each => isAlreadyDue(each, today))

/** Why the trustee can only send the proposal back. */
const onlyBackSentence = (t: T, it: ToDecide): string =>
  t(isPanelComplete(it) ? 'decisions.decide.recommendation_due' : 'decisions.decide.panel_not_complete')

const tallyOf = (t: T, { framework, findings }: ToDecide) =>
  framework.judgements.map(judgement => ({
    icon: judgementIcons[judgement],
    count: String(findings.filter(each => each.judgement === judgement).length),
    text: t(`decisions.tally.${judgement}`),
  }))

function ticksOf(t: T, it: ToDecide) {
  const { reading } = it
  return [
    isPanelComplete(it) ? done(t('decisions.tick.panel')) : open(t('decisions.tick.panel.not')),
    reading.openQuestions === 0
      ? done(t('decisions.tick.questions'))
      : open(t('decisions.tick.questions.open', { count: reading.openQuestions })),
    done(t('decisions.tick.conflict')),
  ]
}
const done = (text: string) => ({ icon: 'tick' as const, tone: 'done' as const, text })
const open = (text: string) => ({ icon: 'speech' as const, tone: 'you' as const, text })

function linksOf(t: T, { application, reading: { read } }: ToDecide) {
  const address = `/applications/${application.id}`
  const submission = read?.submission
  return [
    ...(submission ? [{ text: submissionText(t, submission), href: `${address}/submission` }] : []),
    ...[read?.before ? comparisonLink(t, application) : null].filter(link => link !== null),
    { text: t('decisions.pack'), href: `${address}/pack` },
  ]
}

const submissionText = (t: T, { number, submittedAt }: RenewalToConfirm['submission']): string =>
  t('decisions.submission', { number, day: longDay(t, dayOf(submittedAt)) })

/** The number of criteria that have changed since last time, as a sentence; null without an earlier submission. */
function changedSentence(t: T, { application, framework, reading: { read } }: ToDecide): string | null {
  if (!read?.before) return null
  const criteria = criteriaAskedBy(framework, application.kind)
  const changed = read.items.filter(
    ({ item, since }) => !isUnchanged(since) && criteria.some(({ id }) => id === item.id),
  )
  const day = longDay(t, dayOf(read.before.submittedAt))
  return changed.length === 0
    ? t('decisions.changed.none', { day })
    : t('decisions.changed', { count: changed.length, day })
}

/** A sentence that says whether the award is valid, and until when; null when there is no award yet. */
function awardSentence(t: T, { application, reading: { read }, today }: ToDecide): string | null {
  if (application.awardId === null || !read?.award) return null
  const { isSuspended, validTo } = read.award
  if (isSuspended) return t('confirmations.suspended')
  if (validTo === null) return t('decisions.award.with_us')
  return t(validTo < today ? 'decisions.award.over' : 'decisions.award.valid_to', { day: longDay(t, validTo) })
}

const nextSteps = (t: T, { application, proposal, isReopened, reading: { coordinator } }: ToDecide) => ({
  steps: [
    t('decisions.next.confirm'),
    coordinator ? t('decisions.next.release', { name: coordinator }) : t('decisions.next.release.anyone'),
    t(`decisions.next.${isReopened ? 'reopened' : letterEffect(application, proposal)}`, {
      organisation: application.organisationName,
    }),
  ],
  until: t('decisions.next.until', { organisation: application.organisationName }),
})

/** How the award changes when the decision letter is released: not at all, or it starts, or it is renewed. */
export function letterEffect(
  { kind }: Pick<ApplicationRecord, 'kind'>,
  { outcome }: Pick<Proposal, 'outcome'>,
): 'not_yet' | 'starts' | 'renewed' {
  if (outcome === 'not yet') return 'not_yet'
  return kind === 'first' ? 'starts' : 'renewed'
}

/**
 * The page on which a trustee confirms the choice to accept the proposal or to send it back. Nothing is recorded until
 * the trustee submits this page.
 */
export function checkPage(t: T, it: ToDecide, choice: 'accept' | 'back', form: Form = emptyForm) {
  const { application, proposal } = it
  const address = `/applications/${application.id}/decision`
  const version = { name: 'version', value: proposal.version }
  return {
    title: t(choice === 'accept' ? 'decisions.check' : 'decisions.check.back'),
    back: { text: application.organisationName, href: address },
    errors: errorSummary(form),
    heading: {
      caption: t('decisions.check.caption', {
        organisation: application.organisationName,
        kind: t(`application.kind.${application.kind}`),
      }),
      text: t(choice === 'accept' ? 'decisions.check' : 'decisions.check.back'),
      size: 'l' as const,
    },
    version,
    cancel: { text: t('decisions.check.cancel'), href: address },
    accept: choice === 'accept' ? acceptPart(t, it, form) : null,
    sendBack:
      choice === 'back'
        ? {
            action: `${address}/send-back`,
            reason: textArea(form, 'reason', t('decisions.send_back.reason'), { rows: 4, size: 's' }),
          }
        : null,
  }
}

function acceptPart(t: T, { application, proposal, recommendations, reading }: ToDecide, form: Form) {
  const name = reading.coordinator
  return {
    action: `/applications/${application.id}/decision`,
    rows: {
      rows: [
        { key: t('decisions.check.decision'), value: [t(`outcome.${proposal.outcome ?? 'not yet'}`)] },
        { key: t('decisions.recommendations'), value: [recommendationsText(t, recommendations)] },
        {
          key: t('decisions.check.sent'),
          value: [name ? t('decisions.check.sent.after', { name }) : t('decisions.check.sent.anyone')],
        },
      ],
    },
    letter: { summary: t('decisions.decision_letter.read'), text: paragraphs(proposal.decisionLetter) },
    notice: {
      tone: 'plain' as const,
      icon: 'information' as const,
      text: [name ? t('decisions.check.final', { name }) : t('decisions.check.final.anyone')],
    },
    read: tickBox(form, 'read', t('decisions.check.read')),
  }
}

function recommendationsText(t: T, recommendations: ToDecide['recommendations']): string {
  const count = (kind: string) => recommendations.filter(each => each.kind === kind).length
  const parts = [
    ...(count('required') > 0 ? [t('decisions.check.recommendations.required', { count: count('required') })] : []),
    ...(count('improvement') > 0
      ? [t('decisions.check.recommendations.improvement', { count: count('improvement') })]
      : []),
  ]
  return parts.length === 0 ? t('decisions.check.recommendations.none') : list(t, parts)
}
