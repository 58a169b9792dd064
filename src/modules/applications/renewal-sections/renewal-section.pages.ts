import { isAboutTheYear } from '../../../domain/carry.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import {
  answeredByRecommendations,
  hasOwnAnswer,
  isComplete,
  stateOf,
  type AnswerFacts,
  type ItemState,
} from '../../../domain/completeness.ts'
import { isUnchanged, renewalPart, type ItemSince, type RenewalPart } from '../../../domain/since-last-year.ts'
import type { Day } from '../../../domain/time.ts'
import type { DueLine, Status, TaskRow } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { hiddenField, textArea, tickBox } from '../../../web/fields.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay, monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { itemStatus } from '../progress/progress.pages.ts'
import { fieldOfRecommendation, readFieldName, type Conflict } from '../light-renewals/light-renewal.forms.ts'
import type { LightRenewal } from '../light-renewals/light-renewal.store.ts'
import { maxAnswerLength } from '../recommendations/recommendation.forms.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import { extrasText } from '../submissions/answer-extras.pages.ts'
import { sinceStatus } from '../since-last-year/since-last-year.pages.ts'

/** The data that every section of the page is rendered from. */
export interface Drawing {
  t: T
  actor: Actor
  light: LightRenewal
  form: Form
  may: { write: boolean; answer: boolean }
  /** whether the page was opened to confirm the contacts */
  showsContacts: boolean
  /** null unless someone else changed the page while this person was writing */
  conflicts: readonly Conflict[] | null
}

/** The items of a light renewal, grouped by the section of the page that shows them. */
export function lightItems(framework: Framework) {
  const asked = itemsAskedBy(framework, 'renewal').filter(({ id }) => id !== answeredByRecommendations)
  return {
    texts: asked.filter(isAboutTheYear),
    short: asked.filter(item => item.renewal === 'answer' && !isAboutTheYear(item)),
    rest: asked.filter(({ renewal }) => renewal === 'confirm'),
  }
}
/** The text that someone else saved in a field while this person was writing, with an introduction. */
export const savedByOther = (t: T, { text }: Conflict): string[] => [
  t('renewal.light.conflict.theirs'),
  ...(text === '' ? [t('renewal.light.conflict.nothing')] : paragraphs(text)),
]

/** The earlier recommendations, with a field for each one that needs an answer; null when there are none. */
export function recommendationsSection(drawing: Drawing) {
  const { t, light } = drawing
  if (light.recommendations.length === 0) return null
  const cards = light.recommendations.map(each => recommendationCard(drawing, each))
  return {
    heading: t('renewal.light.recommendations'),
    kind: 'recommendations' as const,
    cards: cards.filter(({ isFolded }) => !isFolded),
    folded: cards.filter(({ isFolded }) => isFolded),
    foldedSummary: t('renewal.light.recommendation.answered', {
      count: cards.filter(({ isFolded }) => isFolded).length,
    }),
  }
}

function recommendationCard({ t, light, form, may, conflicts }: Drawing, each: RecommendationLine) {
  const name = fieldOfRecommendation(each)
  const conflict = conflicts?.find(({ field }) => field === name)
  const isClosed = each.status === 'closed'
  const needsAnswer = each.status === 'open' || (conflict !== undefined && !isClosed)
  const mayAnswer = may.write && may.answer && !isClosed
  const answer = each.notes.findLast(({ says }) => says === 'answer')?.body ?? null
  return {
    isFolded: !needsAnswer && conflict === undefined,
    status: statusOf(t, each),
    body: each.body,
    due: each.status === 'open' ? ownerAndDate(t, each) : null,
    keptOpen: each.status === 'open' ? keptOpen(t, each) : null,
    field:
      needsAnswer && mayAnswer
        ? textArea(form, name, t('renewal.light.recommendation.label'), { rows: 2, most: maxAnswerLength, quiet: true })
        : null,
    read: hiddenField(form, readFieldName(name)),
    theirs: conflict && !isClosed ? savedByOther(t, conflict) : null,
    unsaved:
      conflict && isClosed ? [t('renewal.light.recommendation.unsaved'), ...paragraphs(valueOf(form, name))] : null,
    leadOnly: needsAnswer && may.write && !may.answer ? t('renewal.light.recommendation.lead_only') : null,
    answer: needsAnswer ? [] : paragraphs(answer),
    change:
      each.status === 'answered' && mayAnswer && !needsAnswer
        ? {
            text: t('renewal.light.change'),
            href: `/organisations/${light.application.organisationId}/recommendations/${each.id}/answer`,
            hidden: t('renewal.light.change.answer', { body: each.body }),
          }
        : null,
  }
}

function statusOf(t: T, { kind, status }: RecommendationLine): Status {
  if (status === 'closed') return { icon: 'tick', tone: 'done', text: t('renewal.light.recommendation.closed') }
  if (status === 'answered')
    return { icon: 'tick', tone: 'done', text: t(`renewal.light.recommendation.${kind}.answered`) }
  return { icon: 'speech', tone: 'you', fill: true, text: t(`renewal.light.recommendation.${kind}.open`) }
}

/** A line with the owner of a recommendation and the due date. */
function ownerAndDate(t: T, { owner, dueOn }: RecommendationLine): DueLine {
  const day = dueOn === null ? '' : longDay(t, dueOn)
  const said = [owner, ...(day === '' ? [] : [t('renewal.light.recommendation.due', { day })])]
  return dueLine(said.join('. '), day, null)
}

