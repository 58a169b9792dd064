import { canItemBeWritten, type Application } from '../../../domain/application.ts'
import {
  mayAssign,
  statusesOpenTo,
  type Assignment,
  type AssignmentStatus,
  type Writer,
} from '../../../domain/assignment.ts'
import type { Item } from '../../../domain/framework.ts'
import { dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { DueLine, Link } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { checkboxes, dateField, errorSummary, hiddenField, select } from '../../../web/fields.ts'
import { emptyForm, formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import { list, longDay, weekdayAndDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { versionField } from './assignment.forms.ts'
import type { AssignmentsSubject, AssignmentSubject, Colleague } from './assignment.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/assignments/one': ReturnType<typeof assignmentPage>
    'applications/assignments/many': ReturnType<typeof assignmentsPage>
    'applications/assignments/assigned': AssignedLine
    'applications/assignments/team': TeamPart
  }
}

/**
 * The page where one item is assigned to a colleague.
 * @param form the form as entered, if it was refused
 */
export function assignmentPage(t: T, it: AssignmentSubject, form?: Form) {
  const { application, item, before, writer, offered } = it
  const shown = form ?? savedForm({ before, writer })
  const title = t('assignments.one.title')
  const caption = t('assignments.one.caption', { code: item.code, title: item.title })
  return {
    title,
    back: { text: caption, href: `/applications/${application.id}/criteria/${item.code}` },
    errors: errorSummary(shown),
    heading: { text: title, caption, size: 'l' as const },
    version: hiddenField(shown, 'version', before?.version ?? 0),
    person: select(shown, 'person', t('assignments.person'), {
      choices: peopleOf(t, offered, writer),
      empty: t('assignments.nobody'),
      size: 's',
    }),
    due: dateField(shown, 'due', t('assignments.due'), { hint: dueHint(t, it) }),
  }
}

const savedForm = ({ before, writer }: Pick<AssignmentSubject, 'before' | 'writer'>): Form =>
  formOf({
    version: String(before?.version ?? 0),
    person: before?.personId ?? (writer.isLead ? '' : writer.id),
    due: before?.dueOn ?? '',
  })

/** The page where a lead assigns several items to one colleague. */
export function assignmentsPage(t: T, it: AssignmentsSubject, form: Form = emptyForm) {
  const { application, items, colleagues, writer } = it
  const title = t('assignments.title')
  return {
    title,
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    versions: items.map(({ id }) => hiddenField(form, versionField(id), versionOf(it, id))),
    item: checkboxes(form, 'item', t('assignments.items'), {
      choices: items.map(item => ({
        value: item.id,
        text: t('assignments.item', { code: item.code, title: item.title }),
        hint: hintOf(t, it, item.id),
      })),
      small: true,
      size: 's',
    }),
    person: select(form, 'person', t('assignments.person.many'), {
      choices: peopleOf(t, colleagues, writer),
      empty: t('assignments.person.empty'),
      size: 's',
    }),
    due: dateField(form, 'due', t('assignments.due.many'), { hint: dueHint(t, it) }),
  }
}

const assignmentIn = ({ assignments }: AssignmentsSubject, id: string): Assignment | null =>
  assignments.find(({ itemId }) => itemId === id) ?? null

const versionOf = (it: AssignmentsSubject, id: string): number => assignmentIn(it, id)?.version ?? 0

function hintOf(t: T, it: AssignmentsSubject, id: string): string {
  const assignment = assignmentIn(it, id)
  const status = assignment && statusLine(t, assignment)
  const assignee = assigneeText(t, assignment, it.writer)
  return status ? t('assignments.who.status', { assignee, status }) : assignee
}

/**
 * The form with the assignments as they are now. Items whose assignments have changed since the page was opened are no
 * longer ticked.
 */
export function withoutChangedItems(t: T, it: AssignmentsSubject, { values }: Form): Form {
  const entered = { values, errors: [] }
  const chosen = it.items.filter(({ id }) => valuesOf(entered, 'item').includes(id))
  const isAsRead = ({ id }: Item) => valueOf(entered, versionField(id)) === String(versionOf(it, id))
  const changed = chosen.filter(item => !isAsRead(item)).map(({ code }) => code)
  const message =
    changed.length > 0
      ? t('assignments.changed', { count: changed.length, codes: list(t, changed) })
      : t('refused.not_now.text') // shown when the chosen colleague can no longer write
  return {
    values: {
      ...values,
      item: chosen.filter(isAsRead).map(({ id }) => id),
      ...Object.fromEntries(it.items.map(({ id }) => [versionField(id), String(versionOf(it, id))])),
    },
    errors: [{ field: 'item', message }],
  }
}

const dueHint = (t: T, { lastDay }: Pick<AssignmentSubject, 'lastDay'>): string =>
  lastDay ? t('assignments.due.hint', { day: longDay(t, lastDay) }) : t('assignments.due.hint.open')

const peopleOf = (t: T, people: readonly Colleague[], writer: Writer) =>
  people.map(({ id, name }) => ({ value: id, text: id === writer.id ? t('assignments.person.you', { name }) : name }))

/**
 * Returns text such as "Idris Vaughan, due by Friday 23 April" or "Not assigned". Leaves out the year, because due
 * dates are only months away.
 */
export function assigneeText(t: T, assignment: Assignment | null, { id }: Pick<Writer, 'id'>): string {
  if (!assignment) return t('assignments.nobody')
  const name = assignment.personId === id ? t('assignments.you') : assignment.name
  return assignment.dueOn
    ? t('assignments.who.due', { name, day: weekdayInYear(t, assignment.dueOn) })
    : t('assignments.who', { name })
}

/** The line under an item's heading that says who the item is assigned to. */
export interface AssignedLine {
  line: DueLine
  link: Link | null
}
/** A button of the answer's form that saves the answer and sets the status of the assignment. */
interface MarkButton {
  text: string
  mark: AssignmentStatus
}
/** The status of an item's assignment, and the actions that this person can take on it. */
export interface TeamPart {
  text: string | null
  link: Link | null
  buttons: readonly MarkButton[]
}

interface Shown {
  application: Pick<Application, 'id' | 'status' | 'criteriaAsked'>
  item: Pick<Item, 'id' | 'code'>
  assignment: Assignment | null
  /** null when the person is an observer, or the item cannot be written now */
  writer: Writer | null
  today: Day
}

const below = ({ application, item }: Shown): string =>
  `/applications/${application.id}/criteria/${item.code}/assignment`

/** @returns null while the item is not assigned */
export const assignedPart = (t: T, it: Shown): AssignedLine | null =>
  it.assignment && {
    line: lineOf(t, it.assignment, it),
    link: mayChange(it)
      ? { text: t('assignments.change'), href: below(it), hidden: t('assignments.change.hidden') }
      : null,
  }

const mayChange = ({ assignment, writer }: Shown): boolean =>
  writer !== null && mayAssign(writer, assignment?.personId ?? null, null)

/** @returns null when there is neither a status nor an action to show */
export function teamPart(t: T, it: Shown): TeamPart | null {
  const { assignment, writer } = it
  if (!assignment)
    return (
      writer && {
        text: t('assignments.nobody.text'),
        link: { text: t(writer.isLead ? 'assignments.assign' : 'assignments.take'), href: below(it) },
        buttons: [],
      }
    )
  const open = writer ? statusesOpenTo(writer, assignment) : []
  const text = statusLine(t, assignment)
  if (text === null && open.length === 0) return null
  return { text, link: null, buttons: open.map(mark => ({ text: markText(t, it, assignment, mark), mark })) }
}

function lineOf(t: T, { personId, name, dueOn, status }: Assignment, it: Shown): DueLine {
  const { application, item, writer, today } = it
  const who = personId === writer?.id ? null : name
  if (!dueOn || !canItemBeWritten(application, item.id)) {
    const text = who === null ? t('assignments.line.you') : t('assignments.line', { name: who })
    return { before: text, strong: '', after: '', tone: 'plain' as const }
  }
  const day = weekdayAndDay(t, dueOn)
  const text = who === null ? t('assignments.line.you.due', { day }) : t('assignments.line.due', { name: who, day })
  return dueLine(text, day, status === 'to write' ? daysBetween(today, dueOn) : 100)
}

function statusLine(t: T, { status, statusSince, name }: Assignment): string | null {
  if (status === 'to write') return null
  const day = longDay(t, dayOf(statusSince))
  return status === 'ready' ? t('assignments.is_ready', { name, day }) : t('assignments.is_checked', { day })
}

function markText(t: T, { writer }: Shown, { personId, name }: Assignment, mark: AssignmentStatus): string {
  if (mark === 'to write') return personId === writer?.id ? t('assignments.back.own') : t('assignments.back', { name })
  return t(`assignments.${mark}`)
}
