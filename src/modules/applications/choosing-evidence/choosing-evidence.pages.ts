import {
  whyNotAttachable,
  reasonsFor,
  type NotAttachableReason,
  type Reason,
} from '../../../domain/evidence-suggestions.ts'
import type { Item } from '../../../domain/framework.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import type { Link, Thumbnail } from '../../../web/components.ts'
import { checkboxes, errorSummary, type Choices, type LabelSize } from '../../../web/fields.ts'
import { emptyForm, formOf, valuesOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type EvidenceLine, periodText, findEvidenceForm, thumbnail } from '../../evidence/evidence.public.ts'
import type { ItemSubject } from '../criteria/criterion.store.ts'
import type { SuggestedEvidence } from './choosing-evidence.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/choosing-evidence/choose': ReturnType<typeof chooseEvidencePage>
    'applications/choosing-evidence/choices': EvidenceChoices
  }
}

/** The maximum number of suggestions for an answer. */
export const suggestionsAtMost = 5
const suggestionsInView = 2

/** Checkboxes, one for each item of evidence, with its kind, its period and the reasons for suggesting it. */
export type EvidenceChoices = Omit<Choices, 'choices'> & {
  choices: readonly (Choices['choices'][number] & {
    /** the link to open the evidence before attaching it; null on the answer's own page */
    open: Link | null
    /** whether there is a button that attaches the evidence and saves the answer */
    canAttach: boolean
    thumbnail: Thumbnail | null
  })[]
}

/** One page of the library's evidence or of search results. The first page without a search also has suggestions. */
export interface EvidenceToChoose {
  /** suggestions for the answer; empty after the first page, and in a search */
  suggested: readonly SuggestedEvidence[]
  rest: readonly SuggestedEvidence[]
  /** ids of the evidence that the answer already uses */
  attached: readonly string[]
  search: string
  today: Day
  isLater: boolean
  next: string | null
}

export function chooseEvidencePage(
  t: T,
  { application, item }: Pick<ItemSubject, 'application' | 'item'>,
  it: EvidenceToChoose,
  form: Form = emptyForm,
) {
  const here = `/applications/${application.id}/criteria/${item.code}`
  const caption = t('answers.pick.caption', { code: item.code, title: item.title })
  const hindered = it.rest.map(({ line }) => ({
    line,
    by: whyNotAttachable(line, it.attached.includes(line.id), it.today),
  }))
  const usable = [...it.suggested, ...it.rest.filter((_, place) => hindered[place]!.by === null)]
  const legend = t(it.search === '' ? 'answers.pick.legend' : 'answers.pick.legend.found')
  return {
    title: t('answers.pick.title'),
    back: { text: caption, href: here },
    errors: errorSummary(form).map(error => (usable.length === 0 ? { ...error, href: '#search' } : error)),
    heading: { text: t('answers.pick.title'), caption, size: 'l' as const },
    find: {
      search: findEvidenceForm(t, formOf({ search: it.search })),
      all: it.search || it.isLater ? { text: t('answers.pick.search.all'), href: `${here}/evidence` } : null,
    },
    choices:
      usable.length === 0
        ? null
        : evidenceChoices(t, form, usable, {
            item,
            today: it.today,
            legend,
            hint: it.suggested.length > 0 ? t('answers.pick.hint') : null,
            size: 'm',
            canBeOpened: true,
          }),
    nothing:
      it.suggested.length + it.rest.length > 0
        ? null
        : t(it.search === '' ? 'answers.pick.nothing' : 'answers.pick.nothing_for', { search: it.search }),
    hindered: hindered.flatMap(({ line, by }) =>
      by === null
        ? []
        : [{ title: line.title, href: `/evidence/${line.id}`, why: whyNotAttachableInWords(t, line, by) }],
    ),
    pagination: { previous: null, next: it.next ? { text: t('answers.pick.next'), href: it.next } : null },
    add: { text: t('answers.evidence.new'), href: newEvidenceFor(application, item) },
  }
}

/**
 * Suggestions on the page of an answer. Evidence that was ticked before the form was refused stays visible.
 * @returns null if there are none
 */
