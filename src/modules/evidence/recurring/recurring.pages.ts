import type { Branch, TeamMember } from '../../organisations/organisations.public.ts'
import { evidenceKindsTaken } from '../../../domain/evidence.ts'
import type { Framework } from '../../../domain/framework.ts'
import { allFrequencies, isLate, isOpenTurn, soonDays, turnPeriod } from '../../../domain/recurring.ts'
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
import { newFormId } from '../../../web/form-ids.ts'
import { changeWords } from '../../../history/history-words.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { pickPieces, type PieceToPick } from '../picker/picker.pages.ts'
import { dayAndTime, distance, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { itemGroups } from '../editing/editing.pages.ts'
import { codesOf } from '../list/list.pages.ts'
import type { EventAbout } from '../../../history/events-about.ts'
import { reasonMost, whatMost } from './recurring.forms.ts'
import type { Recurrence, RecurrenceLine } from './recurring.store.ts'
import { monthsOf } from '../occurrences/occurrence.pages.ts'
import type { Turn, TurnPiece } from '../occurrences/occurrence.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/recurring/list': ReturnType<typeof recurrenceList>
    'evidence/recurring/show': ReturnType<typeof recurrencePage>
    'evidence/recurring/edit': ReturnType<typeof recurrenceEdit>
    'evidence/recurring/pick': ReturnType<typeof pickForTurn>
    'evidence/recurring/leave-out': ReturnType<typeof leaveOutPage>
    'evidence/recurring/ending': ReturnType<typeof endingPage>
    'evidence/recurring/aside': { links: readonly Link[] }
  }
}

type Library = Pick<Recurrence, 'organisationId' | 'organisationName'>
const addressOf = ({ organisationId }: Pick<Library, 'organisationId'>): string =>
  `/organisations/${organisationId}/recurring-evidence`
const backTo = ({ id, title }: Pick<Recurrence, 'id' | 'title'>): Link => ({
  text: title,
  href: `/recurring-evidence/${id}`,
})

const waitsForSomebody = (t: T): Status => ({ icon: 'people', tone: 'you', text: t('recurring.nobody') })
const dueText = (t: T, day: Day, today: Day): string =>
  t('recurring.due', { day: longDay(t, day), distance: distance(t, daysBetween(today, day)) })

/** Late, or due soon, or nothing to say. */
function dueFact(t: T, { nextDue, every }: Pick<RecurrenceLine, 'nextDue' | 'every'>, today: Day): Fact {
  const term = t('recurring.next')
  const [text, days] = [dueText(t, nextDue, today), daysBetween(today, nextDue)]
  if (isLate({ nextDue }, today)) return { term, status: { icon: 'clock', tone: 'stop', text } }
  return days <= soonDays(every) ? { term, status: { icon: 'clock', tone: 'you', text } } : { term, text }
}

const askedFact = (t: T, { asked }: Pick<RecurrenceLine, 'asked'>): Fact => ({
  term: t('recurring.from'),
  ...(asked ? { text: asked.name } : { status: waitsForSomebody(t) }),
})

