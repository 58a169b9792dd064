import { createHash } from 'node:crypto'
import { z } from 'zod'
import { areasAsText, crossedEdge, mostAreas } from '../../../domain/blackout.ts'
import type { PersonalDetail } from '../../../domain/personal-data.ts'
import type { DocumentDetail, DocumentDetails } from '../../../files/document-details.ts'
import {
  mostPlaces,
  type FoundPhrases,
  type NotRedacted,
  type Occurrence,
  type PageArea,
} from '../../../files/redacted-pdf.ts'
import { valueOf, valuesOf, type FieldError, type Form } from '../../../web/form.ts'
import { number as inFigures } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { RedactionChoice } from '../redaction/redaction.store.ts'
import { areaIn, inTheMiddle, rowsIn, valuesOfRows, type AreaRow } from '../blackout/blackout.forms.ts'

export const phrasesMost = 50
export const phraseLongest = 200

/** A detail that is visible on the pages of a document. */
export interface DetailOnPages extends PersonalDetail {
  /** identifies the detail in the form */
  mark: string
  occurrences: readonly Occurrence[]
}

/** The personal details in a document, and the places where its pages show these details and the entered phrases. */
export interface DocumentRead
  extends Pick<FoundPhrases, 'pages' | 'textless'>, Pick<DocumentDetails, 'isCut' | 'unread'> {
  details: readonly DetailOnPages[]
  /** details whose place on the pages was not found, such as a name that continues on the next page */
  unplaced: readonly DocumentDetail[]
  /** details outside the pages, such as in comments or properties, which a copy of the pages does not contain */
  hidden: readonly DocumentDetail[]
  phrases: readonly { text: string; occurrences: readonly Occurrence[] }[]
  /** the last redacted copy, with the areas that it blacked out and the details that it left readable */
  before: {
    /** id of the newest copy; empty when there is none */
    latest: string
    isUploaded: boolean
    kept: readonly PageArea[]
    /** hashes (`detailMark`) of the details that were left readable */
    unticked: readonly string[]
  }
  /** true when the phrases occur in too many places to search for them */
  isPhrasesTooMany: boolean
}

/**
 * The reason why a document was not read: it is being scanned, its bytes are missing, or no redacted copy can be made
 * of it.
 */
export type NotRead = NotRedacted | 'missing' | 'scanning'
export type ReadOrNot = DocumentRead | { cannot: NotRead }

/** A person's choice of details, phrases and areas to black out. */
export interface ChosenRedaction extends RedactionChoice {
  /** the id of the newest copy when the page was opened */
  latest: string
  /** the name of the copy, without a file extension */
  name: string
  /**
   * the button that only redraws the form: with another page, one more area, or one fewer; empty when the person
   * submits the form
   */
  then: string
}

/**
 * The form has details as checkboxes, phrases as lines of text, and areas as numbered fields with percentages. `seen`
 * and `read-details` contain the areas and details that the page showed.
 */
export const redactedCopyForm = (t: T, read: ReadOrNot, name: string) =>
  z.record(z.string(), z.union([z.string(), z.array(z.string())])).transform((values, context): ChosenRedaction => {
    const form = { values, errors: [] }
    const then = valueOf(form, 'then')
    const latest = valueOf(form, 'latest')
    if (then !== '') return { areas: [], readable: [], latest, name, then }
    // A document that cannot be read gets its own page, so this error needs no message.
    const { areas, errors } = 'cannot' in read ? notRead : chosenAreas(t, form, read)
    for (const { field, message } of errors) context.addIssue({ code: 'custom', path: [field], message })
    return { areas, readable: 'cannot' in read ? [] : untickedAreas(form, read), latest, name, then }
  })

const notRead = { areas: [], errors: [{ field: 'phrases', message: '' }] }

