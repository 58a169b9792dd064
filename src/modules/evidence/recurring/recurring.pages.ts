import type { Branch, TeamMember } from '../../organisations/organisations.public.ts'
import { allEvidenceKinds } from '../../../domain/evidence.ts'
import type { Framework } from '../../../domain/framework.ts'
import { allFrequencies, isLate, lateCount, soonDays, type Unanswered } from '../../../domain/recurring.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import type { EventAbout } from '../../../history/events-about.ts'
import { changeWords } from '../../../history/history-words.ts'
import { calendarLink } from '../../../web/calendar-link.ts'
import type { EvidenceCard, Fact, Link, Status, SummaryRow } from '../../../web/components.ts'
import { dateField, errorSummary, hiddenField, radios, select, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, errorOf, formOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, relativeDay, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { itemGroups } from '../editing/item-groups.pages.ts'
import { codesOf } from '../list/list.pages.ts'
import { nextOccurrence, occurrenceCard } from '../occurrences/occurrence.pages.ts'
import type { Occurrence, OccurrenceEvidence } from '../occurrences/occurrence.store.ts'
import { instructionsMax } from './recurring.forms.ts'
import { recurringFilters, type RecurringFilter, type RecurringLine } from './recurring-line.store.ts'
import type { RecurringEvidence } from './recurring.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/recurring/list': ReturnType<typeof recurringList>
    'evidence/recurring/show': ReturnType<typeof recurringPage>
    'evidence/recurring/edit': ReturnType<typeof recurringEdit>
    'evidence/recurring/ending': ReturnType<typeof endingPage>
    'evidence/recurring/aside': { links: readonly Link[] }
  }
}

type Library = Pick<RecurringEvidence, 'organisationId' | 'organisationName'>
const listAddress = ({ organisationId }: Pick<Library, 'organisationId'>): string =>
  `/organisations/${organisationId}/regular-evidence`
const backTo = ({ id, title }: Pick<RecurringEvidence, 'id' | 'title'>): Link => ({
  text: title,
  href: `/regular-evidence/${id}`,
})

export interface RecurringListed {
  lines: readonly RecurringLine[]
  show: RecurringFilter
  mayManage: boolean
  /** `isLater` is false on the first page; `next` is the address of the next page, null on the last */
  pages: { isLater: boolean; next: string | null }
  today: Day
}

export function recurringList(t: T, library: Library, { lines, show, mayManage, pages, today }: RecurringListed) {
  const address = listAddress(library)
  const add = { text: t('recurring.add'), href: `${address}/new` }
  const isEmpty = lines.length === 0 && !pages.isLater && show === 'current'
  const addressOf = (filter: RecurringFilter) => (filter === 'ended' ? `${address}?show=ended` : address)
  return {
    title: t('recurring.title'),
    back: { text: t('evidence.title'), href: `/organisations/${library.organisationId}/evidence` },
    heading: { caption: library.organisationName, text: t('recurring.title'), size: 'l' as const },
    filters: {
      label: t('recurring.show'),
      items: recurringFilters.map(filter => ({
        text: t(`recurring.show.${filter}`),
        href: addressOf(filter),
        current: filter === show,
      })),
    },
    empty: isEmpty
      ? {
          picture: 'shelf' as const,
          heading: t('recurring.none'),
          text: [t(mayManage ? 'recurring.none.lead' : 'recurring.none.others')],
          button: mayManage ? add : null,
        }
      : null,
    none: lines.length === 0 && !isEmpty ? t('recurring.none.here') : null,
    add: mayManage && !isEmpty ? { ...add, kind: 'secondary' as const } : null,
    cards: { cards: lines.map(line => recurringCard(t, line, today)) },
    pagination: {
      previous: pages.isLater ? { text: t('recurring.first_page'), href: addressOf(show) } : null,
      next: pages.next ? { text: t('recurring.next_page'), href: pages.next } : null,
    },
  }
}

const recurringCard = (t: T, line: RecurringLine, today: Day): EvidenceCard => ({
  title: line.title,
  href: `/regular-evidence/${line.id}`,
  facts: [
    { term: t('recurring.every'), text: t(`recurring.every.${line.every}`) },
    ...(line.endedAt
      ? [{ term: t('recurring.state'), status: ended(t) }]
      : [assigneeFact(t, line), dueFact(t, line, today)]),
  ],
})

