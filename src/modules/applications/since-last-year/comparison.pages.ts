import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import type { Item } from '../../../domain/framework.ts'
import { mayOpen } from '../../../domain/readable-evidence.ts'
import { evidenceChanges, isInEither, type ItemSince, type SinceLastYear } from '../../../domain/since-last-year.ts'
import type { PledgeTargetsEndorsements } from '../../../domain/submission.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Details, Filters, Link, Status } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { readableDifferences, type TextDifference } from '../../../web/word-differences.ts'
import { longDay, monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { periodText } from '../../evidence/evidence.public.ts'
import { unavailableText } from '../criteria/replacement.pages.ts'
import { extrasText } from '../submissions/answer-extras.pages.ts'
import type { Comparison, ComparedEvidence } from './comparison.store.ts'
import { mappedSentence, sinceStatus } from './since-last-year.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/since-last-year/changes': ReturnType<typeof comparisonPage>
    'applications/since-last-year/change': ChangeShown
    'applications/since-last-year/compared': ReturnType<typeof comparedPart>
  }
}

export const changeFilters = ['all', 'answers', 'evidence', 'criteria'] as const
export type ChangeFilter = (typeof changeFilters)[number]

const filterOf = {
  new: 'answers',
  reworded: 'answers',
  'evidence changed': 'evidence',
  'carried without refresh': 'evidence',
  'criterion changed': 'criteria',
  unchanged: null,
} as const satisfies Record<SinceLastYear, ChangeFilter | null>

/** Sorts items in the order of the filters: changed answers, then changed evidence, then changed criteria. */
const byKind = (one: ItemSince, other: ItemSince): number => placeOf(one) - placeOf(other)
const placeOf = ({ since }: ItemSince): number => changeFilters.indexOf(filterOf[since] ?? 'all')

/** One changed item on the page. */
export interface ChangeShown {
  id: string
  title: string
  status: Status
  sentences: readonly string[]
  /** the differences in the wording of the criterion; null when there are none */
  criterion: { stretches: readonly TextDifference[] } | null
  /** the differences in the answer; null when there are none */
  answer: { stretches: readonly TextDifference[] } | null
  earlier: Details | null
  /** the differences in targets, endorsements and the pledge; null when there are none */
  extras: { stretches: readonly TextDifference[] } | null
  evidence: readonly { kind: TextDifference['kind']; text: string }[]
  withheld: string | null
}

export const comparisonAddress = ({ id }: { id: string }): string => `/applications/${id}/since-last-year`

/** The link to the comparison; null for an application without earlier answers. */
export const comparisonLink = (
  t: T,
  application: { id: string; kind: string; hasEarlierAnswers: boolean },
): Link | null =>
  application.kind !== 'first' && application.hasEarlierAnswers
    ? { text: t('comparison.link'), href: comparisonAddress(application) }
    : null

/** The page that shows the changes since the last decided application, word by word. */
export function comparisonPage(t: T, actor: Actor, it: Comparison, filter: ChangeFilter = 'all') {
  const { application, before } = it
  const year = dayOf(before.submittedAt).slice(0, 4)
  const answered = it.items.filter(each => !isAboutTheYear(each.item) && isInEither(each))
  const changed = answered.filter(({ since }) => filterOf[since] !== null).toSorted(byKind)
  const unchanged = answered.filter(({ since }) => filterOf[since] === null)
  const shown = changed.filter(({ since }) => filter === 'all' || filterOf[since] === filter)
  const isLibrary = membershipsIn(actor, application.organisationId).length > 0
  return {
    title: t('comparison.title', { year }),
    back: {
      text: isLibrary ? t(`application.kind.${application.kind}`) : application.organisationName,
      href: `/applications/${application.id}`,
    },
    heading: {
      text: t('comparison.title', { year }),
      caption: t('comparison.caption', {
        organisation: application.organisationName,
        kind: t(`application.kind.${application.kind}`),
      }),
      size: 'l' as const,
    },
    lead: leadOf(t, answered),
    unavailable: unavailableText(t, it.unavailable),
    filters: changed.length > 0 ? filtersOf(t, application, changed, filter) : null,
    hasKey: changed.length > 0,
    changes: shown
      .filter(({ since }) => since !== 'carried without refresh')
      .map(each => changeShown(t, actor, it, { each, year })),
    stale: stalePart(t, application, shown, year),
    unchanged: unchanged.length > 0 ? unchangedPart(t, application, unchanged) : null,
    year: it.items
      .filter(
        ({ item, now }) => filter === 'all' && isAboutTheYear(item) && now !== null && now.narrative.trim() !== '',
      )
      .map(({ item, now }) => ({ title: item.title, text: paragraphs(now!.narrative) })),
    compared: comparedPart(t, it, isLibrary),
  }
}

