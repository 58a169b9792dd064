import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { warnsBefore, type EvidenceSubject } from '../../../domain/evidence.ts'
import { itemById, itemsAskedBy, itemsOf, type Framework, type Item } from '../../../domain/framework.ts'
import { answeredByRecommendations } from '../../../domain/completeness.ts'
import { mayOpen, mayReadRatings } from '../../../domain/readable-evidence.ts'
import { factsOfContent, renewalPart, type RenewalPart } from '../../../domain/since-last-year.ts'
import { extrasByItem, sinceAsSubmitted, type FrozenCopy } from '../../../domain/submission.ts'
import type { SubmissionChange } from '../../../domain/submission-changes.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Status } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frozenPartnerships } from '../../evidence/evidence.public.ts'
import { branchesInScope } from '../../organisations/organisations.public.ts'
import { changedStatus } from '../since-last-year/since-last-year.pages.ts'
import { criteriaNotice } from '../statuses/status.pages.ts'
import { extrasText } from './answer-extras.pages.ts'
import { changesShown, changeStatus } from './submission-changes.pages.ts'
import type { ChangesSubmitted } from './submission-changes.store.ts'
import type { Submission } from './submission.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/submissions/show': ReturnType<typeof frozenPage>
    'applications/submissions/answers': { answers: readonly ReadAnswer[]; isOwn: boolean }
    'applications/submissions/none': Page
  }
}

/** A copy of an application, with the facts that decide which of its evidence and ratings a person can see. */
export interface ReadableCopy {
  application: ApplicationRecord
  framework: Framework
  copy: FrozenCopy
  /** the current state of the evidence in the copy */
  subjects: ReadonlyMap<string, EvidenceSubject>
  /** the number of items of evidence left out because a consent ended or was withdrawn, by item id */
  unavailable: ReadonlyMap<string, number>
}
export interface FrozenPage extends ReadableCopy {
  submission: Submission
}

/**
 * A submission as it was sent, for the library and for people at the charity who can read it.
 * @param changes how it differs from the submission before; null to mark no changes
 */
export function frozenPage(t: T, actor: Actor, it: FrozenPage, changes: ChangesSubmitted | null = null) {
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
    draftNotice: criteriaNotice(t, framework, application, null),
    lead: t('submissions.read.lead', { moment: dayAndTime(t, submission.submittedAt) }),
    erased: copy.erased > 0 ? t('submissions.read.erased') : null,
    changes: changesShown(t, application, changes),
    summaryChange: changeStatus(t, changes?.summary),
    branchesChange: changeStatus(t, changes?.scope),
    ...contentsRead(t, actor, it, changes?.changes),
    isOwn: isLibrary,
    checksum: submission.sha256,
    manifest: submission.manifest,
  }
}

/** The content of a copy, without the evidence and ratings that the person cannot see. */
export function contentsRead(
  t: T,
  actor: Actor,
  it: ReadableCopy,
  changes: ReadonlyMap<string, SubmissionChange> = new Map(),
) {
  const { application, framework, copy } = it
  const groups: ReadGroup[] = [
    ...recommendationsOf(t, it, changeStatus(t, changes.get(answeredByRecommendations))),
    ...(application.kind === 'renewal' ? renewalGroupsOf(t, it) : groupsOf(framework, application)).map(group => ({
      heading: headingOfGroup(t, group),
      answers: group.items.map(item => ({
        ...frozenAnswer(t, actor, it, item),
        change: changeStatus(t, changes.get(item.id)),
      })),
    })),
  ]
  return {
    summary: paragraphs(copy.summary?.summary ?? null),
    branches: branchesInScope(t, t('submissions.scope'), copy.scope?.map(({ name }) => name) ?? []),
    ratingsLater: mayReadRatings(actor, application) ? null : t('submissions.read.rating.later'),
    confirmed: copy.renewal?.restConfirmedAt
      ? t(application.hasEarlierAnswers ? 'renewal.read.confirmed' : 'renewal.read.confirmed.recorded', {
          day: longDay(t, dayOf(copy.renewal.restConfirmedAt)),
        })
      : null,
    groups,
    partnerships: frozenPartnerships(t, actor, application, {
      copy,
      held: it.subjects,
      noteOn: ({ items }) => t('shown_partners.under', { items: list(t, codesOf(framework, items)) }),
    }),
  }
}

const codesOf = (framework: Framework, items: readonly string[]): string[] =>
  itemsOf(framework)
    .filter(({ id }) => items.includes(id))
    .map(({ code }) => code)

/**
 * The recommendations of earlier applications with the library's answers. In a light renewal, they are the answer to
 * one item of the criteria.
 * @param change how that item has changed
 */
