import { hindranceOf, reasonsFor, type Hindrance, type Reason } from '../../../domain/evidence-suggestions.ts'
import type { Item } from '../../../domain/framework.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import type { Link, Thumbnail } from '../../../web/components.ts'
import { type EvidenceLine, covers, findEvidenceForm, thumbnail } from '../../evidence/evidence.public.ts'
import { checkboxes, errorSummary, type Choices, type LabelSize } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Criterion } from '../answers/answer.pages.ts'
import type { PutForward } from './choosing-evidence.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/answers/evidence': ReturnType<typeof pickPage>
    'applications/choosing-evidence/candidates': Candidates
  }
}

/** So many stand beside an answer that is being written; the others are a search away. */
export const besideAnswer = 5

/** Pieces to tick, each with why it is put forward and a way to look at it first. */
export type Candidates = Omit<Choices, 'choices'> & {
  choices: readonly (Choices['choices'][number] & { reasons: string; look: Link; thumbnail: Thumbnail | null })[]
}

/** What was found of the shelf: a search, or all of it. */
export interface Picking {
  /** put forward first; on the first page of the whole shelf only */
  first: readonly PutForward[]
  rest: readonly PutForward[]
  /** ids of what the answer uses already */
  attached: readonly string[]
  search: string
  today: Day
  isLater: boolean
  next: string | null
}

export function pickPage(
  t: T,
  { application, item }: Pick<Criterion, 'application' | 'item'>,
  it: Picking,
  form: Form = emptyForm,
) {
  const here = `/applications/${application.id}/criteria/${item.code}`
  const hindered = it.rest.map(({ line }) => ({ line, by: hindranceOf(line, it.attached.includes(line.id), it.today) }))
  const usable = [...it.first, ...it.rest.filter((_, place) => hindered[place]!.by === null)]
  const legend = t(it.search === '' ? 'answers.pick.legend' : 'answers.pick.legend.found')
  return {
    title: t('answers.pick.title'),
    back: { text: t('answers.pick.caption', { code: item.code, title: item.title }), href: here },
    errors: errorSummary(form).map(error => (usable.length === 0 ? { ...error, href: '#search' } : error)),
    heading: {
      text: t('answers.pick.title'),
      caption: t('answers.pick.caption', { code: item.code, title: item.title }),
      size: 'l' as const,
    },
    find: {
      search: findEvidenceForm(t, it.search),
      all: it.search || it.isLater ? { text: t('answers.pick.search.all'), href: `${here}/evidence` } : null,
    },
    choices:
      usable.length === 0
        ? null
        : candidatesShown(t, form, 'evidence', legend, usable, item, it.today, {
            hint: it.first.length > 0 ? t('answers.pick.hint') : null,
            size: 'm',
          }),
    nothing:
      it.first.length + it.rest.length > 0
        ? null
        : t(it.search === '' ? 'answers.pick.nothing' : 'answers.pick.nothing_for', { search: it.search }),
    hindered: hindered.flatMap(({ line, by }) =>
      by === null ? [] : [{ title: line.title, href: `/evidence/${line.id}`, why: hindrance(t, line, by) }],
    ),
    pagination: { previous: null, next: it.next ? { text: t('answers.pick.next'), href: it.next } : null },
    add: { text: t('answers.evidence.new'), href: newEvidenceFor(application, item) },
  }
}

export function candidatesShown(
  t: T,
  form: Form,
  name: string,
  legend: string,
  evidenceItems: readonly PutForward[],
  item: Item,
  today: Day,
  options: { hint: string | null; size: LabelSize },
): Candidates {
  const box = checkboxes(
    form,
    name,
    legend,
    evidenceItems.map(({ line }) => ({ value: line.id, text: line.title, hint: kindAndPeriod(t, line) })),
    options,
  )
  return {
    ...box,
    choices: box.choices.map((choice, place) => ({
      ...choice,
      reasons: reasonsInWords(t, evidenceItems[place]!, item, today),
      thumbnail: thumbnail(evidenceItems[place]!.line, today),
      look: { text: t('answers.pick.look'), hidden: choice.text, href: `/evidence/${choice.value}` },
    })),
  }
}

/**
 * With what was ticked before something was refused: new pieces may have pushed that off the page meanwhile, and it
 * stays all the same.
 */
export const withTicked = (evidenceItems: readonly PutForward[], ticked: readonly EvidenceLine[]): PutForward[] => [
  ...ticked.filter(({ id }) => !evidenceItems.some(({ line }) => line.id === id)).map(line => ({ line, usedAt: null })),
  ...evidenceItems,
]

const kindAndPeriod = (t: T, line: EvidenceLine): string =>
  t('answers.pick.line', { kind: t(`evidence.kind.${line.kind}`), period: covers(t, line) })

/** "Says it is for this criterion, and from the last 12 months": every reason there is. */
const reasonsInWords = (
  t: T,
  { line, usedAt }: { line: EvidenceLine; usedAt: Instant | null },
  item: Item,
  today: Day,
): string =>
  reasonsFor({ ...line, usedAt, namesIt: line.items.includes(item.id) }, item, today)
    .map(reason => reasonInWords(t, reason, item))
    .join(' · ')

function reasonInWords(t: T, reason: Reason, { part }: Item): string {
  const isCriterion = part === 'criterion'
  switch (reason.is) {
    case 'used':
      return t(isCriterion ? 'answers.reason.used' : 'answers.reason.used.item', { year: reason.year })
    case 'named':
      return t(isCriterion ? 'answers.reason.named' : 'answers.reason.named.item')
    case 'period':
      return t('answers.reason.period', { count: reason.months })
    case 'shelf':
      return t('answers.reason.list', { day: longDay(t, reason.since) })
  }
}

const hindrance = (t: T, { expiresOn }: EvidenceLine, by: Hindrance): string =>
  by === 'attached'
    ? t('answers.pick.attached')
    : by === 'consent'
      ? t('consents.needed')
      : t('ownership.expired', { day: longDay(t, expiresOn!) })

export function newEvidenceFor(application: Criterion['application'], item: Criterion['item']): string {
  const query = `criterion=${encodeURIComponent(item.code)}&application=${application.id}`
  return `/organisations/${application.organisationId}/evidence/new?${query}`
}
