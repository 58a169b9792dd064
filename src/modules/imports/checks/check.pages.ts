import { headingsNotRead } from '../../../domain/import-columns.ts'
import type { Notice } from '../../../web/components.ts'
import { errorSummary, hiddenField, radios, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, valueOf, type Form } from '../../../web/form.ts'
import { list, longDay, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { otherTypeInFile, rowChoices, rowResults, type ImportRow, type RowResult } from '../imports/import-row.store.ts'
import type { RowCounts } from '../imports/row-counts.store.ts'
import type { Import } from '../imports/import.store.ts'
import { importsLink } from '../uploads/upload.pages.ts'
import { choiceField, readField, readValue } from './check.forms.ts'
import type { MatchShown, Reminded } from './check.store.ts'
import { aboutRow, reasonsText, rowsTable, rowsText, whatWillHappen } from './row.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'imports/checks/check': ReturnType<typeof checkPage>
    'imports/checks/questions': ReturnType<typeof questionsOf>
  }
}

export interface CheckShown {
  it: Import
  counts: RowCounts
  /** the possible duplicates that a person still has to decide about */
  questions: readonly ImportRow[]
  /** the records in the database that might be the same as the rows in `questions`, by id */
  matches: ReadonlyMap<string, MatchShown>
  /** the address of the form with the questions; it has the page's query, so that a refusal shows the same questions */
  answers: string
  /** new organisations that the coordinator should compare with other rows of the file */
  similar: readonly ImportRow[]
  /** new branches with names similar to others in the file */
  similarBranches: readonly ImportRow[]
  reminded: Reminded
  rows: readonly ImportRow[]
  shown: RowResult | null
  find: string
  next: string | null
}

export function checkPage(t: T, about: CheckShown, given: Form = emptyForm) {
  const { it, counts, questions, find, shown, next } = about
  const form = errorsAtFirstQuestion(given, questions)
  const address = `/imports/${it.id}`
  return {
    title: t('imports.check.title'),
    back: importsLink(t),
    wide: true,
    errors: errorSummary(form),
    heading: {
      text: t('imports.check.title'),
      caption: it.fileName,
      size: 'l' as const,
    },
    lead: leadOf(t, it, counts),
    numbers: { numbers: numbersOf(t, counts) },
    reminders: it.kind === 'awards' ? remindersNotice(t, about.reminded) : null,
    similar: similarNotice(t, about.similar),
    similarBranches: similarBranchesNotice(t, about.similarBranches),
    questions: questions.length === 0 ? null : questionsOf(t, about, form),
    filters: { label: t('imports.filter'), items: filtersOf(t, about) },
    findIn: address,
    find: textField(formOf({ find }), 'find', t('imports.find'), { width: 20, type: 'search' }),
    shown,
    none: about.rows.length > 0 ? null : t('imports.find.none'),
    table:
      about.rows.length === 0
        ? null
        : rowsTable(t, about.rows, {
            caption: shown || find ? t('imports.rows.caption') : t('imports.rows.few'),
            why: t('imports.column.why'),
            whyOf: row => whatWillHappen(t, row),
          }),
    choose: shown || find ? null : t('imports.rows.choose'),
    pagination: { previous: null, next: next ? { text: t('imports.rows.next'), href: next } : null },
    summary: { rows: summaryOf(t, it, counts) },
    run: runButton(t, it, counts),
    cancel: { action: `${address}/cancellation`, text: t('imports.cancel'), kind: 'link' as const },
  }
}

function runButton(t: T, { id, kind }: Import, { toSave, undecided }: RowCounts) {
  const count = toSave.organisations + toSave.others
  if (count === 0 && undecided === 0) return null
  const what = rowsText(t, kind, toSave)
  return {
    action: `/imports/${id}/run`,
    text: count === 0 ? t('imports.run.title') : t('imports.run.button', { what }),
  }
}

const leadOf = (t: T, { kind }: Import, { rows, organisations }: RowCounts): string =>
  kind === 'organisations'
    ? t('imports.check.read.organisations', {
        count: rows,
        organisations: t('imports.check.organisations', { count: organisations }),
      })
    : t(`imports.check.read.${kind}`, { count: rows })

/** A notice that names the organisations that will get reminders; null when there are none. */
function remindersNotice(t: T, { count, names }: Reminded): Notice | null {
  if (count === 0) return null
  const more = count - names.length
  return {
    tone: 'plain',
    icon: 'envelope',
    heading: t('imports.reminders', { count }),
    text: [
      t('imports.reminders.text'),
      more === 0
        ? t('imports.reminders.names', { names: list(t, names) })
        : t('imports.reminders.more', { names: names.join(', '), count: more }),
    ],
  }
}

/** The page lists at most this many similar organisations, and this many similar branches. */
const similarShown = 10

/**
 * Lists new organisations that may be in the file twice, or for which the file gives several types. Null when there are
 * none.
 */
const similarNotice = (t: T, rows: readonly ImportRow[]): Notice | null =>
  rows.length === 0
    ? null
    : {
        tone: 'plain',
        icon: 'equals',
        heading: t('imports.similar'),
        text: [
          ...(rows.some(mayBeTwice) ? [t('imports.similar.text')] : []),
          ...rows.slice(0, similarShown).map(row => `${row.title}: ${reasonsText(t, row)}`),
          ...(rows.length > similarShown ? [t('imports.similar.more', { count: similarShown })] : []),
        ],
      }

/** Whether the organisation may be the same as another in the file. */
const mayBeTwice = ({ reasons }: ImportRow): boolean => reasons.some(({ is }) => is !== otherTypeInFile)

