import type { Branch, TeamMember } from '../../organisations/organisations.public.ts'
import { evidenceKindsTaken } from '../../../domain/evidence.ts'
import type { Framework } from '../../../domain/framework.ts'
import { allFrequencies, isLate, isOpenOccurrence, soonDays, occurrencePeriod } from '../../../domain/recurring.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import type { Button, EvidenceCard, Fact, Heading, Link, Status, SummaryRow } from '../../../web/components.ts'
import {
  checkboxes,
  dateField,
  errorSummary,
  hiddenField,
  radios,
  select,
  textArea,
  textField,
} from '../../../web/fields.ts'
import { emptyForm, errorOf, formOf, type Form } from '../../../web/form.ts'
import { changeWords } from '../../../history/history-words.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { evidenceChoices, type EvidenceChoice } from '../picker/picker.pages.ts'
import { dayAndTime, distance, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { itemGroups } from '../editing/editing.pages.ts'
import { codesOf } from '../list/list.pages.ts'
import type { EventAbout } from '../../../history/events-about.ts'
import { reasonMost, whatMost } from './recurring.forms.ts'
import type { RecurringEvidence, RecurringLine } from './recurring.store.ts'
import { monthsOf } from '../occurrences/occurrence.pages.ts'
import type { Occurrence, OccurrenceEvidence } from '../occurrences/occurrence.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/recurring/list': ReturnType<typeof recurringList>
    'evidence/recurring/show': ReturnType<typeof recurringPage>
    'evidence/recurring/edit': ReturnType<typeof recurringEdit>
    'evidence/recurring/pick': ReturnType<typeof chooseForOccurrence>
    'evidence/recurring/leave-out': ReturnType<typeof leaveOutPage>
    'evidence/recurring/ending': ReturnType<typeof endingPage>
    'evidence/recurring/aside': { links: readonly Link[] }
  }
}

type Library = Pick<RecurringEvidence, 'organisationId' | 'organisationName'>
const addressOf = ({ organisationId }: Pick<Library, 'organisationId'>): string =>
  `/organisations/${organisationId}/regular-evidence`
const backTo = ({ id, title }: Pick<RecurringEvidence, 'id' | 'title'>): Link => ({
  text: title,
  href: `/regular-evidence/${id}`,
})

const waitsForSomebody = (t: T): Status => ({ icon: 'people', tone: 'you', text: t('recurring.nobody') })
const dueText = (t: T, day: Day, today: Day): string =>
  t('recurring.due', { day: longDay(t, day), distance: distance(t, daysBetween(today, day)) })

/** Late, or due soon, or nothing to say. */
function dueFact(t: T, { nextDue, every }: Pick<RecurringLine, 'nextDue' | 'every'>, today: Day): Fact {
  const term = t('recurring.next')
  const [text, days] = [dueText(t, nextDue, today), daysBetween(today, nextDue)]
  if (isLate({ nextDue }, today)) return { term, status: { icon: 'clock', tone: 'stop', text } }
  return days <= soonDays(every) ? { term, status: { icon: 'clock', tone: 'you', text } } : { term, text }
}

const askedFact = (t: T, { asked }: Pick<RecurringLine, 'asked'>): Fact => ({
  term: t('recurring.from'),
  ...(asked ? { text: asked.name } : { status: waitsForSomebody(t) }),
})

