import { canBeWritten, canItemBeWritten } from '../../../domain/application.ts'
import type { Actor } from '../../../domain/actor.ts'
import { hasConsent } from '../../../domain/consent.ts'
import { can } from '../../../domain/permissions.ts'
import { hasOwnAnswer, lacksOf, stateOf, type ItemState } from '../../../domain/completeness.ts'
import { evidenceToRead, mayReadRatings } from '../../../domain/readable-evidence.ts'
import { extrasByItem, sinceAsSubmitted } from '../../../domain/submission.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Notice, Status } from '../../../web/components.ts'
import type { Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type PartnershipBlock, frozenPartnerships, partnershipBlock } from '../../evidence/evidence.public.ts'
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
import { evidenceOf, frozenEvidence } from './attached-evidence.pages.ts'
import { blocksOf, itemPageHeader, titleOf } from './frame.pages.ts'
import { replacementNotice, unavailableNotice, type ToReplace } from './replacement.pages.ts'
import { isShort, nextLink } from './next-item.pages.ts'
import type { Criterion, SubmittedCriterion } from './criterion.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/criteria/read': ReturnType<typeof criterionRead> | ReturnType<typeof submittedCriterion>
    'applications/criteria/partners': PartnersShown
    'applications/criteria/aside': Aside
  }
}

/** Text that the person typed but did not save, with the button that discards it. */
interface UnsavedText {
  notice: Notice
  discard: { action: string; text: string; kind: 'link' }
}

/**
 * The page of an item with its current answer, for members of the library who cannot change it, and for the preview of
 * the criteria.
 */
export function criterionRead(
  t: T,
  it: Criterion,
  { toReplace = null, unsaved = null }: { toReplace?: ToReplace | null; unsaved?: UnsavedText | null } = {},
) {
  const { application, answer, item } = it
  return {
    title: titleOf(t, it),
    ...itemPageHeader(t, { ...it, assigned: assignedPart(t, it) }),
    ...blocksOf(t, it),
    note:
      application.status === 'more evidence asked' && !canItemBeWritten(application, item.id)
        ? t('answers.not_asked')
        : null,
    unsaved,
    says: {
      heading: t(`answers.narrative.${item.part}`),
      text: [...paragraphs(answer?.narrative ?? null), ...targetLines(t, it.targetsSubmitted)],
    },
    rating: item.part === 'criterion' && answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    ratingHeading: t('submissions.own_rating.yours'),
    ratingLater: null,
    missing: replacementNotice(t, toReplace),
    evidence: evidenceOf(t, it, false),
    partners: it.partners.length > 0 ? partnersShown(t, it, false) : null,
    withheld: withheldIn(t, it),
    ask: null,
    comments: commentsOfItem(t, it),
    aside: asideOf(t, it),
  }
}

/**
 * The library's comments on the item; null in a preview of the criteria.
 * @param answer the answer's form, on the page where the item is answered
 */
export const commentsOfItem = (
  t: T,
  { discussed, application, framework, item }: Criterion,
  answer: Form | null = null,
): CommentsFold | null => discussed && commentsFold(t, { ...discussed, application, framework, item }, answer)

/** The answer as last submitted. The charity does not see changes that the library has made since then. */
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
    unsaved: null,
    says: {
      heading: t('answers.read.narrative'),
      text: [...paragraphs(answer?.narrative ?? null), ...extrasText(t, item, copy)],
    },
    rating: seesRating && answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    ratingHeading: t('answers.read.rating'),
    ratingLater: item.part === 'criterion' && !seesRating ? t('answers.read.rating.later') : null,
    missing: unavailableNotice(t, it.unavailable, can(actor, 'question.ask', application)),
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
        remark: hasConsent(evidence, today)
          ? null
          : t(evidence.isConsentWithdrawn ? 'consents.withdrawn.status' : 'consents.needed'),
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
    whole: item.perBranch || it.covered === 0 ? null : t('answers.branches.whole'),
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