export function suggestionsShown(
  t: T,
  form: Form,
  evidenceItems: readonly SuggestedEvidence[],
  { item, today }: { item: Item; today: Day },
): { inView: EvidenceChoices; more: EvidenceChoices | null; moreSummary: string } | null {
  if (evidenceItems.length === 0) return null
  const inView = Math.max(suggestionsInView, valuesOf(form, 'use').length)
  const all = evidenceChoices(t, form, evidenceItems, {
    item,
    today,
    legend: t('answers.suggestions'),
    hint: t('answers.suggestions.hint'),
    size: 's',
    canBeOpened: false,
  })
  const count = all.choices.length - inView
  const others = {
    ...all,
    label: t('answers.suggestions.others'),
    hint: null,
    error: null,
    describedBy: null,
    choices: all.choices.slice(inView),
  }
  return {
    inView: { ...all, choices: all.choices.slice(0, inView) },
    more: count > 0 ? others : null,
    moreSummary: count > 0 ? t('answers.suggestions.more', { count }) : t('answers.pick.find'),
  }
}

function evidenceChoices(
  t: T,
  form: Form,
  evidenceItems: readonly SuggestedEvidence[],
  {
    item,
    today,
    legend,
    canBeOpened,
    ...options
  }: { item: Item; today: Day; legend: string; hint: string | null; size: LabelSize; canBeOpened: boolean },
): EvidenceChoices {
  const box = checkboxes(form, 'use', legend, {
    choices: evidenceItems.map(suggested => ({
      value: suggested.line.id,
      text: suggested.line.title,
      hint: [kindAndPeriod(t, suggested.line), ...reasonsInWords(t, suggested, item, today)].join(' · '),
    })),
    ...options,
    small: !canBeOpened,
  })
  return {
    ...box,
    choices: box.choices.map((choice, place) => ({
      ...choice,
      thumbnail: canBeOpened ? thumbnail(evidenceItems[place]!.line, today) : null,
      open: canBeOpened
        ? { text: t('answers.pick.open'), hidden: choice.text, href: `/evidence/${choice.value}` }
        : null,
      canAttach: !canBeOpened,
    })),
  }
}

/** Puts the evidence that was ticked in a refused form first, even if it would no longer be suggested. */
export const withTicked = (
  evidenceItems: readonly SuggestedEvidence[],
  ticked: readonly EvidenceLine[],
): SuggestedEvidence[] => [
  ...ticked.map(line => ({
    line,
    usedAt: evidenceItems.find(each => each.line.id === line.id)?.usedAt ?? null,
  })),
  ...evidenceItems.filter(({ line }) => !ticked.some(({ id }) => id === line.id)),
]

const kindAndPeriod = (t: T, line: EvidenceLine): string =>
  t('answers.pick.line', { kind: t(`evidence.kind.${line.kind}`), period: periodText(t, line) })

/** All reasons for a suggestion, such as "Tagged with this criterion" and "From the last 12 months". */
const reasonsInWords = (
  t: T,
  { line, usedAt }: { line: EvidenceLine; usedAt: Instant | null },
  item: Item,
  today: Day,
): string[] =>
  reasonsFor({ ...line, usedAt, isTagged: line.items.includes(item.id) }, item, today).map(reason =>
    reasonInWords(t, reason, item),
  )

function reasonInWords(t: T, reason: Reason, { part }: Item): string {
  const isCriterion = part === 'criterion'
  switch (reason.is) {
    case 'used':
      return t(isCriterion ? 'answers.reason.used' : 'answers.reason.used.item', { year: reason.year })
    case 'named':
      return t(isCriterion ? 'answers.reason.named' : 'answers.reason.named.item')
    case 'period':
      return t('answers.reason.period', { count: reason.months })
    case 'added':
      return t('answers.reason.added', { day: longDay(t, reason.since) })
  }
}

function whyNotAttachableInWords(t: T, { expiresOn }: EvidenceLine, by: NotAttachableReason): string {
  if (by === 'attached') return t('answers.pick.attached')
  return by === 'consent' ? t('consents.needed') : t('ownership.expired', { day: longDay(t, expiresOn!) })
}

/** The address for adding new evidence to one answer. */
export function newEvidenceFor(application: ItemSubject['application'], item: Item): string {
  const query = `criterion=${encodeURIComponent(item.code)}&application=${application.id}`
  return `/organisations/${application.organisationId}/evidence/new?${query}`
}
