import { mostAreas, areaMeasures, type Area } from '../../../domain/blackout.ts'
import { needsRedactedCopy } from '../../../domain/redaction.ts'
import type { PageArea } from '../../../files/redacted-pdf.ts'
import { assetAddress } from '../../../web/assets.ts'
import type { Table } from '../../../web/components.ts'
import { hiddenField, textArea, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, errorOf, valueOf, type Form } from '../../../web/form.ts'
import { list, number as inFigures } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { placeInWords, unreadInWords } from '../document-details/document-details.pages.ts'
import { fieldOf, rowsIn } from '../blackout/blackout.forms.ts'
import { decisionFolds, redactionFrame, type RedactedFile } from '../redaction/redaction.pages.ts'
import {
  afterButton,
  keepsBlack,
  keptAreas,
  pageAreasAsText,
  pageField,
  readPageAreas,
  shownPageIn,
  textAreas,
  tickedDetails,
  type DetailOnPages,
  type DocumentRead,
} from './redacted-copy.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/redacted-copy/new': ReturnType<typeof redactedCopyPage>
    'evidence/redacted-copy/else': ReturnType<typeof elseFold>
    'evidence/redacted-copy/area-row': PageAreaRow
    'evidence/redacted-copy/aside': ReturnType<typeof asideOf>
  }
}

const addressOf = ({ evidence, file }: RedactedFile): string => `/evidence/${evidence.id}/files/${file.id}`

/**
 * @param entered the submitted form, and the value of its button, such as "page-3"; the value is empty when no button
 * was pressed
 */
export function redactedCopyPage(t: T, about: RedactedFile, read: DocumentRead, entered: { form: Form; then: string }) {
  const { evidence, file } = about
  const { details, pages } = read
  const shown = shownPageIn(entered.form.values, entered.then, pages) ?? firstPageOf(details)
  const form = afterButton(entered.form, entered.then, shown)
  const drawn = readPageAreas(t, form.values, pages).areas
  const onPage = (areas: readonly PageArea[]) => areas.filter(({ page }) => page === shown).map(asPercentages)
  const black = { fixed: onPage([...textAreas(form, read), ...keptAreas(form, read)]), drawn: onPage(drawn) }
  const view = { about, read, form, shown, ...black }
  const frame = redactionFrame(evidence, t(titleOf(read)), form)
  return {
    ...frame,
    heading: { ...frame.heading, caption: t('redacted_copy.caption', { name: file.name, count: pages }) },
    // Without this address, browsers would keep the "#panel" of the last button and scroll past the errors.
    action: `${addressOf(about)}/redacted-copy`,
    isEntered: Object.keys(entered.form.values).length > 0,
    lead: leadOf(t, about, read),
    hiddenFields: [
      hiddenField(emptyForm, 'shown', shown),
      hiddenField(emptyForm, 'seen', pageAreasAsText(drawn)),
      hiddenField(emptyForm, 'latest', read.before.latest),
      hiddenField(emptyForm, 'read-details', details.map(({ mark }) => mark).join(' ')),
    ],
    details: details.length === 0 ? null : { table: detailTable(t, form, read), error: errorOf(form, 'details') },
    unplaced: unplacedText(t, read),
    before: read.before.isUploaded ? t('redacted_copy.before.uploaded') : null,
    keepBlack: keepBlackBox(t, form, read),
    else: elseFold(t, view, /^(add|without|draw)/.test(entered.then)),
    removed: removedText(t, read),
    elsewhere: { text: t('redacted_copy.elsewhere'), href: `${addressOf(about)}/redaction` },
    decision: decisionFolds(t, evidence, file, about.mayKeep),
    aside: asideOf(t, view),
    script: shown <= (file.drawn ?? 0) ? assetAddress('blackout.js') : null,
    said: {
      area: t('blackout.area.announcement'),
      keys: t('blackout.area.keys'),
      most: t('blackout.many', { most: mostAreas }),
    },
    most: mostAreas,
  }
}

type InPercent = Record<keyof Area, string>