export function recurringList(
  t: T,
  library: Library,
  lines: readonly RecurringLine[],
  show: 'going on' | 'ended',
  mayManage: boolean,
  pages: { isLater: boolean; next: string | null },
  today: Day,
) {
  const address = addressOf(library)
  const add = { text: t('recurring.add'), href: `${address}/new` }
  const isEmpty = lines.length === 0 && !pages.isLater && show === 'going on'
  return {
    title: t('recurring.title'),
    back: { text: t('evidence.title'), href: `/organisations/${library.organisationId}/evidence` },
    heading: { caption: library.organisationName, text: t('recurring.title'), size: 'l' as const },
    filters: {
      label: t('recurring.show'),
      items: (['going on', 'ended'] as const).map(each => ({
        text: t(`recurring.show.${each}`),
        href: each === 'ended' ? `${address}?show=ended` : address,
        current: each === show,
      })),
    },
    empty: isEmpty
      ? {
          picture: 'shelf' as const,
          heading: t('recurring.none'),
          text: [t(mayManage ? 'recurring.none.text' : 'recurring.none.reading')],
          button: mayManage ? add : null,
        }
      : null,
    none: lines.length === 0 && !isEmpty ? t('recurring.none.here') : null,
    add: mayManage && !isEmpty ? { ...add, kind: 'secondary' as const } : null,
    cards: {
      cards: lines.map((line): EvidenceCard => ({
        title: line.title,
        href: `/regular-evidence/${line.id}`,
        facts: [
          { term: t('recurring.every'), text: t(`recurring.every.${line.every}`) },
          ...(line.endedAt
            ? [{ term: t('recurring.state'), status: ended(t) }]
            : [askedFact(t, line), dueFact(t, line, today)]),
        ],
      })),
    },
    pagination: {
      previous: pages.isLater
        ? { text: t('recurring.first'), href: show === 'ended' ? `${address}?show=ended` : address }
        : null,
      next: pages.next ? { text: t('recurring.more'), href: pages.next } : null,
    },
  }
}

const ended = (t: T): Status => ({ icon: 'pause', tone: 'quiet', text: t('recurring.ended') })

export interface RecurringContext {
  occurrences: readonly Occurrence[]
  evidenceItems: readonly OccurrenceEvidence[]
  /** the turn that the next page of earlier ones begins before */
  earlier: number | null
  isLater: boolean
  events: readonly EventAbout[]
  framework: Framework
  mayAnswer: boolean
  mayManage: boolean
}

export function recurringPage(t: T, recurring: RecurringEvidence, context: RecurringContext, today: Day) {
  const address = `/regular-evidence/${recurring.id}`
  const { nextOccurrence, endedAt } = recurring
  const isNow = daysBetween(today, recurring.nextDue) <= soonDays(recurring.every)
  const [mayAnswer, mayManage] = [context.mayAnswer && endedAt === null, context.mayManage && endedAt === null]
  return {
    title: recurring.title,
    back: { text: t('recurring.title'), href: addressOf(recurring) },
    heading: { caption: recurring.organisationName, text: recurring.title, size: 'l' as const },
    facts: { rows: factsOf(t, recurring, context.framework, today) },
    what: paragraphs(recurring.what || null),
    ended: endedAt ? t('recurring.ended.since', { when: dayAndTime(t, endedAt) }) : null,
    answer: mayAnswer
      ? {
          heading: t(isNow ? 'recurring.occurrence.now' : 'recurring.occurrence.later', {
            period: monthsOf(t, occurrencePeriod(recurring, nextOccurrence)),
          }),
          give: !isOpenOccurrence(recurring, nextOccurrence, today)
            ? null
            : {
                add: {
                  text: t('recurring.occurrence.add'),
                  href: addingTo(recurring, nextOccurrence),
                  kind: isNow ? 'primary' : 'secondary',
                } satisfies Button,
                links: [
                  { text: t('recurring.occurrence.pick'), href: `${address}/occurrences/${nextOccurrence}/evidence` },
                  { text: t('recurring.occurrence.skip'), href: `${address}/occurrences/${nextOccurrence}/skipping` },
                ] satisfies Link[],
              },
        }
      : null,
    occurrences:
      context.occurrences.length === 0
        ? null
        : {
            cards: context.occurrences.map(occurrence => turnCard(t, recurring, occurrence, context)),
            level: 3 as const,
          },
    pagination: {
      previous: context.isLater ? { text: t('recurring.occurrences.latest'), href: address } : null,
      next:
        context.earlier === null
          ? null
          : { text: t('recurring.occurrences.earlier'), href: `${address}?before=${context.earlier}` },
    },
    history: {
      events: context.events.map(({ at, name, person }) => ({
        when: dayAndTime(t, at),
        instant: at,
        actor: person ?? t('evidence.item.history.service'),
        text: changeWords(t, name),
      })),
    },
    manage: mayManage
      ? [
          { text: t('recurring.change'), href: `${address}/edit` },
          { text: t('recurring.end'), href: `${address}/ending` },
        ]
      : [],
  }
}