const ended = (t: T): Status => ({ icon: 'pause', tone: 'quiet', text: t('recurring.ended') })
const noAssignee = (t: T): Status => ({ icon: 'people', tone: 'you', text: t('recurring.nobody') })

const assigneeFact = (t: T, { asked }: Pick<RecurringLine, 'asked'>): Fact => ({
  term: t('recurring.from'),
  ...(asked ? { text: asked.name } : { status: noAssignee(t) }),
})

/** The due date: a status when the evidence is late or due soon, otherwise plain text. */
function dueFact(t: T, line: RecurringLine, today: Day): Fact {
  const { nextDue, every } = line
  const term = t('recurring.next')
  if (isLate(line, today)) return { term: t('recurring.late'), status: lateStatus(t, line, today) }
  const text = dueText(t, nextDue, today)
  const isSoon = daysBetween(today, nextDue) <= soonDays(every)
  return isSoon ? { term, status: { icon: 'clock', tone: 'you', text } } : { term, text }
}

/** The first late due date and, if more are late, how many. */
function lateStatus(t: T, line: Unanswered & { nextDue: Day }, today: Day): Status {
  const late = lateCount(line, today)
  const due = dueText(t, line.nextDue, today)
  return { icon: 'clock', tone: 'stop', text: late === 1 ? due : t('recurring.late.many', { due, count: late }) }
}

const dueText = (t: T, day: Day, today: Day): string =>
  t('recurring.due', { day: longDay(t, day), distance: relativeDay(t, daysBetween(today, day)) })

export interface RecurringContext {
  occurrences: readonly Occurrence[]
  evidenceItems: readonly OccurrenceEvidence[]
  /** the occurrence number below which the next page starts; null on the last page */
  earlier: number | null
  isLater: boolean
  events: readonly EventAbout[]
  framework: Framework
  mayAnswer: boolean
  mayManage: boolean
}

export function recurringPage(t: T, recurring: RecurringEvidence, context: RecurringContext, today: Day) {
  const address = `/regular-evidence/${recurring.id}`
  const isCurrent = recurring.endedAt === null
  const mayAnswer = context.mayAnswer && isCurrent
  const cards = context.occurrences.map(occurrence =>
    occurrenceCard(t, recurring, occurrence, { evidenceItems: context.evidenceItems, mayAnswer }),
  )
  return {
    title: recurring.title,
    back: { text: t('recurring.title'), href: listAddress(recurring) },
    heading: { caption: recurring.organisationName, text: recurring.title, size: 'l' as const },
    facts: { rows: factsOf(t, recurring, context.framework, today) },
    calendar: isCurrent ? calendarLink(t, { kind: 'recurring', id: recurring.id }) : null,
    what: paragraphs(recurring.what || null),
    ended: recurring.endedAt ? t('recurring.ended.since', { when: dayAndTime(t, recurring.endedAt) }) : null,
    answer: mayAnswer ? nextOccurrence(t, recurring, today) : null,
    occurrences: cards.length === 0 ? null : { cards, level: 3 as const },
    pagination: {
      previous: context.isLater ? { text: t('occurrences.latest'), href: address } : null,
      next:
        context.earlier === null
          ? null
          : { text: t('occurrences.earlier'), href: `${address}?before=${context.earlier}` },
    },
    history: {
      events: context.events.map(({ at, name, person }) => ({
        when: dayAndTime(t, at),
        instant: at,
        actor: person ?? t('evidence.item.history.service'),
        text: changeWords(t, name),
      })),
    },
    manage:
      context.mayManage && isCurrent
        ? [
            { text: t('recurring.change'), href: `${address}/edit` },
            { text: t('recurring.end'), href: `${address}/ending` },
          ]
        : [],
  }
}

function factsOf(t: T, recurring: RecurringEvidence, framework: Framework, today: Day): SummaryRow[] {
  const { every, kind, branch, items, endedAt } = recurring
  return [
    { key: t('recurring.every'), value: t(`recurring.every.${every}`) },
    ...(endedAt ? [] : [dueRow(t, recurring, today), assigneeRow(t, recurring)]),
    { key: t('recurring.criteria'), value: codesOf(t, framework, items) },
    { key: t('evidence.card.kind'), value: kind ? t(`evidence.kind.${kind}`) : t('recurring.any_kind') },
    { key: t('evidence.card.branches'), value: branch ? branch.name : t('evidence.card.whole_service') },
  ]
}

