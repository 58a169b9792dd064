import type { Actor } from '../../../domain/actor.ts'
import { warnsBefore, type EvidenceHeld, type EvidenceKind } from '../../../domain/evidence.ts'
import { can } from '../../../domain/permissions.ts'
import { mayReadRatings, piecesToRead } from '../../../domain/reading.ts'
import type { FrozenCopy, FrozenEvidence } from '../../../domain/submission.ts'
import { dayOf } from '../../../domain/time.ts'
import { changedStatus } from '../since-last-year/since-status.pages.ts'
import { branchChips, frozenPartnerships } from '../../evidence/evidence.public.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { Submission } from '../submissions/submission.store.ts'
import { factsOf, frame, itemAfter, titleOf, type Aside, type Criterion, type Piece } from './answer.pages.ts'

export type FrozenView = Pick<Criterion, 'application' | 'framework' | 'item' | 'branches'> & {
  submission: Submission
  copy: FrozenCopy
  held: ReadonlyMap<string, EvidenceHeld>
}

/** One item as it was handed in last: what the charity reads, whatever the library is writing since. */
export function frozenCriterion(t: T, who: Actor, it: FrozenView) {
  const { application, item, submission, copy, held } = it
  const answer = copy.answers[0] ?? null
  const used = answer?.evidence ?? []
  const shown = piecesToRead(who, application, copy.evidence, used, held)
  const hidden = copy.evidence.filter(({ id }) => used.includes(id)).length - shown.length
  const seesRating = item.part === 'criterion' && mayReadRatings(who, application)
  const next = itemAfter(it)
  const noted = answer?.supplementary
    ? t('answers.supplementary')
    : t('answers.as_handed_in', { day: longDay(t, dayOf(submission.handedInAt)), number: submission.number })
  return {
    title: titleOf(item),
    ...frame(t, it),
    back: {
      text: application.organisationName,
      href: `/applications/${application.id}/submissions/${submission.number}`,
    },
    note: answer ? noted : t('answers.not_handed_in'),
    says: { heading: t('answers.read.narrative'), text: paragraphs(answer?.narrative ?? null) },
    rating: seesRating && answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    ratingLater: item.part === 'criterion' && !seesRating ? t('answers.read.rating.later') : null,
    evidence: shown.map(piece => frozenPiece(t, piece, held.get(piece.id))),
    withheld: hidden > 0 ? t('answers.evidence.withheld', { count: hidden }) : null,
    partners:
      copy.partners.length === 0
        ? null
        : { blocks: frozenPartnerships(t, who, application, copy, held), hint: null, button: null },
    ask: can(who, 'question.ask', application)
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

const frozenPiece = (t: T, piece: FrozenEvidence, now?: EvidenceHeld): Piece => ({
  id: piece.id,
  title: piece.title,
  href: `/evidence/${piece.id}`,
  facts: factsOf(t, piece.kind as EvidenceKind, piece.periodFrom, piece.periodTo),
  remark:
    [
      ...(piece.supplementary ? [t('answers.supplementary')] : []),
      ...(warnsBefore({ ...piece, distressing: piece.distressing === true || now?.distressing === true })
        ? [t('distress.remark')]
        : []),
    ].join(' ') || null,
  chips: branchChips(t, piece.branches),
  thumbnail: null,
  remove: null,
})