export function recurrenceList(
  t: T,
  library: Library,
  lines: readonly RecurrenceLine[],
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
        href: `/recurring-evidence/${line.id}`,
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

export interface AroundRecurrence {
  turns: readonly Turn[]
  pieces: readonly TurnPiece[]
  /** the turn that the next page of earlier ones begins before */
  earlier: number | null
  isLater: boolean
  events: readonly EventAbout[]
  framework: Framework
  mayAnswer: boolean
  mayManage: boolean
}

export function recurrencePage(t: T, recurrence: Recurrence, around: AroundRecurrence, today: Day) {
  const address = `/recurring-evidence/${recurrence.id}`
  const { nextTurn, endedAt } = recurrence
  const isNow = daysBetween(today, recurrence.nextDue) <= soonDays(recurrence.every)
  const [mayAnswer, mayManage] = [around.mayAnswer && endedAt === null, around.mayManage && endedAt === null]
  return {
    title: recurrence.title,
    back: { text: t('recurring.title'), href: addressOf(recurrence) },
    heading: { caption: recurrence.organisationName, text: recurrence.title, size: 'l' as const },
    facts: { rows: factsOf(t, recurrence, around.framework, today) },
    what: paragraphs(recurrence.what || null),
    ended: endedAt ? t('recurring.ended.since', { when: dayAndTime(t, endedAt) }) : null,
    answer: mayAnswer
      ? {
          heading: t(isNow ? 'recurring.turn.now' : 'recurring.turn.later', {
            period: monthsOf(t, turnPeriod(recurrence, nextTurn)),
          }),
          give: !isOpenTurn(recurrence, nextTurn, today)
            ? null
            : {
                add: {
                  text: t('recurring.turn.add'),
                  href: addingTo(recurrence, nextTurn),
                  kind: isNow ? 'primary' : 'secondary',
                } satisfies Button,
                links: [
                  { text: t('recurring.turn.pick'), href: `${address}/turns/${nextTurn}/evidence` },
                  { text: t('recurring.turn.leave_out'), href: `${address}/turns/${nextTurn}/leaving-out` },
                ] satisfies Link[],
              },
        }
      : null,
    turns:
      around.turns.length === 0
        ? null
        : { cards: around.turns.map(turn => turnCard(t, recurrence, turn, around)), level: 3 as const },
    pagination: {
      previous: around.isLater ? { text: t('recurring.turns.latest'), href: address } : null,
      next:
        around.earlier === null
          ? null
          : { text: t('recurring.turns.earlier'), href: `${address}?before=${around.earlier}` },
    },
    history: {
      events: around.events.map(({ at, name, person }) => ({
        when: dayAndTime(t, at),
        instant: at,
        who: person ?? t('evidence.item.history.service'),
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

export const addingTo = ({ id, organisationId }: Pick<Recurrence, 'id' | 'organisationId'>, turn: number): string =>
  `/organisations/${organisationId}/evidence/new?recurring=${id}&turn=${turn}`

function factsOf(t: T, it: Recurrence, framework: Framework, today: Day): SummaryRow[] {
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
function turnCard(t: T, recurrence: Recurrence, turn: Turn, { pieces, mayAnswer }: AroundRecurrence): EvidenceCard {
  const own = pieces.filter(each => each.turn === turn.turn)
  const when = t('recurring.turn.by', { who: turn.by, when: dayAndTime(t, turn.at) })
  const add =
    mayAnswer && recurrence.endedAt === null
      ? [
          {
            text: t(turn.state === 'left out' ? 'recurring.turn.after_all' : 'recurring.turn.one_more'),
            hidden: monthsOf(t, turn),
            href: addingTo(recurrence, turn.turn),
          },
        ]
      : []
  return {
    title: monthsOf(t, turn),
    href: null,
    facts: [
      { term: t('recurring.turn.due'), text: longDay(t, turn.dueOn), figures: true },
      {
        term: t('recurring.state'),
        status:
          turn.state === 'came in'
            ? { icon: 'tick', tone: 'done', text: t('recurring.turn.came in') }
            : { icon: 'dash', tone: 'quiet', text: t('recurring.turn.left out') },
      },
      ...(turn.reason ? [{ term: t('recurring.turn.why'), text: turn.reason }] : []),
      ...own.map((piece): Fact => ({
        term: t('recurring.turn.piece'),
        link: { text: piece.title, href: `/evidence/${piece.id}` },
      })),
      ...(turn.state === 'came in' && own.length === 0
        ? [{ term: t('recurring.turn.piece'), text: t('recurring.turn.no_piece') }]
        : []),
      { term: t('recurring.turn.closed'), text: when },
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
}: Recurrence): Form =>
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
export function recurrenceEdit(
  t: T,
  library: Library,
  recurrence: Recurrence | null,
  offered: OfferedThere,
  form: Form = recurrence ? formOfRecurrence(recurrence) : emptyForm,
) {
  const title = t(recurrence ? 'recurring.change' : 'recurring.add')
  const { branches, framework, team } = offered
  return {
    title,
    back: recurrence ? backTo(recurrence) : { text: t('recurring.title'), href: addressOf(library) },
    errors: errorSummary(form),
    heading: { caption: recurrence ? recurrence.title : library.organisationName, text: title, size: 'l' as const },
    hidden: recurrence ? hiddenField(form, 'version') : hiddenField(form, 'formId', newFormId()),
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
    nextDue: dateField(form, 'nextDue', t(recurrence ? 'recurring.next.label' : 'recurring.first.label'), {
      hint: t(recurrence ? 'recurring.next.hint' : 'recurring.first.hint'),
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
    button: { text: t(recurrence ? 'recurring.change.button' : 'recurring.add.button') },
  }
}

/** Pieces that are there already. @param pieces one more than fit, so that the page can say that there are others */
export function pickForTurn(
  t: T,
  recurrence: Recurrence,
  turn: number,
  pieces: readonly PieceToPick[],
  search: string,
  form: Form = emptyForm,
) {
  const { choices, ...beside } = pickPieces(
    t,
    pieces,
    search,
    `/recurring-evidence/${recurrence.id}/turns/${turn}/evidence`,
  )
  return {
    ...beside,
    title: t('recurring.pick.title'),
    back: backTo(recurrence),
    errors: errorSummary(form).map(error => (pieces.length === 0 ? { ...error, href: '#search' } : error)),
    heading: {
      text: t('recurring.pick.title'),
      caption: t('recurring.piece', { title: recurrence.title, period: monthsOf(t, turnPeriod(recurrence, turn)) }),
      size: 'l' as const,
    },
    formId: hiddenField(form, 'formId', newFormId()),
    choices:
      pieces.length === 0 ? null : checkboxes(form, 'evidence', t('answers.pick.legend'), choices, { size: 'm' }),
  }
}

export function leaveOutPage(t: T, recurrence: Recurrence, turn: number, form: Form = emptyForm) {
  const months = monthsOf(t, turnPeriod(recurrence, turn))
  return {
    title: t('recurring.leave_out.title', { period: months }),
    back: backTo(recurrence),
    errors: errorSummary(form),
    heading: {
      caption: recurrence.title,
      text: t('recurring.leave_out.title', { period: months }),
      size: 'l' as const,
    } satisfies Heading,
    reason: textArea(form, 'reason', t('recurring.leave_out.reason'), {
      hint: t('recurring.leave_out.reason.hint'),
      rows: 3,
      most: reasonMost,
      size: 's',
    }),
    keep: { text: t('partners.remove.keep'), href: `/recurring-evidence/${recurrence.id}` },
  }
}

export const endingPage = (t: T, recurrence: Recurrence) => ({
  title: t('recurring.end.title'),
  back: backTo(recurrence),
  heading: { caption: recurrence.title, text: t('recurring.end.title'), size: 'l' as const },
  text: [t('recurring.end.text')],
  version: hiddenField(emptyForm, 'version', recurrence.version),
  button: { text: t('recurring.end.button'), kind: 'warning' as const },
  keep: { text: t('partners.remove.keep'), href: `/recurring-evidence/${recurrence.id}` },
})