/** The data for the parts of the page. `shown` is the number of the document page shown beside the form. */
interface Shown {
  about: RedactedFile
  read: DocumentRead
  form: Form
  shown: number
  /** the black areas that cannot be moved: those of details, of phrases and of the last copy */
  fixed: readonly InPercent[]
  drawn: readonly InPercent[]
}

const titleOf = ({ details, hidden }: DocumentRead) =>
  details.length + hidden.length > 0 ? 'redacted_copy.title.found' : 'redacted_copy.title'

const firstPageOf = (details: readonly DetailOnPages[]): number => details[0]?.occurrences[0]?.page ?? 1

function leadOf(t: T, { file }: RedactedFile, { details, hidden, unplaced, isCut }: DocumentRead): string {
  const count = details.length + hidden.length + unplaced.length
  return [
    count === 0 ? t('redacted_copy.found.none') : t('redacted_copy.found', { count }),
    ...(isCut ? [t('redacted_copy.found.cut')] : []),
    ...(needsRedactedCopy(file) ? [t('redacted_copy.hidden')] : []),
  ].join(' ')
}

function detailTable(t: T, form: Form, read: DocumentRead): Table {
  const ticked = tickedDetails(form, read)
  return {
    caption: t('redacted_copy.details'),
    captionSize: 's',
    kind: 'found',
    pick: t('redacted_copy.details.pick'),
    columns: [t('redacted_copy.details.detail'), t('redacted_copy.details.where')],
    rows: read.details.map(detail => {
      const kind = t(`personal_data.kind.${detail.kind}`)
      const { page, line } = detail.occurrences[0]!
      const where = t('redacted_copy.where', { page, line })
      const more = detail.occurrences.length - 1
      return {
        pick: {
          name: 'details',
          value: detail.mark,
          text: t('redacted_copy.detail.pick', { kind, where }),
          checked: ticked.includes(detail),
        },
        cells: [
          { text: detail.text, code: true, reason: kind },
          {
            button: { text: where, hidden: null, name: 'then', value: `page-${page}`, goal: '#panel' },
            reason: more > 0 ? t('redacted_copy.where.more', { count: more }) : null,
          },
        ],
      }
    }),
  }
}

function unplacedText(t: T, { unplaced }: DocumentRead): string | null {
  if (unplaced.length === 0) return null
  const each = unplaced.map(({ text, pages }) =>
    pages[0] === undefined
      ? t('redacted_copy.quoted', { text })
      : t('redacted_copy.unplaced.one', { text, page: pages[0] }),
  )
  return t('redacted_copy.unplaced', { details: list(t, each) })
}

/** The checkbox to black out the areas of the last copy again, apart from personal details, which have their own. */
function keepBlackBox(t: T, form: Form, read: DocumentRead) {
  const { kept } = read.before
  const error = errorOf(form, 'keepBlack')
  if (kept.length === 0 && error === null) return null
  const box = tickBox(form, 'keepBlack', t('redacted_copy.before.keep'), {
    hint: kept.length === 0 ? null : t('redacted_copy.before.keep.hint', { count: kept.length }),
  })
  return { ...box, checked: keepsBlack(form, read) }
}

const mostNamed = 5

function removedText(t: T, { hidden }: DocumentRead): string {
  if (hidden.length === 0) return t('redacted_copy.removed')
  const details = hidden
    .slice(0, mostNamed)
    .map(({ text, place }) => t('redacted_copy.removed.one', { text, where: placeInWords(t, place) }))
  return t('redacted_copy.removed.here', { details: list(t, details) })
}

/** The collapsible section to black out anything else: phrases in the text, and areas drawn on a page. */
function elseFold(t: T, { about, read, form, shown, fixed, drawn }: Shown, isAsked: boolean) {
  const { pages } = read
  const rows = rowsIn(form.values).length
  const isUsed = rows > 0 || valueOf(form, 'phrases') !== '' || form.errors.length > 0
  return {
    isOpen: isUsed || isAsked || read.textless.length === pages,
    phrases: textArea(form, 'phrases', t('redacted_copy.phrases'), {
      hint: t('redacted_copy.phrases.hint'),
      rows: 3,
      size: 's',
    }),
    picture: pictureOf(t, about, shown, pages),
    fixed,
    drawn,
    page: shown,
    pager: pagerOf(t, shown, pages, '#areas'),
    add: { text: t('blackout.add'), kind: 'secondary' as const, name: 'then', value: 'add' },
    error: { id: 'areas', error: errorOf(form, 'areas') },
    rows: Array.from({ length: rows }, (_, index) => areaRow(t, form, index + 1)),
    pattern: areaRow(t, emptyForm, 0),
  }
}

