import { canBeWritten, canItemBeWritten } from '../../../domain/application.ts'
import type { Actor } from '../../../domain/actor.ts'
import { hasConsent } from '../../../domain/consent.ts'
import { warnsBefore, type EvidenceKind, type EvidenceSubject } from '../../../domain/evidence.ts'
import { can } from '../../../domain/permissions.ts'
import { hasOwnAnswer, lacksOf, stateOf, type ItemState } from '../../../domain/completeness.ts'
import { evidenceToRead, mayReadRatings } from '../../../domain/readable-evidence.ts'
import { extrasByItem, sinceAsSubmitted, type FrozenEvidence } from '../../../domain/submission.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { Link, Status, Thumbnail } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay, period } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import {
  type EvidenceLine,
  type PartnershipBlock,
  branchChips,
  frozenPartnerships,
  partnershipBlock,
  thumbnail,
} from '../../evidence/evidence.public.ts'
import { askedStatus, itemStatus, lacksInWords } from '../progress/progress.pages.ts'
import {
  changedStatus,
  lastTimeShown,
  renewedStatus,
  type LastTimeShown,
} from '../since-last-year/since-last-year.pages.ts'
import { type TeamPart, assignedPart, teamPart } from '../assignments/assignment.pages.ts'
import { commentsFold, type CommentsFold } from '../comments/comment.pages.ts'
import { extrasText } from '../submissions/answer-extras.pages.ts'
import { targetLines } from '../targets/target.pages.ts'
import { blocksOf, itemPageHeader, titleOf } from './frame.pages.ts'
import { isShort, nextLink } from './next-item.pages.ts'
import type { Criterion, SubmittedCriterion } from './criterion.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/criteria/read': ReturnType<typeof criterionRead> | ReturnType<typeof submittedCriterion>
    'applications/criteria/evidence': AnswerEvidenceList
    'applications/criteria/partners': PartnersShown
    'applications/criteria/aside': Aside
  }
}

/** The current answer, for members of the library who cannot change it, and for the preview of the criteria. */
export function criterionRead(t: T, it: Criterion) {
  const { application, answer, item } = it
  return {
    title: titleOf(t, it),
    ...itemPageHeader(t, { ...it, assigned: assignedPart(t, it) }),
    ...blocksOf(t, it),
    note:
      application.status === 'more evidence asked' && !canItemBeWritten(application, item.id)
        ? t('answers.not_asked')
        : null,
    says: {
      heading: t(`answers.narrative.${item.part}`),
      text: [...paragraphs(answer?.narrative ?? null), ...targetLines(t, it.targetsSubmitted)],
    },
    rating: item.part === 'criterion' && answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    ratingHeading: t('submissions.own_rating.yours'),
    ratingLater: null,
    evidence: evidenceOf(t, it, false),
    partners: it.partners.length > 0 ? partnersShown(t, it, false) : null,
    withheld: withheldIn(t, it),
    ask: null,
    comments: commentsOfItem(t, it),
    aside: asideOf(t, it),
  }
}

/** The library's comments on the item, collapsed; null in a preview of the criteria. */
export const commentsOfItem = (t: T, { discussed, application, framework, item }: Criterion): CommentsFold | null =>
  discussed && commentsFold(t, { ...discussed, application, framework, item })