function keptOpen(t: T, { notes }: RecommendationLine): string | null {
  const last = notes.at(-1)
  return last?.says === 'kept open' ? t('renewal.light.recommendation.kept_open', { note: last.body }) : null
}

/**
 * The unchanged answers, which the library confirms with one checkbox. Changed items and unanswered items have their
 * own lists.
 */
export function restSection({ t, light, form, may }: Drawing) {
  const { application } = light
  const since = new Map(light.written.items.map(each => [each.item.id, each]))
  const { rest } = lightItems(light.framework)
  const itemsIn = (part: RenewalPart) => rest.filter(item => partOf(light, item, since.get(item.id)) === part)
  const [changed, stays, unanswered] = [itemsIn('changed'), itemsIn('unchanged'), itemsIn('not answered')]
  const isRecorded = !application.hasEarlierAnswers
  const toConfirm = may.write && rest.some(item => stateOfItem(light, item) === 'as before')
  const summary = t(isRecorded ? 'renewal.light.rest.show.recorded' : 'renewal.light.rest.show', {
    count: stays.length,
  })
  return {
    stale: staleOf(
      t,
      stays.flatMap(item => since.get(item.id) ?? []),
    ),
    changed:
      changed.length > 0
        ? {
            summary: t('renewal.light.rest.changed', { count: changed.length }),
            /** open if an answer in it is incomplete, so that the person notices */
            open: changed.some(item => !isComplete(stateOfItem(light, item))),
            tasks: {
              groups: [{ id: 'changed', rows: changed.map(item => changedRow(t, light, item, since.get(item.id))) }],
            },
          }
        : null,
    open: t('renewal.light.rest.open'),
    show:
      stays.length > 0
        ? { summary, items: stays.map(item => shownItem(t, light, { item, since: since.get(item.id) })) }
        : null,
    unanswered:
      unanswered.length > 0
        ? {
            summary: t('renewal.light.rest.unanswered', { count: unanswered.length }),
            tasks: {
              groups: [
                { id: 'unanswered', rows: unanswered.map(item => unansweredRow(t, light, item, since.get(item.id))) },
              ],
            },
          }
        : null,
    confirm: toConfirm
      ? {
          tick: tickBox(form, 'unchanged', t(isRecorded ? 'renewal.light.tick.recorded' : 'renewal.light.tick')),
          read: hiddenField(form, 'read-unchanged'),
        }
      : null,
  }
}

const partOf = (light: LightRenewal, item: Item, since: ItemSince | undefined): RenewalPart =>
  renewalPart(item, {
    answer: factsOf(light, item),
    hasExtras: light.written.extras.has(item.id),
    isComplete: isComplete(stateOfItem(light, item)),
    since: since?.since,
  })

const stateOfItem = (light: LightRenewal, item: Item): ItemState =>
  stateOf(item, factsOf(light, item), light.application)

/** The facts about an item's answer; undefined without an answer. */
export const factsOf = ({ facts }: LightRenewal, item: Item): AnswerFacts | undefined =>
  facts.find(({ itemId }) => itemId === item.id)

function changedRow(t: T, light: LightRenewal, item: Item, since: ItemSince | undefined): TaskRow {
  const state = stateOfItem(light, item)
  const isDone = isComplete(state)
  return {
    code: item.code,
    title: item.title,
    href: addressOf(light.application, item),
    hint: isDone ? null : t(`item.requirement.${item.requirement}`),
    status: isDone && since && !isUnchanged(since.since) ? sinceStatus(t, since.since) : itemStatus(t, state),
  }
}

/** A row for an item that was answered neither last time nor this time. */
function unansweredRow(t: T, { application }: LightRenewal, item: Item, since: ItemSince | undefined): TaskRow {
  const hasNews = since !== undefined && !isUnchanged(since.since)
  return {
    code: item.code,
    title: item.title,
    href: addressOf(application, item),
    hint: t(`item.requirement.${item.requirement}`),
    status: hasNews
      ? sinceStatus(t, since.since)
      : { icon: 'dotted-ring', tone: 'quiet', text: t('renewal.read.empty') },
  }
}

function shownItem(
  t: T,
  { application, written, titles }: LightRenewal,
  { item, since }: { item: Item; since: ItemSince | undefined },
) {
  const answer = written.answers.find(({ itemId }) => itemId === item.id)
  const extras = written.extras.get(item.id)
  const evidenceItems = titles.get(item.id) ?? []
  return {
    code: item.code,
    link: { text: item.title, href: addressOf(application, item) },
    text: [
      ...paragraphs(answer?.narrative ?? null),
      ...(extras ? extrasText(t, item, extras) : []),
      ...(hasOwnAnswer(item) ? [] : [t('applications.library.branches', { count: application.scope.length })]),
    ],
    rating: answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    stale:
      since?.isStale && since.coveredTo
        ? t('renewal.light.stale.item', { month: monthAndYear(t, since.coveredTo) })
        : null,
    evidence: evidenceItems.length > 0 ? t('renewal.light.rest.evidence', { titles: list(t, evidenceItems) }) : null,
  }
}

/** A sentence about the answers whose evidence is out of date; null if there are none. */
function staleOf(t: T, stays: readonly ItemSince[]): string | null {
  const stale = stays.filter(({ isStale }) => isStale)
  const newest = stale
    .map(({ coveredTo }) => coveredTo)
    .filter((day): day is Day => day !== null)
    .toSorted()
    .at(-1)
  return newest ? t('renewal.light.stale', { count: stale.length, month: monthAndYear(t, newest) }) : null
}

const addressOf = ({ id }: LightRenewal['application'], { code }: Item): string =>
  `/applications/${id}/criteria/${code}`
