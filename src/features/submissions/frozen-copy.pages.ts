import { membershipsIn } from '../../domain/actor.ts'
import type { Actor } from '../../domain/actor.ts'
import type { EvidenceHeld } from '../../domain/evidence.ts'
import type { Framework, Item } from '../../domain/framework.ts'
import type { FrozenCopy } from '../../domain/submission.ts'
import { dayAndTime } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { mayOpen, mayReadRatings } from '../../domain/reading.ts'
import type { Case } from '../applications/application.store.ts'
import { branchesInScope } from '../../web/branch-names.ts'
import { paragraphs } from '../../web/paragraphs.ts'
import { groupsOf } from './submission.pages.ts'
import type { ReadAnswer } from './submission.pages.ts'
import type { Submission } from './submission.store.ts'

export interface FrozenPage { application: Case; framework: Framework; submission: Submission; copy: FrozenCopy; held: ReadonlyMap<string, EvidenceHeld> }

/** One submission as it was handed in, for the library and for those who read for the charity. */
export function frozenPage(t: T, who: Actor, it: FrozenPage) {
  const { application, framework, submission, copy } = it
  const isLibrary = membershipsIn(who, application.organisationId).length > 0
  return {
    title: t('submissions.read.title', { number: submission.number }),
    back: { text: isLibrary ? t(`application.kind.${application.kind}`) : application.organisationName, href: `/applications/${application.id}` },
    heading: { text: t('submissions.read.title', { number: submission.number }), caption: t('submissions.read.caption', { organisation: application.organisationName, receipt: submission.receipt }), size: 'l' as const },
    lead: t('submissions.read.lead', { moment: dayAndTime(t, submission.handedInAt) }),
    erased: copy.erased > 0 ? t('submissions.read.erased') : null,
    summary: paragraphs(copy.summary?.summary ?? null),
    branches: branchesInScope(t, t('submissions.scope'), copy.scope?.map(({ name }) => name) ?? []),
    ratingsLater: mayReadRatings(who, application) ? null : t('submissions.read.rating.later'),
    groups: groupsOf(framework, application).map(({ heading, items }) => ({
      heading: heading ?? t(items[0]?.part === 'looking ahead' ? 'item.part.looking ahead' : 'item.part.prerequisite'),
      answers: items.map(item => frozenAnswer(t, who, it, item)),
    })),
    fingerprint: submission.sha256,
    manifest: submission.manifest,
  }
}

function frozenAnswer(t: T, who: Actor, { application, copy, held }: FrozenPage, item: Item): ReadAnswer {
  const answer = copy.answers.find(each => each.item === item.id)
  const pieces = copy.evidence.filter(({ id }) => answer?.evidence.includes(id))
  const open = pieces.filter(({ id }) => mayOpen(who, application, held.get(id)))
  const hidden = pieces.length - open.length
  return {
    code: item.code, title: item.title, link: null,
    text: paragraphs(answer?.narrative ?? null),
    rating: answer?.ownRating && mayReadRatings(who, application) ? t(`judgement.${answer.ownRating}`) : null,
    evidence: [...open.map(({ title }) => title), ...(hidden > 0 ? [t('submissions.read.withheld', { count: hidden })] : [])],
    links: open.map(({ id, title }) => ({ text: title, href: `/evidence/${id}` })),
    note: answer?.supplementary ? t('answers.supplementary') : null,
  }
}
