import type { Actor } from '../../../domain/actor.ts'
import { warnsBefore, type EvidenceSubject, type EvidenceKind } from '../../../domain/evidence.ts'
import { can } from '../../../domain/permissions.ts'
import { mayReadRatings, evidenceToRead } from '../../../domain/readable-evidence.ts'
import type { FrozenCopy, FrozenEvidence } from '../../../domain/submission.ts'
import { dayOf } from '../../../domain/time.ts'
import { changedStatus } from '../since-last-year/since-last-year.pages.ts'
import { branchChips, frozenPartnerships } from '../../evidence/evidence.public.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { Submission } from '../submissions/submission.store.ts'
import { factsOf, frame, itemAfter, titleOf, type Aside, type Criterion, type AnswerEvidence } from './answer.pages.ts'

export type FrozenView = Pick<Criterion, 'application' | 'framework' | 'item' | 'branches'> & {
  submission: Submission
  copy: FrozenCopy
  held: ReadonlyMap<string, EvidenceSubject>
}

/** One item as it was handed in last: what the charity reads, whatever the library is writing since. */
export function frozenCriterion(t: T, actor: Actor, it: FrozenView) {
  const { application, item, submission, copy, held } = it
  const answer = copy.answers[0] ?? null
  const used = answer?.evidence ?? []
  const shown = evidenceToRead(actor, application, copy.evidence, used, held)
  const hidden = copy.evidence.filter(({ id }) => used.includes(id)).length - shown.length
  const seesRating = item.part === 'criterion' && mayReadRatings(actor, application)
  const next = itemAfter(it)
  const noted = answer?.supplementary
    ? t('answers.supplementary')
    : t('answers.as_submitted', { day: longDay(t, dayOf(submission.submittedAt)), number: submission.number })
  return {
    title: titleOf(item),
    ...frame(t, it),
    back: {
      text: application.organisationName,
      href: `/applications/${application.id}/submissions/${submission.number}`,
    },
    note: answer ? noted : t('answers.not_submitted'),
    says: { heading: t('answers.read.narrative'), text: paragraphs(answer?.narrative ?? null) },
    rating: seesRating && answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    ratingLater: item.part === 'criterion' && !seesRating ? t('answers.read.rating.later') : null,
    evidence: shown.map(evidence => frozenEvidence(t, evidence, held.get(evidence.id))),
    withheld: hidden > 0 ? t('answers.evidence.withheld', { count: hidden }) : null,
    partners:
      copy.partners.length === 0
        ? null
        : { blocks: frozenPartnerships(t, actor, application, copy, held), hint: null, button: null },
    ask: can(actor, 'question.ask', application)
      ? { text: t('answers.read.ask'), href: `/applications/${application.id}/criteria/${item.code}/questions/new` }
      : null,
    aside: {
      last: null,
      status: changedStatus(t, answer?.since),
      lacks: null,
      changed: null,
      branches: null,
      whole: null,
      next: next && {
        text: t('answers.next.link', { code: next.code, title: next.title }),
        href: `/applications/${application.id}/criteria/${next.code}`,
      },
    } satisfies Aside,
  }
}

const frozenEvidence = (t: T, evidence: FrozenEvidence, now?: EvidenceSubject): AnswerEvidence => ({
  id: evidence.id,
  title: evidence.title,
  href: `/evidence/${evidence.id}`,
  facts: factsOf(t, evidence.kind as EvidenceKind, evidence.periodFrom, evidence.periodTo),
  remark:
    [
      ...(evidence.supplementary ? [t('answers.supplementary')] : []),
      ...(warnsBefore({ ...evidence, distressing: evidence.distressing === true || now?.distressing === true })
        ? [t('content_warning.remark')]
        : []),
    ].join(' ') || null,
  chips: branchChips(t, evidence.branches),
  thumbnail: null,
  remove: null,
})