function chosenAreas(t: T, form: Form, read: DocumentRead): { areas: PageArea[]; errors: FieldError[] } {
  const drawn = readPageAreas(t, form.values, read.pages)
  const errors = [...detailErrors(t, form, read), ...phraseErrors(t, form, read), ...drawn.errors]
  if (errors.length === 0 && drawn.areas.length > 0 && valueOf(form, 'seen') !== pageAreasAsText(drawn.areas))
    errors.push({ field: 'areas', message: t('blackout.check_areas') })
  const areas = [...textAreas(form, read), ...keptAreas(form, read), ...drawn.areas]
  if (errors.length === 0 && areas.length === 0 && !isOnlyHidden(read))
    errors.push(
      read.details.length > 0
        ? { field: 'details', message: t('redacted_copy.nothing') }
        : { field: 'phrases', message: t('redacted_copy.nothing.found') },
    )
  return { areas, errors }
}

/**
 * Whether the document has personal details only outside its pages, such as in comments, and its pages were read in
 * full.
 */
const isOnlyHidden = ({ details, unplaced, hidden, textless, unread, isCut }: DocumentRead): boolean =>
  hidden.length > 0 && details.length + unplaced.length + textless.length === 0 && unread === null && !isCut

/** The areas of the ticked details and of the phrases. */
export const textAreas = (form: Form, read: DocumentRead): PageArea[] =>
  [...tickedDetails(form, read), ...read.phrases].flatMap(({ occurrences }) => areasIn(occurrences))

export const areasIn = (occurrences: readonly Occurrence[]): PageArea[] =>
  occurrences.flatMap(({ page, areas }) => areas.map(area => ({ ...area, page })))

function untickedAreas(form: Form, read: DocumentRead): PageArea[] {
  const ticked = tickedDetails(form, read)
  return read.details.filter(detail => !ticked.includes(detail)).flatMap(({ occurrences }) => areasIn(occurrences))
}

/**
 * Whether areas of the last copy stay black: yes, unless the person unticked the checkbox while that copy was the
 * newest.
 */
export const keepsBlack = (form: Form, { before }: DocumentRead): boolean =>
  !('read-details' in form.values) ||
  valueOf(form, 'latest') !== before.latest ||
  valuesOf(form, 'keepBlack').includes('yes')

export const keptAreas = (form: Form, read: DocumentRead): readonly PageArea[] =>
  keepsBlack(form, read) ? read.before.kept : []

/**
 * The details to black out: those that are ticked, and those that the page did not list. On a new form, all details
 * except those that the last copy left readable.
 */
export function tickedDetails(form: Form, { details, before }: DocumentRead): readonly DetailOnPages[] {
  if (!('read-details' in form.values)) return details.filter(({ mark }) => !before.unticked.includes(mark))
  const ticked = valuesOf(form, 'details')
  const listed = detailsListed(form)
  return details.filter(({ mark }) => ticked.includes(mark) || !listed.includes(mark))
}

const detailsListed = (form: Form): string[] => valueOf(form, 'read-details').split(' ')

export const detailMark = ({ kind, text }: PersonalDetail): string =>
  createHash('sha256').update(`${kind}\n${text}`).digest('base64url').slice(0, 12)

/** An error when the page did not list every detail, because less of the document could be read at that time. */
const detailErrors = (t: T, form: Form, { details }: DocumentRead): FieldError[] =>
  details.every(({ mark }) => detailsListed(form).includes(mark))
    ? []
    : [{ field: 'details', message: t('redacted_copy.details.more') }]

/** The phrases that were entered, without duplicates. */
export const phrasesIn = (values: Form['values']): string[] => [
  ...new Set(
    valueOf({ values, errors: [] }, 'phrases')
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== ''),
  ),
]

/** The phrases to search for: those that are not too long, up to the maximum number of phrases. */
export const phrasesToFind = (values: Form['values']): string[] =>
  phrasesIn(values)
    .filter(phrase => phrase.length <= phraseLongest)
    .slice(0, phrasesMost)

