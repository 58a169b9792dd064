import { isAboutTheYear } from '../../../domain/carry.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { answeredByRecommendations, stateOf, type ItemState } from '../../../domain/progress.ts'
import type { ItemSince, SinceLastYear } from '../../../domain/since-last-year.ts'
import type { Day } from '../../../domain/time.ts'
import type { DueLine, Link, Status, SummaryRow, TaskRow } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { hiddenField, textArea, tickBox } from '../../../web/fields.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay, monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { itemStatus } from '../progress/progress.pages.ts'
import { fieldOfRecommendation, readOf, type Conflict } from '../light-renewals/light-renewal.forms.ts'
import type { LightRenewal, TeamAndBranches } from '../light-renewals/light-renewal.store.ts'
import { maxAnswerLength } from '../recommendations/recommendation.forms.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import { sinceStatus } from '../since-last-year/since-last-year.pages.ts'

/** The data from which every section of the page is rendered. */
export interface Drawing {
  t: T
  actor: Actor
  light: LightRenewal
  form: Form
  may: { write: boolean; answer: boolean }
  /** null unless someone else changed the page while this person was writing */
  conflicts: readonly Conflict[] | null
}

/** The items of a light renewal by the section that shows them. */
export function lightItems(framework: Framework) {
  const asked = itemsAskedBy(framework, 'renewal').filter(({ id }) => id !== answeredByRecommendations)
  return {
    texts: asked.filter(isAboutTheYear),
    short: asked.filter(item => item.renewal === 'answer' && !isAboutTheYear(item)),
    rest: asked.filter(({ renewal }) => renewal === 'confirm'),
  }
}
/** The text that someone else saved in a field while this person was writing. */
export const theirsOf = (t: T, { text }: Conflict): string[] => [
  t('renewal.light.conflict.theirs'),
  ...(text === '' ? [t('renewal.light.conflict.nothing')] : paragraphs(text)),
]