export const addingTo = (
  { id, organisationId }: Pick<RecurringEvidence, 'id' | 'organisationId'>,
  occurrence: number,
): string => `/organisations/${organisationId}/evidence/new?recurring=${id}&occurrence=${occurrence}`

function factsOf(t: T, it: RecurringEvidence, framework: Framework, today: Day): SummaryRow[] {
  const { asked, kind, branch, items, nextDue, endedAt } = it
  const late = isLate(it, today)
  return [
    { key: t('recurring.every'), value: t(`recurring.every.${it.every}`) },
    ...(endedAt
      ? []
      : [
          {
            key: t('recurring.next'),
            value: late ? '' : dueText(t, nextDue, today),
            status: late ? { icon: 'clock' as const, tone: 'stop' as const, text: dueText(t, nextDue, today) } : null,
          },
          {
            key: t('recurring.from'),
            value: asked ? asked.name : '',
            status: asked ? null : waitsForSomebody(t),
            hint: asked ? null : t('recurring.nobody.hint'),
          },
        ]),
    { key: t('recurring.criteria'), value: codesOf(t, framework, items) },
    { key: t('evidence.card.kind'), value: kind ? t(`evidence.kind.${kind}`) : t('recurring.any_kind') },
    { key: t('evidence.card.branches'), value: branch ? branch.name : t('evidence.card.whole_service') },
  ]
}

/** A piece that is off the shelf and one that this person may not open are said alike. */
function turnCard(
  t: T,
  recurring: RecurringEvidence,
  occurrence: Occurrence,
  { evidenceItems, mayAnswer }: RecurringContext,
): EvidenceCard {
  const own = evidenceItems.filter(each => each.occurrence === occurrence.occurrence)
  const when = t('recurring.occurrence.by', { who: occurrence.by, when: dayAndTime(t, occurrence.at) })
  const add =
    mayAnswer && recurring.endedAt === null
      ? [
          {
            text: t(
              occurrence.state === 'skipped' ? 'recurring.occurrence.after_all' : 'recurring.occurrence.one_more',
            ),
            hidden: monthsOf(t, occurrence),
            href: addingTo(recurring, occurrence.occurrence),
          },
        ]
      : []
  return {
    title: monthsOf(t, occurrence),
    href: null,
    facts: [
      { term: t('recurring.occurrence.due'), text: longDay(t, occurrence.dueOn), figures: true },
      {
        term: t('recurring.state'),
        status:
          occurrence.state === 'answered'
            ? { icon: 'tick', tone: 'done', text: t('recurring.occurrence.answered') }
            : { icon: 'dash', tone: 'quiet', text: t('recurring.occurrence.skipped') },
      },
      ...(occurrence.reason ? [{ term: t('recurring.occurrence.why'), text: occurrence.reason }] : []),
      ...own.map((evidence): Fact => ({
        term: t('recurring.occurrence.evidence'),
        link: { text: evidence.title, href: `/evidence/${evidence.id}` },
      })),
      ...(occurrence.state === 'answered' && own.length === 0
        ? [{ term: t('recurring.occurrence.evidence'), text: t('recurring.occurrence.no_evidence') }]
        : []),
      { term: t('recurring.occurrence.closed'), text: when },
    ],
    links: add,
  }
}

export const formOfRecurrence = ({
  version,
  title,
  what,
  every,
  nextDue,
  asked,
  kind,
  branch,
  items,
}: RecurringEvidence): Form =>
  formOf({
    version: String(version),
    title,
    what,
    every,
    nextDue,
    asked: asked?.id ?? '',
    kind: kind ?? '',
    branch: branch?.id ?? '',
    items,
  })

export interface OfferedThere {
  branches: readonly Branch[]
  framework: Framework
  team: readonly TeamMember[]
}