function recommendationsOf(t: T, { application, framework, copy }: ReadableCopy, change: Status | null): ReadGroup[] {
  const item = application.kind === 'renewal' ? itemById(framework, answeredByRecommendations) : null
  const { recommendations } = copy
  if (recommendations.length === 0) return []
  return [
    {
      heading: t('renewal.read.recommendations'),
      code: item?.code ?? null,
      change: item ? change : null,
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

/** The sections of a light renewal for readers: short, changed and unchanged answers, and items without an answer. */
function renewalGroupsOf(t: T, { framework, copy }: ReadableCopy): { heading: string; items: Item[] }[] {
  const asked = itemsAskedBy(framework, 'renewal').filter(({ id }) => id !== answeredByRecommendations)
  const toConfirm = asked.filter(({ renewal }) => renewal === 'confirm')
  const extras = extrasByItem(copy)
  const partOf = (item: Item): RenewalPart => {
    const answer = copy.answers.find(each => each.item === item.id)
    return renewalPart(item, {
      answer: answer && factsOfContent(answer),
      hasExtras: extras.has(item.id),
      isComplete: true,
      since: sinceAsSubmitted(copy, item.id),
    })
  }
  const itemsIn = (part: RenewalPart) => toConfirm.filter(item => partOf(item) === part)
  const stays = itemsIn('unchanged')
  return [
    { heading: t('renewal.read.short'), items: asked.filter(({ renewal }) => renewal === 'answer') },
    { heading: t('renewal.read.changed'), items: itemsIn('changed') },
    { heading: t('renewal.read.rest', { count: stays.length }), items: stays },
    { heading: t('renewal.read.empty'), items: itemsIn('not answered') },
  ].filter(({ items }) => items.length > 0)
}

function frozenAnswer(t: T, actor: Actor, it: ReadableCopy, item: Item): ReadAnswer {
  const { application, copy, subjects } = it
  const unavailable = it.unavailable.get(item.id) ?? 0
  const answer = copy.answers.find(each => each.item === item.id)
  const evidenceItems = copy.evidence.filter(({ id }) => answer?.evidence.includes(id))
  const open = evidenceItems.filter(({ id }) => mayOpen(actor, application, subjects.get(id)))
  const hidden = evidenceItems.length - open.length
  return {
    code: item.code,
    title: item.title,
    link: null,
    status: changedStatus(t, sinceAsSubmitted(copy, item.id)),
    text: [...paragraphs(answer?.narrative ?? null), ...extrasText(t, item, copy)],
    rating: answer?.ownRating && mayReadRatings(actor, application) ? t(`judgement.${answer.ownRating}`) : null,
    evidence: [
      ...open.map(({ title }) => title),
      ...(hidden > 0 ? [t('submissions.read.withheld', { count: hidden })] : []),
      ...(unavailable > 0 ? [t('consents.unavailable', { count: unavailable })] : []),
    ],
    links: open.map(evidence => ({
      text: warnsBefore({
        ...evidence,
        distressing: evidence.distressing === true || subjects.get(evidence.id)?.distressing === true,
      })
        ? t('content_warning.marked', { title: evidence.title })
        : evidence.title,
      href: `/evidence/${evidence.id}?case=${application.id}`,
    })),
    note: answer?.supplementary ? t('answers.supplementary') : null,
  }
}

/**
 * A group of items on a page. If `heading` is null, the page uses the heading for their part of the criteria
 * (`headingOfGroup`).
 */
export interface ItemGroup {
  heading: string | null
  items: Item[]
}

/** The items of an application: prerequisites, then each area, then looking-ahead items. */
export function groupsOf(framework: Framework, application: Pick<ApplicationRecord, 'kind'>): ItemGroup[] {
  const asked = itemsAskedBy(framework, application.kind)
  return [
    { heading: null, items: asked.filter(({ part }) => part === 'prerequisite') },
    ...framework.areas.map(area => ({ heading: area.title, items: asked.filter(item => item.area === area.id) })),
    { heading: null, items: asked.filter(({ part }) => part === 'looking ahead') },
  ].filter(({ items }) => items.length > 0)
}

export const headingOfGroup = (t: T, { heading, items }: ItemGroup): string =>
  heading ?? t(items[0]?.part === 'looking ahead' ? 'item.part.looking ahead' : 'item.part.prerequisite')

/** An answer as readers see it, in a draft or a submission. */
export interface ReadAnswer {
  /** the code of the item; null for a recommendation */
  code: string | null
  title: string
  text: readonly string[]
  rating: string | null
  /** how the answer differs from that in the last application; null for no difference, or nothing to compare */
  status: Status | null
  /** titles of the evidence that the reader can open, and sentences that count the other evidence */
  evidence: readonly string[]
  /** links to the evidence that the reader can open; empty before submission */
  links: readonly Link[]
  note: string | null
  link: Link | null
  /** how the answer has changed since the submission before; null for no change */
  change?: Status | null
}
export interface ReadGroup {
  heading: string
  /** the code of the item, if all answers in the group belong to one item */
  code?: string | null
  /** how that item has changed since the submission before; null for no change */
  change?: Status | null
  answers: readonly ReadAnswer[]
}
