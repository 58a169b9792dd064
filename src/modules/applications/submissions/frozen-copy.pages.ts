import type { ApplicationRecord } from '../../access/access.public.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { warnsBefore, type EvidenceSubject } from '../../../domain/evidence.ts'
import { itemsAskedBy, itemsOf, type Framework, type Item } from '../../../domain/framework.ts'
import { answeredByRecommendations } from '../../../domain/progress.ts'
import type { FrozenCopy } from '../../../domain/submission.ts'
import { dayOf } from '../../../domain/time.ts'
import { dayAndTime, list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mayOpen, mayReadRatings } from '../../../domain/readable-evidence.ts'
import { branchesInScope } from '../../organisations/organisations.public.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { frozenPartnerships } from '../../evidence/evidence.public.ts'
import { changedStatus } from '../since-last-year/since-status.pages.ts'
import { groupsOf, type ReadAnswer, type ReadGroup } from './submission.pages.ts'
import type { Submission } from './submission.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/submissions/show': ReturnType<typeof frozenPage>
  }
}

export interface FrozenPage {
  application: ApplicationRecord
  framework: Framework
  submission: Submission
  copy: FrozenCopy
  held: ReadonlyMap<string, EvidenceSubject>
}

/** One submission as it was handed in, for the library and for those who read for the charity. */
export function frozenPage(t: T, actor: Actor, it: FrozenPage) {
  const { application, framework, submission, copy } = it
  const isLibrary = membershipsIn(actor, application.organisationId).length > 0
  return {
    title: t('submissions.read.title', { number: submission.number }),
    back: {
      text: isLibrary ? t(`application.kind.${application.kind}`) : application.organisationName,
      href: `/applications/${application.id}`,
    },
    heading: {
      text: t('submissions.read.title', { number: submission.number }),
      caption: t('submissions.read.caption', {
        organisation: application.organisationName,
        receipt: submission.receipt,
      }),
      size: 'l' as const,
    },
    lead: t('submissions.read.lead', { moment: dayAndTime(t, submission.submittedAt) }),
    erased: copy.erased > 0 ? t('submissions.read.erased') : null,
    summary: paragraphs(copy.summary?.summary ?? null),
    branches: branchesInScope(t, t('submissions.scope'), copy.scope?.map(({ name }) => name) ?? []),
    ratingsLater: mayReadRatings(actor, application) ? null : t('submissions.read.rating.later'),
    confirmed: copy.renewal?.restConfirmedAt
      ? t('renewal.read.confirmed', { day: longDay(t, dayOf(copy.renewal.restConfirmedAt)) })
      : null,
    groups: [
      ...askedOf(t, copy),
      ...(application.kind === 'renewal' ? renewalGroupsOf(t, it) : groupsOf(framework, application)).map(
        ({ heading, items }) => ({
          heading:
            heading ?? t(items[0]?.part === 'looking ahead' ? 'item.part.looking ahead' : 'item.part.prerequisite'),
          answers: items.map(item => frozenAnswer(t, actor, it, item)),
        }),
      ),
    ],
    partnerships: frozenPartnerships(t, actor, application, copy, it.held, ({ items }) =>
      t('shown_partners.under', { items: list(t, codesOf(framework, items)) }),
    ),
    fingerprint: submission.sha256,
    manifest: submission.manifest,
  }
}

const codesOf = (framework: Framework, items: readonly string[]): string[] =>
  itemsOf(framework)
    .filter(({ id }) => items.includes(id))
    .map(({ code }) => code)

/** What the library said of what was asked of it before. */
function askedOf(t: T, { recommendations }: FrozenCopy): ReadGroup[] {
  if (recommendations.length === 0) return []
  return [
    {
      heading: t('renewal.read.recommendations'),
      answers: recommendations.map(({ kind, body, answer }) => ({
        code: null,
        title: body,
        status: null,
        text: answer ? paragraphs(answer) : [t('renewal.read.recommendation.unanswered')],
        rating: null,
        evidence: [],
        links: [],
        note: t(`recommendation.kind.${kind}`),
        link: null,
      })),
    },
  ]
}

/**
 * A light renewal is read by what became of each item: short answers, what changed, and what was confirmed to be as it
 * was.
 */
function renewalGroupsOf(t: T, { framework, copy }: FrozenPage): { heading: string; items: Item[] }[] {
  const asked = itemsAskedBy(framework, 'renewal').filter(({ id }) => id !== answeredByRecommendations)
  const since = new Map(copy.answers.map(answer => [answer.item, answer.since]))
  const stays = asked.filter(
    ({ id, renewal }) =>
      renewal === 'confirm' &&
      (!copy.answers.some(({ item }) => item === id) ||
        ['unchanged', 'carried without refresh'].includes(since.get(id) ?? '')),
  )
  const changed = asked.filter(item => item.renewal === 'confirm' && !stays.includes(item))
  return [
    { heading: t('renewal.read.short'), items: asked.filter(({ renewal }) => renewal === 'answer') },
    { heading: t('renewal.read.changed'), items: changed },
    { heading: t('renewal.read.rest', { count: stays.length }), items: stays },
  ].filter(({ items }) => items.length > 0)
}

function frozenAnswer(t: T, actor: Actor, { application, copy, held }: FrozenPage, item: Item): ReadAnswer {
  const answer = copy.answers.find(each => each.item === item.id)
  const evidenceItems = copy.evidence.filter(({ id }) => answer?.evidence.includes(id))
  const open = evidenceItems.filter(({ id }) => mayOpen(actor, application, held.get(id)))
  const hidden = evidenceItems.length - open.length
  return {
    code: item.code,
    title: item.title,
    link: null,
    status: changedStatus(t, answer?.since),
    text: paragraphs(answer?.narrative ?? null),
    rating: answer?.ownRating && mayReadRatings(actor, application) ? t(`judgement.${answer.ownRating}`) : null,
    evidence: [
      ...open.map(({ title }) => title),
      ...(hidden > 0 ? [t('submissions.read.withheld', { count: hidden })] : []),
    ],
    links: open.map(evidence => ({
      text: warnsBefore({
        ...evidence,
        distressing: evidence.distressing === true || held.get(evidence.id)?.distressing === true,
      })
        ? t('content_warning.marked', { title: evidence.title })
        : evidence.title,
      href: `/evidence/${evidence.id}`,
    })),
    note: answer?.supplementary ? t('answers.supplementary') : null,
  }
}