/** @param offered with the branch that it names already, though it may have closed */
export function recurringEdit(
  t: T,
  library: Library,
  recurring: RecurringEvidence | null,
  offered: OfferedThere,
  form: Form = recurring ? formOfRecurrence(recurring) : emptyForm,
) {
  const title = t(recurring ? 'recurring.change' : 'recurring.add')
  const { branches, framework, team } = offered
  return {
    title,
    back: recurring ? backTo(recurring) : { text: t('recurring.title'), href: addressOf(library) },
    errors: errorSummary(form),
    heading: { caption: recurring ? recurring.title : library.organisationName, text: title, size: 'l' as const },
    hidden: recurring ? hiddenField(form, 'version') : null,
    name: textField(form, 'title', t('recurring.name'), { hint: t('recurring.name.hint'), size: 's' }),
    what: textArea(form, 'what', t('recurring.what'), {
      hint: t('recurring.what.hint'),
      rows: 3,
      most: whatMost,
      size: 's',
    }),
    every: radios(
      form,
      'every',
      t('recurring.every.label'),
      allFrequencies.map(every => ({ value: every, text: t(`recurring.every.${every}`) })),
    ),
    nextDue: dateField(form, 'nextDue', t(recurring ? 'recurring.next.label' : 'recurring.first.label'), {
      hint: t(recurring ? 'recurring.next.hint' : 'recurring.first.hint'),
    }),
    asked: select(
      form,
      'asked',
      t('recurring.asked'),
      team.map(({ personId, name }) => ({ value: personId, text: name })),
      { hint: t('recurring.asked.hint'), size: 's', empty: t('recurring.asked.empty') },
    ),
    kind: select(
      form,
      'kind',
      t('recurring.kind'),
      evidenceKindsTaken.map(kind => ({ value: kind, text: t(`evidence.kind.${kind}`) })),
      { size: 's', empty: t('recurring.any_kind') },
    ),
    branch: select(
      form,
      'branch',
      t('recurring.branch'),
      branches.map(({ id, name }) => ({ value: id, text: name })),
      { size: 's', empty: t('evidence.card.whole_service') },
    ),
    items: itemGroups(t, framework, form),
    itemsError: errorOf(form, 'items'),
    button: { text: t(recurring ? 'recurring.change.button' : 'recurring.add.button') },
  }
}

/** Pieces that are there already. @param pieces one more than fit, so that the page can say that there are others */
export function chooseForOccurrence(
  t: T,
  recurring: RecurringEvidence,
  occurrence: number,
  evidenceItems: readonly EvidenceChoice[],
  search: string,
  form: Form = emptyForm,
) {
  const { choices, ...beside } = evidenceChoices(
    t,
    evidenceItems,
    search,
    `/regular-evidence/${recurring.id}/occurrences/${occurrence}/evidence`,
  )
  return {
    ...beside,
    title: t('recurring.pick.title'),
    back: backTo(recurring),
    errors: errorSummary(form).map(error => (evidenceItems.length === 0 ? { ...error, href: '#search' } : error)),
    heading: {
      text: t('recurring.pick.title'),
      caption: t('recurring.evidence', {
        title: recurring.title,
        period: monthsOf(t, occurrencePeriod(recurring, occurrence)),
      }),
      size: 'l' as const,
    },
    choices:
      evidenceItems.length === 0
        ? null
        : checkboxes(form, 'evidence', t('answers.pick.legend'), choices, { size: 'm' }),
  }
}

export function leaveOutPage(t: T, recurring: RecurringEvidence, occurrence: number, form: Form = emptyForm) {
  const months = monthsOf(t, occurrencePeriod(recurring, occurrence))
  return {
    title: t('recurring.skip.title', { period: months }),
    back: backTo(recurring),
    errors: errorSummary(form),
    heading: {
      caption: recurring.title,
      text: t('recurring.skip.title', { period: months }),
      size: 'l' as const,
    } satisfies Heading,
    reason: textArea(form, 'reason', t('recurring.skip.reason'), {
      hint: t('recurring.skip.reason.hint'),
      rows: 3,
      most: reasonMost,
      size: 's',
    }),
    keep: { text: t('partners.remove.keep'), href: `/regular-evidence/${recurring.id}` },
  }
}

export const endingPage = (t: T, recurring: RecurringEvidence) => ({
  title: t('recurring.end.title'),
  back: backTo(recurring),
  heading: { caption: recurring.title, text: t('recurring.end.title'), size: 'l' as const },
  text: [t('recurring.end.text')],
  version: hiddenField(emptyForm, 'version', recurring.version),
  button: { text: t('recurring.end.button'), kind: 'warning' as const },
  keep: { text: t('partners.remove.keep'), href: `/regular-evidence/${recurring.id}` },
})