/** The fields of one area. With JavaScript, drawing on the page fills them in. */
const areaRow = (t: T, form: Form, number: number) => ({
  number,
  legend: t('blackout.area', { number }),
  fields: [
    textField(form, pageField(number), t('redacted_copy.area.page'), { width: 3, inputmode: 'numeric' }),
    ...areaMeasures.map(side =>
      textField(form, fieldOf(side, number), t(`blackout.${side}`), {
        width: 4,
        inputmode: 'decimal',
        spellcheck: false,
        suffix: '%',
      }),
    ),
  ],
  without: {
    text: t('blackout.remove'),
    hidden: t('blackout.area', { number }),
    kind: 'secondary' as const,
    name: 'then',
    value: `without-${number}`,
  },
})
export type PageAreaRow = ReturnType<typeof areaRow>

const asPercentages = (area: Area): InPercent =>
  Object.fromEntries(areaMeasures.map(side => [side, `${area[side] / 100}%`])) as InPercent

/** The preview of one page of the document; null for a page without one. */
const pictureOf = (t: T, about: RedactedFile, page: number, pages: number) =>
  page <= (about.file.drawn ?? 0)
    ? {
        src: `${addressOf(about)}/pages/${page}/picture`,
        alternative: t('redacted_copy.page.alternative', { page }),
        caption: t('redacted_copy.page', { page, pages }),
      }
    : null

/** The buttons to other pages submit the form, so that nothing that was entered is lost. */
function pagerOf(t: T, page: number, pages: number, goal: '#panel' | '#areas') {
  const to = (text: string, number: number) => ({
    text,
    hidden: goal === '#areas' ? t('redacted_copy.page.to_draw') : null,
    kind: 'secondary' as const,
    name: 'then',
    value: `${goal === '#areas' ? 'draw' : 'page'}-${number}`,
    goal,
  })
  return [
    ...(page > 1 ? [to(t('redacted_copy.page.previous'), page - 1)] : []),
    ...(page < pages ? [to(t('redacted_copy.page.next'), page + 1)] : []),
  ]
}

function asideOf(t: T, { about, read, shown, fixed, drawn: areas }: Shown) {
  const { pages } = read
  return {
    picture: pictureOf(t, about, shown, pages),
    without: withoutPicture(t, shown, about.file.drawn),
    fixed,
    drawn: areas,
    pager: pagerOf(t, shown, pages, '#panel'),
    checked: checkedTexts(t, read),
  }
}

/** The sentence in place of the picture of a page; null for a page that has one. */
function withoutPicture(t: T, shown: number, drawn: number | null): string | null {
  if (drawn === null) return t('redacted_copy.page.later')
  if (drawn === 0) return t('redacted_copy.page.none')
  return shown > drawn ? t('redacted_copy.page.beyond', { drawn }) : null
}

function checkedTexts(t: T, read: DocumentRead): string[] {
  const { pages, textless, unread, isCut } = read
  const isWhole = unread === null && !isCut && textless.length === 0
  return [
    ...(isWhole ? [t('redacted_copy.checked.all', { count: pages })] : []),
    ...textlessTexts(t, textless, pages),
    ...(!isWhole && textless.length === 0 ? [unreadInWords(t, read) ?? t('redacted_copy.checked.some')] : []),
    t('redacted_copy.checked.limits'),
  ]
}

const mostPagesNamed = 10

function textlessTexts(t: T, textless: readonly number[], pages: number): string[] {
  if (textless.length === 0) return []
  if (textless.length === pages && pages > 1) return [t('redacted_copy.checked.textless.all')]
  if (textless.length > mostPagesNamed) return [t('redacted_copy.checked.textless.many', { count: textless.length })]
  const named = textless.map(page => inFigures(t, page))
  return [t('redacted_copy.checked.textless', { count: textless.length, pages: list(t, named) })]
}