/**
 * Returns text such as "The text, evidence or criterion has changed for 5 of 25 answers. The other 20 answers are
 * unchanged."
 */
function leadOf(t: T, answered: readonly ItemSince[]): string {
  const count = (...wanted: SinceLastYear[]) => answered.filter(({ since }) => wanted.includes(since)).length
  const [stale, same] = [count('carried without refresh'), count('unchanged')]
  return [
    t('comparison.changed', { count: answered.length - stale - same, all: answered.length }),
    ...(stale > 0 ? [t('comparison.stale', { count: stale })] : []),
    ...(same > 0 ? [t('comparison.same', { count: same })] : []),
  ].join(' ')
}

function filtersOf(t: T, application: { id: string }, changed: readonly ItemSince[], current: ChangeFilter): Filters {
  const count = (filter: ChangeFilter) =>
    filter === 'all' ? changed.length : changed.filter(({ since }) => filterOf[since] === filter).length
  return {
    label: t('comparison.show'),
    items: changeFilters
      .filter(filter => filter === 'all' || filter === current || count(filter) > 0)
      .map(filter => ({
        text: t(`comparison.show.${filter}`, { count: count(filter) }),
        href: filter === 'all' ? comparisonAddress(application) : `${comparisonAddress(application)}?show=${filter}`,
        current: filter === current,
      })),
  }
}

function changeShown(
  t: T,
  actor: Actor,
  it: Comparison,
  { each, year }: { each: ItemSince; year: string },
): ChangeShown {
  const { item, before, now } = each
  const [then, today] = [before?.narrative ?? '', now?.narrative ?? '']
  const stretches = readableDifferences(then, today)
  const isReworded = before !== null && stretches.some(({ kind }) => kind !== 'same')
  return {
    id: item.code,
    title: t('comparison.item', { title: item.title, code: item.code }),
    status: sinceStatus(t, each.since),
    sentences: sentencesOn(t, it, { each, isReworded }),
    criterion: each.since === 'criterion changed' ? criterionDifferences(it, each) : null,
    answer: isReworded || (before === null && today !== '') ? { stretches } : null,
    earlier: isReworded && then !== '' ? { summary: t('comparison.earlier', { year }), text: paragraphs(then) } : null,
    extras: extrasDifferences(t, each),
    ...evidenceOf(t, actor, it, each),
  }
}

/** The differences in the targets, endorsements and pledge of an item; null when there are none. */
export function extrasDifferences(t: T, { item, extras }: ItemSince): ChangeShown['extras'] {
  if (!extras.isChanged) return null
  const read = (side: PledgeTargetsEndorsements | null): string => (side ? asSentences(extrasText(t, item, side)) : '')
  return { stretches: readableDifferences(read(extras.before), read(extras.now)) }
}

function sentencesOn(t: T, it: Comparison, { each, isReworded }: { each: ItemSince; isReworded: boolean }): string[] {
  const { since, before, now, extras } = each
  const [was, is] = [before?.ownRating ?? null, now?.ownRating ?? null]
  const none = t('comparison.rating.none')
  return [
    since === 'criterion changed' ? (mappedSentence(t, each) ?? t('comparison.criterion')) : null,
    since === 'criterion changed' && !isReworded && now !== null ? t('comparison.criterion.same_answer') : null,
    since === 'new' && now === null && extras.now === null ? t('comparison.not_answered') : null,
    before !== null && now === null ? t('comparison.removed') : null,
    it.showsRatings && before !== null && was !== is
      ? t('comparison.rating', { was: was ? t(`judgement.${was}`) : none, is: is ? t(`judgement.${is}`) : none })
      : null,
  ].filter(sentence => sentence !== null)
}