/** Lists new branches that may be in the file twice. Null when there are none. */
const similarBranchesNotice = (t: T, rows: readonly ImportRow[]): Notice | null =>
  rows.length === 0
    ? null
    : {
        tone: 'plain',
        icon: 'equals',
        heading: t('imports.similar.branches'),
        text: [
          t('imports.similar.branches.text'),
          ...rows.slice(0, similarShown).map(row => `${row.title}, ${row.place}: ${reasonsText(t, row)}`),
          ...(rows.length > similarShown ? [t('imports.similar.branches.more', { count: similarShown })] : []),
        ],
      }

function numbersOf(t: T, { results, undecided }: RowCounts) {
  const isDecided = results.duplicate > 0 && undecided === 0
  const tones = { duplicate: isDecided ? null : 'you', problem: 'late' } as const
  return (['new', 'changed', 'same', 'duplicate', 'problem'] as const).map(result => ({
    name: t(`imports.number.${result}`),
    count: number(t, results[result]),
    what: t(result === 'duplicate' && isDecided ? 'imports.number.duplicate.decided' : `imports.number.${result}.what`),
    tone: results[result] > 0 && result in tones ? tones[result as keyof typeof tones] : null,
  }))
}

/** Moves errors that concern all answers to the field of the first question, so that the error links to a field. */
function errorsAtFirstQuestion(form: Form, [first]: readonly ImportRow[]): Form {
  if (!first) return form
  const place = (field: string): string => (field === 'choices' ? choiceField(first) : field)
  return { ...form, errors: form.errors.map(error => ({ ...error, field: place(error.field) })) }
}

function questionsOf(t: T, { counts, questions, matches, answers }: CheckShown, form: Form) {
  return {
    action: answers,
    caption: t('imports.duplicates.title', { count: Math.max(counts.undecided, questions.length) }),
    more: counts.undecided > questions.length ? t('imports.duplicates.more') : null,
    columns: [t('imports.duplicates.file'), t('imports.duplicates.here'), t('imports.duplicates.question')],
    rows: questions.map(row => {
      const match = matches.get(row.matchId ?? '')
      const field = choiceField(row)
      const shown = field in form.values ? form : { ...form, values: { [field]: row.choice ?? '' } }
      return {
        read: hiddenField(form, readField(row), readValue(row)),
        name: row.title,
        about: aboutRow(t, row),
        here: match?.name ?? '',
        aboutHere: [
          match?.address,
          match?.closedOn ? t('organisations.branches.closed', { day: longDay(t, match.closedOn) }) : '',
          reasonsText(t, row),
        ]
          .filter(Boolean)
          .join('. '),
        choices: radios(shown, field, t('imports.duplicates.legend', { name: row.title, row: row.number }), {
          choices: rowChoices.map(choice => ({ value: choice, text: choiceText(t, row, choice) })),
          size: 'hidden',
          small: true,
        }),
      }
    }),
  }
}

/**
 * The form with the answers that were not saved because others have changed since the page was opened, and an error for
 * each of those.
 * @param questions the rows that the form answers
 */
export function withChangedQuestions(t: T, questions: readonly ImportRow[], { values }: Form): Form {
  const changed = questions.filter(row => valueOf(formOf(values), readField(row)) !== readValue(row))
  const errors = changed.map(row => ({
    field: choiceField(row),
    message: row.choice
      ? t('imports.duplicates.answered', { row: row.number, answer: choiceText(t, row, row.choice) })
      : t('imports.duplicates.changed', { row: row.number }),
  }))
  const now = Object.fromEntries(questions.map(row => [readField(row), readValue(row)]))
  // without a changed question, one of the rows is no longer a possible duplicate
  const others = [{ field: 'choices', message: t('refused.not_now.text') }]
  return { values: { ...values, ...now }, errors: errors.length > 0 ? errors : others }
}

const choiceText = (t: T, { kind }: ImportRow, choice: (typeof rowChoices)[number]): string =>
  choice === 'same' && kind === 'organisation'
    ? t('imports.duplicates.choice.same.organisation')
    : t(`imports.duplicates.choice.${choice}`)

function filtersOf(t: T, { it, counts, shown, find }: CheckShown) {
  const address = `/imports/${it.id}`
  return [
    { text: t('imports.filter.few'), href: address, current: shown === null && find === '' },
    ...rowResults
      .filter(result => counts.results[result] > 0)
      .map(result => ({
        text: t(`imports.filter.${result}`, { count: counts.results[result] }),
        href: `${address}?show=${result}`,
        current: shown === result,
      })),
  ]
}

/** The maximum length of a column heading on the page. */
const longestHeading = 60

function summaryOf(t: T, { id, kind, headings }: Import, { problemRows }: RowCounts) {
  const notRead = headingsNotRead(kind, headings).map(heading => heading.slice(0, longestHeading))
  const link = { text: t('imports.run.left_out.link'), href: `/imports/${id}/problems` }
  return [
    ...(notRead.length > 0 ? [{ key: t('imports.run.not_read'), value: list(t, notRead) }] : []),
    { key: t('imports.run.undo'), value: t('imports.run.undo.text') },
    problemRows === 0
      ? { key: t('imports.run.left_out'), value: t('imports.run.left_out.none') }
      : {
          key: t('imports.run.left_out'),
          value: t('imports.run.left_out.text', { count: problemRows }),
          links: [link],
        },
    { key: t('imports.run.deleted'), value: t('imports.run.deleted.text') },
  ]
}