const dueRow = (t: T, recurring: RecurringEvidence, today: Day): SummaryRow =>
  isLate(recurring, today)
    ? { key: t('recurring.late'), value: '', status: lateStatus(t, recurring, today) }
    : { key: t('recurring.next'), value: dueText(t, recurring.nextDue, today) }

const assigneeRow = (t: T, { asked }: RecurringEvidence): SummaryRow => ({
  key: t('recurring.from'),
  value: asked ? asked.name : '',
  status: asked ? null : noAssignee(t),
  hint: asked ? null : t('recurring.nobody.hint'),
})

export const formOfRecurring = (recurring: RecurringEvidence): Form => {
  const { version, title, what, every, nextDue, items } = recurring
  return formOf({
    version: String(version),
    title,
    what,
    every,
    nextDue,
    items,
    asked: recurring.asked?.id ?? '',
    kind: recurring.kind ?? '',
    branch: recurring.branch?.id ?? '',
  })
}

export interface RecurringOffered {
  /** the open branches, and the branch chosen before, even if it has closed */
  branches: readonly Branch[]
  framework: Framework
  team: readonly TeamMember[]
}

/**
 * The form to add or change regular evidence.
 * @param recurring null for new regular evidence
 */
export function recurringEdit(
  t: T,
  { library, recurring, offered }: { library: Library; recurring: RecurringEvidence | null; offered: RecurringOffered },
  form: Form = recurring ? formOfRecurring(recurring) : emptyForm,
) {
  const title = t(recurring ? 'recurring.change' : 'recurring.add')
  return {
    title,
    back: recurring ? backTo(recurring) : { text: t('recurring.title'), href: listAddress(library) },
    errors: errorSummary(form),
    heading: { caption: recurring ? recurring.title : library.organisationName, text: title, size: 'l' as const },
    version: recurring ? hiddenField(form, 'version') : null,
    nextDue: dateField(form, 'nextDue', t(recurring ? 'recurring.next.label' : 'recurring.first.label'), {
      hint: t(recurring ? 'recurring.next.hint' : 'recurring.first.hint'),
    }),
    ...detailFields(t, form, offered),
  }
}

const detailFields = (t: T, form: Form, { branches, framework, team }: RecurringOffered) => ({
  name: textField(form, 'title', t('recurring.name'), { hint: t('recurring.name.hint'), size: 's' }),
  what: textArea(form, 'what', t('recurring.what'), {
    hint: t('recurring.what.hint'),
    rows: 3,
    most: instructionsMax,
    size: 's',
  }),
  every: radios(form, 'every', t('recurring.every.label'), {
    choices: allFrequencies.map(every => ({ value: every, text: t(`recurring.every.${every}`) })),
  }),
  asked: select(form, 'asked', t('recurring.asked'), {
    choices: team.map(({ personId, name }) => ({ value: personId, text: name })),
    hint: t('recurring.asked.hint'),
    size: 's',
    empty: t('recurring.asked.empty'),
  }),
  kind: select(form, 'kind', t('recurring.kind'), {
    choices: allEvidenceKinds.map(kind => ({ value: kind, text: t(`evidence.kind.${kind}`) })),
    size: 's',
    empty: t('recurring.any_kind'),
  }),
  branch: select(form, 'branch', t('recurring.branch'), {
    choices: branches.map(({ id, name }) => ({ value: id, text: name })),
    size: 's',
    empty: t('evidence.card.whole_service'),
  }),
  items: itemGroups(t, framework, form),
  itemsError: errorOf(form, 'items'),
})

export const endingPage = (t: T, recurring: RecurringEvidence) => ({
  title: t('recurring.end.title'),
  back: backTo(recurring),
  confirmation: {
    heading: { caption: recurring.title, text: t('recurring.end.title'), size: 'l' as const },
    text: [t('recurring.end.text')],
    fields: [hiddenField(emptyForm, 'version', recurring.version)],
    button: { text: t('recurring.end'), kind: 'warning' as const },
    cancel: { text: t('recurring.cancel'), href: `/regular-evidence/${recurring.id}` },
  },
})