/** The answer as last submitted. The charity does not see what the library has written since. */
export function submittedCriterion(t: T, actor: Actor, it: SubmittedCriterion) {
  const { application, item, submission, copy, held } = it
  const answer = copy.answers[0] ?? null
  const used = answer?.evidence ?? []
  const shown = evidenceToRead(actor, application, { evidenceItems: copy.evidence, ids: used, held })
  const hidden = copy.evidence.filter(({ id }) => used.includes(id)).length - shown.length
  const seesRating = item.part === 'criterion' && mayReadRatings(actor, application)
  return {
    title: titleOf(t, it),
    ...itemPageHeader(t, it),
    targets: null,
    endorsements: null,
    pledge: null,
    back: {
      text: application.organisationName,
      href: `/applications/${application.id}/submissions/${submission.number}`,
    },
    note: noteOn(t, it),
    says: {
      heading: t('answers.read.narrative'),
      text: [...paragraphs(answer?.narrative ?? null), ...extrasText(t, item, copy)],
    },
    rating: seesRating && answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    ratingHeading: t('answers.read.rating'),
    ratingLater: item.part === 'criterion' && !seesRating ? t('answers.read.rating.later') : null,
    evidence: shown.map(evidence => frozenEvidence(t, evidence, held.get(evidence.id))),
    withheld: hidden > 0 ? t('answers.evidence.withheld', { count: hidden }) : null,
    partners: frozenPartners(t, actor, it),
    ask: can(actor, 'question.ask', application)
      ? { text: t('answers.read.ask'), href: `/applications/${application.id}/criteria/${item.code}/questions/new` }
      : null,
    comments: null,
    aside: { ...noAside, status: changedStatus(t, sinceAsSubmitted(copy, item.id)), next: nextLink(t, it) },
  }
}

function noteOn(t: T, { copy, item, submission }: SubmittedCriterion): string {
  const answer = copy.answers[0]
  if (!answer && hasOwnAnswer(item) && !extrasByItem(copy).has(item.id)) return t('answers.not_submitted')
  if (answer?.supplementary) return t('answers.supplementary')
  return t('answers.as_submitted', { day: longDay(t, dayOf(submission.submittedAt)), number: submission.number })
}

const frozenPartners = (t: T, actor: Actor, { application, copy, held }: SubmittedCriterion): PartnersShown | null =>
  copy.partners.length === 0
    ? null
    : {
        summary: t('answers.partners', { count: copy.partners.length }),
        blocks: frozenPartnerships(t, actor, application, { copy, held }),
        hint: null,
        button: null,
      }

const frozenEvidence = (t: T, evidence: FrozenEvidence, now?: EvidenceSubject): AnswerEvidence => ({
  id: evidence.id,
  title: evidence.title,
  href: `/evidence/${evidence.id}`,
  line: evidenceLine(t, evidence),
  remark:
    [
      ...(evidence.supplementary ? [t('answers.supplementary')] : []),
      ...(warnsBefore({ ...evidence, distressing: evidence.distressing === true || now?.distressing === true })
        ? [t('content_warning.remark')]
        : []),
    ].join(' ') || null,
  thumbnail: null,
  remove: null,
})

/** One item of evidence in an answer: its current state, with a button to remove it, or its submitted state. */
export interface AnswerEvidence {
  id: string
  title: string
  href: string
  /** the kind of the evidence, the period that it covers, and its branches */
  line: string
  /** a remark, such as that the evidence is restricted; null when there is none */
  remark: string | null
  /** null when the submitted state is shown */
  thumbnail: Thumbnail | null
  /** the text of the button to remove the evidence; null when it cannot be removed */
  remove: string | null
}
export interface AnswerEvidenceList {
  evidenceItems: readonly AnswerEvidence[]
  withheld: string | null
}
export interface Aside {
  team: TeamPart | null
  last: LastTimeShown | null
  status: Status | null
  lacks: string | null
  changed: string | null
  branches: string | null
  whole: string | null
  examples: Link | null
  next: Link | null
}

export const evidenceOf = (t: T, { evidence, today }: Criterion, mayRemove: boolean): AnswerEvidence[] =>
  evidence.map(line => ({
    id: line.id,
    title: line.title,
    href: `/evidence/${line.id}`,
    line: evidenceLine(t, line),
    remark: remarkOn(t, line, today),
    thumbnail: thumbnail(line, today),
    remove: mayRemove ? t('answers.evidence.remove') : null,
  }))

/** The maximum number of branches that a line names. If there are more, the line shows only their number. */
const mostBranches = 3

const evidenceLine = (
  t: T,
  { kind, periodFrom, periodTo, branches }: Pick<FrozenEvidence, 'kind' | 'periodFrom' | 'periodTo' | 'branches'>,
): string =>
  t('answers.evidence.line', {
    kind: t(`evidence.kind.${kind as EvidenceKind}`),
    period: periodFrom ? period(t, periodFrom, periodTo ?? periodFrom) : t('evidence.period.none'),
    branches: list(t, branchChips(t, branches, mostBranches).items),
  })