/** The recommendations of the award, with a field for each one that needs an answer; null when there are none. */
export function recommendationsSection(drawing: Drawing) {
  const { t, light } = drawing
  if (light.recommendations.length === 0) return null
  const cards = light.recommendations.map(each => recommendationCard(drawing, each))
  return {
    heading: t('renewal.light.recommendations'),
    kind: 'recommendations' as const,
    cards: cards.filter(({ isFolded }) => !isFolded),
    folded: cards.filter(({ isFolded }) => isFolded),
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
    summary: t('renewal.light.recommendation.summary', { body: each.body, status: statusOf(t, each).text }),
    status: statusOf(t, each),
    body: each.body,
    about: each.about ? t('renewal.light.recommendation.about', each.about) : null,
    due: each.status === 'open' ? ownerAndDate(t, each) : null,
    keptOpen: each.status === 'open' ? keptOpen(t, each) : null,
    field:
      needsAnswer && mayAnswer
        ? textArea(form, name, t('renewal.light.recommendation.label'), { rows: 3, most: maxAnswerLength })
        : null,
    read: hiddenField(form, readOf(name)),
    theirs: conflict && !isClosed ? theirsOf(t, conflict) : null,
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

function ownerAndDate(t: T, { owner, dueOn }: RecommendationLine): DueLine {
  if (dueOn === null) return dueLine(t('renewal.light.recommendation.owner', { owner }), '', null)
  const day = longDay(t, dueOn)
  return dueLine(t('renewal.light.recommendation.owner_due', { owner, day }), day, null)
}

function keptOpen(t: T, { notes }: RecommendationLine): string | null {
  const last = notes.at(-1)
  return last?.says === 'kept open' ? t('renewal.light.recommendation.kept_open', { note: last.body }) : null
}

/** The maximum number of names to list; above it, only their number is shown. */
const maxNames = 8

/** The branches, the contacts and the summary, with a checkbox to confirm the contacts. */
export function changedSection({ t, actor, light, form, may }: Drawing) {
  const { application, changed, written } = light
  const own = { id: application.organisationId }
  const leads = changed.team.filter(({ role, isActive }) => role === 'lead' && isActive).map(({ name }) => name)
  const before = written.before?.leads ?? null
  const change = (href: string, hidden: string): Link => ({ text: t('renewal.light.change'), href, hidden })
  const rows: SummaryRow[] = [
    {
      key: t('renewal.light.branches'),
      value: branchLines(t, changed, written.before !== null),
      links: can(actor, 'application.change_scope', application)
        ? [change(`/applications/${application.id}/scope`, t('renewal.light.change.branches'))]
        : [],
    },
    {
      key: t('renewal.light.contacts'),
      value: [
        list(t, leads),
        changed.mailbox ?? t('renewal.light.mailbox.none'),
        ...(before ? changesOfLeads(t, leads, before) : []),
      ],
      links: can(actor, 'team.manage', own)
        ? [change(`/organisations/${own.id}/team`, t('renewal.light.change.contacts'))]
        : [],
    },
    {
      key: t('renewal.light.summary'),
      value: t(`renewal.light.summary.${summaryState(application)}`),
      links: may.write ? [change(`/applications/${application.id}/summary`, t('renewal.light.change.summary'))] : [],
    },
  ]
  return {
    rows: { rows },
    contacts: may.write
      ? { tick: tickBox(form, 'contacts', t('submissions.contacts.tick')), read: hiddenField(form, 'read-contacts') }
      : null,
  }
}

function summaryState({ summary, hasEarlierAnswers }: ApplicationRecord): 'missing' | 'carried' | 'written' {
  if (summary === '') return 'missing'
  return hasEarlierAnswers ? 'carried' : 'written'
}

function branchLines(t: T, { branches }: TeamAndBranches, isKnown: boolean): string[] {
  const isSame = isKnown && branches.added.length === 0 && branches.removed.length === 0
  const count = branches.now
  const lines = [t(isSame ? 'renewal.light.branches.same' : 'renewal.light.branches.now', { count })]
  if (isKnown && branches.added.length > 0)
    lines.push(t('renewal.light.branches.added', { names: names(t, branches.added) }))
  if (branches.removed.length > 0)
    lines.push(t('renewal.light.branches.removed', { names: names(t, branches.removed) }))
  if (branches.others.length > 0) lines.push(t('renewal.light.branches.other', { names: names(t, branches.others) }))
  return lines
}

/**
 * How the leads have changed since the last application. Names as submitted are compared, so a lead who changed their
 * name counts as new.
 */
function changesOfLeads(t: T, now: readonly string[], then: readonly string[]): string[] {
  const added = now.filter(name => !then.includes(name))
  const removed = then.filter(name => !now.includes(name))
  return [
    ...(added.length > 0 ? [t('renewal.light.contacts.added', { names: list(t, added) })] : []),
    ...(removed.length > 0 ? [t('renewal.light.contacts.removed', { names: list(t, removed) })] : []),
  ]
}

const names = (t: T, all: readonly string[]): string =>
  all.length > maxNames ? t('renewal.light.branches.many', { count: all.length }) : list(t, all)

const unchanged: readonly SinceLastYear[] = ['unchanged', 'carried without refresh']

/** The answers that the library confirms together. Answers that have changed are listed above and need no checkbox. */
export function restSection({ t, light, form, may }: Drawing) {
  const { application } = light
  const since = new Map(light.written.items.map(each => [each.item.id, each]))
  const { rest } = lightItems(light.framework)
  const changed = rest.filter(item => isChanged(light, item, since.get(item.id)))
  const stays = rest.filter(item => !changed.includes(item))
  const isRecorded = !application.hasEarlierAnswers
  const toConfirm = may.write && rest.some(item => stateOfItem(light, item) === 'as before')
  const summary = t(isRecorded ? 'renewal.light.rest.show.recorded' : 'renewal.light.rest.show', {
    count: stays.length,
  })
  return {
    stale: staleOf(
      t,
      light,
      stays.flatMap(item => since.get(item.id) ?? []),
    ),
    changed:
      changed.length > 0
        ? { groups: [{ id: 'changed', rows: changed.map(item => changedRow(t, light, item, since.get(item.id))) }] }
        : null,
    changedHeading: t('renewal.light.rest.changed'),
    open: t('renewal.light.rest.open'),
    show: stays.length > 0 ? { summary, items: stays.map(item => shownItem(t, light, item)) } : null,
    confirm: toConfirm
      ? {
          tick: tickBox(form, 'unchanged', t(isRecorded ? 'renewal.light.tick.recorded' : 'renewal.light.tick')),
          read: hiddenField(form, 'read-unchanged'),
        }
      : null,
  }
}

/**
 * Whether an answer cannot be confirmed with the rest: its text, rating or evidence has changed, or the criterion has.
 * A new criterion must be seen before it is confirmed.
 */
function isChanged(light: LightRenewal, item: Item, since: ItemSince | undefined): boolean {
  if (stateOfItem(light, item) !== 'as before') return true
  return since !== undefined && !unchanged.includes(since.since)
}

const stateOfItem = ({ application, facts }: LightRenewal, item: Item): ItemState =>
  stateOf(
    item,
    facts.find(({ itemId }) => itemId === item.id),
    application,
  )

function changedRow(t: T, light: LightRenewal, item: Item, since: ItemSince | undefined): TaskRow {
  const state = stateOfItem(light, item)
  const isDone = state === 'written' || state === 'done' || state === 'as before'
  return {
    code: item.code,
    title: item.title,
    href: addressOf(light.application, item),
    hint: isDone ? null : t(`item.requirement.${item.requirement}`),
    status: isDone && since && !unchanged.includes(since.since) ? sinceStatus(t, since.since) : itemStatus(t, state),
  }
}

function shownItem(t: T, { application, written, titles }: LightRenewal, item: Item) {
  const answer = written.answers.find(({ itemId }) => itemId === item.id)
  const evidenceItems = titles.get(item.id) ?? []
  return {
    code: item.code,
    link: { text: item.title, href: addressOf(application, item) },
    text: paragraphs(answer?.narrative ?? null),
    rating: answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    evidence: evidenceItems.length > 0 ? t('renewal.light.rest.evidence', { titles: list(t, evidenceItems) }) : null,
  }
}

/** The answers whose evidence is out of date. They do not prevent the renewal. */
function staleOf(t: T, { application }: LightRenewal, stays: readonly ItemSince[]) {
  const stale = stays.filter(({ isStale }) => isStale)
  const newest = stale
    .map(({ coveredTo }) => coveredTo)
    .filter((day): day is Day => day !== null)
    .toSorted()
    .at(-1)
  if (!newest) return null
  return {
    summary: t('renewal.light.stale', { count: stale.length }),
    text: t('renewal.light.stale.after', { month: monthAndYear(t, newest) }),
    links: stale.map(({ item }) => ({
      text: t('renewal.light.item', { title: item.title, code: item.code }),
      href: addressOf(application, item),
    })),
  }
}

const addressOf = ({ id }: LightRenewal['application'], { code }: Item): string =>
  `/applications/${id}/criteria/${code}`