/**
 * The answers that are unchanged but have old evidence. They are in one list, because they have no differences to read.
 */
function stalePart(t: T, { id }: { id: string }, shown: readonly ItemSince[], year: string) {
  const items = shown.filter(({ since }) => since === 'carried without refresh')
  if (items.length === 0) return null
  return {
    status: sinceStatus(t, 'carried without refresh'),
    heading: t('comparison.stale.heading', { count: items.length }),
    text: t('comparison.stale.text', { count: items.length, year }),
    rows: items.map(({ item, coveredTo }) => ({
      link: {
        text: t('comparison.item', { title: item.title, code: item.code }),
        href: `/applications/${id}/criteria/${item.code}`,
      },
      newest: coveredTo ? t('comparison.stale.newest', { month: monthAndYear(t, coveredTo) }) : null,
    })),
  }
}

/**
 * The changes in a criterion's wording; null if there are none, and for merged criteria, which have no single earlier
 * wording.
 */
function criterionDifferences({ asked }: Comparison, { item, mapped }: ItemSince): ChangeShown['criterion'] {
  const was = asked.get(item.id)
  if (!was || (mapped && mapped.codes.length > 1)) return null
  const stretches = readableDifferences(wordingOf(was), wordingOf(item))
  return stretches.some(({ kind }) => kind !== 'same') ? { stretches } : null
}

const wordingOf = ({ title, description, evidence }: Item): string => asSentences([title, description, ...evidence])

/** Joins texts, and adds a full stop to each one that does not end in `.`, `?` or `!`. */
const asSentences = (texts: readonly string[]): string =>
  texts.map(text => text.trim().replace(/([^.?!])$/u, '$1.')).join(' ')

/** The evidence that was added, updated or left out. Evidence that the reader cannot open is only counted. */
function evidenceOf(t: T, actor: Actor, it: Comparison, each: ItemSince): Pick<ChangeShown, 'evidence' | 'withheld'> {
  if (each.refreshed.length + each.leftOut.length === 0) return { evidence: [], withheld: null }
  const lines = evidenceChanges(each).map(({ id, kind }) => ({ id, kind, found: evidenceIn(it, kind, id) }))
  const open = lines.flatMap(({ id, kind, found }) =>
    found && mayOpen(actor, it.application, it.held.get(id))
      ? [{ kind, text: t('comparison.evidence', { title: found.title, period: periodText(t, found) }) }]
      : [],
  )
  const hidden = new Set(lines.filter(({ id }) => !mayOpen(actor, it.application, it.held.get(id))).map(({ id }) => id))
  return { evidence: open, withheld: hidden.size > 0 ? t('submissions.read.withheld', { count: hidden.size }) : null }
}

const evidenceIn = (it: Comparison, kind: TextDifference['kind'], id: string): ComparedEvidence | undefined =>
  (kind === 'removed' ? it.evidence.before : it.evidence.now).find(each => each.id === id)

const unchangedPart = (t: T, { id }: { id: string }, items: readonly ItemSince[]) => ({
  summary: t('comparison.unchanged', { count: items.length }),
  links: items.map(({ item }) => ({
    text: t('comparison.item', { title: item.title, code: item.code }),
    href: `/applications/${id}/criteria/${item.code}`,
  })),
})

/** The two compared applications. Only the library gets a link to the earlier one. */
function comparedPart(
  t: T,
  { application, submission, before, framework, earlierLabel }: Comparison,
  isLibrary: boolean,
) {
  const day = longDay(t, dayOf(before.submittedAt))
  return {
    now: submission
      ? {
          text: t('comparison.now.submitted', { day: longDay(t, dayOf(submission.submittedAt)) }),
          href: `/applications/${application.id}/submissions/${submission.number}`,
        }
      : { text: t('comparison.now.draft'), href: `/applications/${application.id}/submission` },
    before: {
      text: t('comparison.before', { day }),
      href: isLibrary ? `/applications/${before.applicationId}/submission` : null,
    },
    criteria: earlierLabel ? t('comparison.versions', { earlier: earlierLabel, now: framework.label }) : null,
    download: { text: t('comparison.pdf'), href: `${comparisonAddress(application)}.pdf` },
  }
}