function phraseErrors(t: T, { values }: Form, { phrases, isPhrasesTooMany }: DocumentRead): FieldError[] {
  const entered = phrasesIn(values)
  const wrong = (message: string): FieldError[] => [{ field: 'phrases', message }]
  if (entered.length > phrasesMost) return wrong(t('redacted_copy.phrases.many', { most: phrasesMost }))
  if (entered.some(phrase => phrase.length > phraseLongest))
    return wrong(t('redacted_copy.phrases.long', { most: phraseLongest }))
  if (isPhrasesTooMany) return wrong(t('redacted_copy.phrases.places', { most: inFigures(t, mostPlaces) }))
  const missing = phrases.find(({ occurrences }) => occurrences.length === 0)
  return missing ? wrong(t('redacted_copy.phrases.missing', { phrase: missing.text })) : []
}

export const pageField = (number: number): string => `page-${number}`

/**
 * The valid areas that were drawn or typed, the errors in the other areas and their pages, and an error when there are
 * too many areas.
 */
export function readPageAreas(
  t: T,
  values: Form['values'],
  pages: number,
): { areas: PageArea[]; errors: FieldError[] } {
  const rows = pageRows(values)
  const errors: FieldError[] = []
  if (rows.length > mostAreas) errors.push({ field: 'areas', message: t('blackout.many', { most: mostAreas }) })
  const areas = rows.flatMap((row, index): PageArea[] => {
    const page = pageOf(row.page, pages)
    if (page === null)
      errors.push({
        field: pageField(index + 1),
        message: t('redacted_copy.area.page.wrong', { number: index + 1, pages }),
      })
    const read = areaIn(t, row.given, index + 1)
    if ('errors' in read) errors.push(...read.errors)
    return page !== null && 'area' in read && crossedEdge(read.area) === null ? [{ ...read.area, page }] : []
  })
  return { areas, errors }
}

type PageRow = AreaRow & { page: string }

const pageRows = (values: Form['values']): PageRow[] =>
  rowsIn(values).map(row => ({ ...row, page: valueOf({ values, errors: [] }, pageField(row.number)) }))

const valuesOfPageRows = (rows: readonly PageRow[]): Form['values'] => ({
  ...valuesOfRows(rows),
  ...Object.fromEntries(rows.map(({ page }, index) => [pageField(index + 1), page])),
})

/** A page number from 1 to the last page; null for any other text. */
export function pageOf(typed: string, pages: number): number | null {
  const page = /^\d{1,4}$/.test(typed.trim()) ? Number(typed.trim()) : 0
  return page >= 1 && page <= pages ? page : null
}

/**
 * The areas as one string, each after its page, such as "2:4000,4000,2000,2000". A form submits the string to record
 * which areas the person saw.
 */
export const pageAreasAsText = (areas: readonly PageArea[]): string =>
  areas.map(area => `${area.page}:${areasAsText([area])}`).join(';')

const isAreaField = /^(?:page|left|top|width|height)-\d{1,4}$/

/**
 * The form without the value of the button that was pressed, and with an area added or removed if the button does so.
 * Its areas are numbered from 1.
 */
export function afterButton(form: Form, then: string, shownPage: number): Form {
  const rest = Object.entries(form.values).filter(([name]) => !isAreaField.test(name) && name !== 'then')
  const rows = pageRows(form.values).filter(({ number }) => then !== `without-${number}`)
  if (then === 'add') rows.push({ number: 0, given: inTheMiddle, page: String(shownPage) })
  return { errors: form.errors, values: { ...Object.fromEntries(rest), ...valuesOfPageRows(rows) } }
}

/**
 * The page to show beside the form: the one requested or, if none was requested, the one shown before; null when the
 * document has no such page.
 */
export const shownPageIn = (values: Form['values'], then: string, pages: number): number | null =>
  pageOf(/^(?:page|draw)-(\d{1,4})$/.exec(then)?.[1] ?? valueOf({ values, errors: [] }, 'shown'), pages)
