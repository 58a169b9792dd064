import type { Item } from '../../../domain/framework.ts'
import { stateOf } from '../../../domain/progress.ts'
import type { ItemSince } from '../../../domain/since-last-year.ts'
import type { Day } from '../../../domain/time.ts'
import type { TaskRow } from '../../../web/components.ts'
import { hiddenField, tickBox } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { itemStatus } from '../progress/progress.pages.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { sinceStatus } from '../since-last-year/since-status.pages.ts'
import { list, monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { lightItems } from './parts.pages.ts'
import type { Light } from './light-renewal.store.ts'

const staysAs = ['unchanged', 'carried without refresh']

/** What is confirmed in one tick; what was changed stands above it and needs none. */
export function restSection(t: T, it: Light, form: Form, mayWrite: boolean) {
  const { application, framework } = it
  const since = new Map(it.written.items.map(each => [each.item.id, each]))
  const { rest } = lightItems(framework)
  const changed = rest.filter(item => isChanged(it, item, since.get(item.id)))
  const stays = rest.filter(item => !changed.includes(item))
  const asBefore = rest.some(
    item =>
      stateOf(
        item,
        it.facts.find(({ itemId }) => itemId === item.id),
        application,
      ) === 'as before',
  )
  const paper = !application.hasEarlierAnswers
  return {
    stale: staleNotice(
      t,
      it,
      stays.flatMap(item => since.get(item.id) ?? []),
      stays.length,
    ),
    changed:
      changed.length > 0
        ? { groups: [{ id: 'changed', rows: changed.map(item => changedRow(t, it, item, since.get(item.id))) }] }
        : null,
    changedHeading: t('renewal.light.rest.changed'),
    open: t('renewal.light.rest.open'),
    show:
      stays.length === 0
        ? null
        : {
            summary: t(paper ? 'renewal.light.rest.show.recorded' : 'renewal.light.rest.show', { count: stays.length }),
            items: stays.map(item => shownItem(t, it, item)),
          },
    confirm:
      mayWrite && asBefore
        ? {
            tick: tickBox(form, 'unchanged', t(paper ? 'renewal.light.tick.recorded' : 'renewal.light.tick')),
            read: hiddenField(form, 'read-unchanged'),
          }
        : null,
  }
}

/** Written, rated or shown otherwise than before; or asked otherwise than before, which nobody confirms unseen. */
function isChanged({ application, facts }: Light, item: Item, since: ItemSince | undefined): boolean {
  const answer = facts.find(({ itemId }) => itemId === item.id)
  if (stateOf(item, answer, application) !== 'as before') return true
  return since !== undefined && !staysAs.includes(since.since)
}

function changedRow(t: T, { application, facts }: Light, item: Item, since: ItemSince | undefined): TaskRow {
  const state = stateOf(
    item,
    facts.find(({ itemId }) => itemId === item.id),
    application,
  )
  const isDone = state === 'written' || state === 'done' || state === 'as before'
  return {
    code: item.code,
    title: item.title,
    href: addressOf(application, item),
    hint: isDone ? null : t(`item.requirement.${item.requirement}`),
    status: isDone && since && !staysAs.includes(since.since) ? sinceStatus(t, since.since) : itemStatus(t, state),
  }
}

function shownItem(t: T, { application, written, titles }: Light, item: Item) {
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

/** How fresh the evidence is, said and never held against anybody. */
function staleNotice(t: T, { application }: Light, stays: readonly ItemSince[], all: number) {
  const stale = stays.filter(({ isStale }) => isStale)
  const newest = stale
    .map(({ coveredTo }) => coveredTo)
    .filter((day): day is Day => day !== null)
    .toSorted()
    .at(-1)
  if (!newest) return null
  return {
    text: t('renewal.light.stale', { count: stale.length, all, month: monthAndYear(t, newest) }),
    links: stale.map(({ item }) => ({
      text: t('renewal.light.item', { title: item.title, code: item.code }),
      href: addressOf(application, item),
    })),
    after: t('renewal.light.stale.after'),
  }
}

const addressOf = ({ id }: Light['application'], { code }: Item): string => `/applications/${id}/criteria/${code}`