function remarkOn(
  t: T,
  { sensitivity, consentUntil, expiresOn }: Pick<EvidenceLine, 'sensitivity' | 'consentUntil' | 'expiresOn'>,
  today: Day,
): string | null {
  if (!hasConsent({ consentUntil }, today)) return t('consents.criterion.needed')
  if (expiresOn !== null && expiresOn < today) return t('answers.evidence.expired', { day: longDay(t, expiresOn) })
  return sensitivity === 'restricted' ? t('evidence.sensitivity.restricted') : null
}

export const withheldIn = (t: T, { withheld }: Criterion): string | null =>
  withheld > 0 ? t('answers.evidence.withheld', { count: withheld }) : null

export interface PartnersShown {
  summary: string
  blocks: readonly PartnershipBlock[]
  hint: string | null
  button: string | null
}
export const partnersShown = (t: T, { application, partners, today }: Criterion, mayWrite: boolean): PartnersShown => ({
  summary: t('answers.partners', { count: partners.length }),
  blocks: partners.map(partner =>
    partnershipBlock(
      t,
      partner,
      partner.evidence.map(evidence => ({
        ...evidence,
        remark: hasConsent(evidence, today) ? null : t('consents.needed'),
      })),
      { ours: application.organisationName, today, href: `/partners/${partner.id}` },
    ),
  ),
  hint: mayWrite && partners.length > 0 ? t('shown_partners.live') : null,
  button: mayWrite ? t('shown_partners.link') : null,
})

/** Whether an answer is last year's short answer, which must be saved again to count for this year. */
const isLastYears = ({ application, item, answer, isCarried }: Criterion): boolean =>
  application.kind === 'renewal' && isShort(item) && isCarried && (answer?.narrative.trim() ?? '') !== ''

const isAsked = ({ application, isUntouched }: Criterion): boolean => canBeWritten(application) && isUntouched

function statusOf(t: T, it: Criterion, state: ItemState): Status {
  if (isAsked(it)) return askedStatus(t)
  return isLastYears(it) ? itemStatus(t, 'not started') : renewedStatus(t, state, it.last?.since?.since)
}

export function asideOf(t: T, it: Criterion): Aside {
  const { application, answer, item, evidence, withheld } = it
  const facts = answer && {
    itemId: item.id,
    narrative: answer.narrative,
    ownRating: answer.ownRating,
    evidence: evidence.length + withheld + (it.isShownByPartners ? 1 : 0),
    isCarried: it.isCarried,
  }
  const lacks = lacksOf(item, facts ?? undefined, application)
  const state = stateOf(item, facts ?? undefined, application)
  const isInStatus = state === 'needs evidence' && !isAsked(it)
  const isLacking = !isInStatus && lacks.some(lack => lack !== 'confirmation')
  const lacking = isLacking
    ? t('answers.lacks', { lacks: lacksInWords(t, item, facts ?? undefined, application) })
    : null
  return {
    team: teamPart(t, it),
    last: lastTimeShown(t, it.last),
    status: statusOf(t, it, state),
    lacks: isLastYears(it) ? t('renewal.light.short.carried') : lacking,
    changed: answer?.writtenBy
      ? t('answers.changed', { name: answer.writtenBy, day: longDay(t, dayOf(answer.writtenAt)) })
      : null,
    branches:
      it.covered === null ? null : t('answers.branches.count', { shown: it.covered, count: application.scope.length }),
    whole: item.perBranch ? null : t('answers.branches.whole'),
    examples: it.hasExamples
      ? { text: t('examples.link'), href: `/examples?stream=${application.streamId}&criterion=${item.id}` }
      : null,
    next: nextLink(t, it),
  }
}

const noAside: Aside = {
  team: null,
  last: null,
  status: null,
  lacks: null,
  changed: null,
  branches: null,
  whole: null,
  examples: null,
  next: null,
}
