import type { WithoutConsent } from '../../../domain/consent.ts'
import { warnsBefore } from '../../../domain/evidence.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, fileSize, list, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ExportedEvidence, NotToShare } from '../export/export.store.ts'
import { periodText } from '../items/evidence-card.pages.ts'
import type { PartnershipKept } from '../partnerships/partnership.store.ts'
import { activityLine, partnerFacts, partnerName } from '../partnerships/partnership.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/export-index/index': ReturnType<typeof indexPage>
    'evidence/export-index/partner': ReturnType<typeof indexPage>['partners'][number]
  }
}

/**
 * A file of evidence: its name in the ZIP, or the reason why the ZIP does not contain it. A `damaged` file has both,
 * because the ZIP contains it.
 */
export interface ExportedFile {
  entry: string | null
  name: string
  size: number
  sha256: string
  reason: 'not scanned' | 'refused' | 'bytes missing' | 'damaged' | null
  /** the number of the version, counted from the oldest; null for a file with only one version */
  version: number | null
  replacedAt: Instant | null
  notToShare: NotToShare
}
/** Why evidence is left out. `removed`: during the export, it was removed or the person lost access to it. */
const leftOutReasons = ['no consent', 'ended', 'removed'] as const satisfies (WithoutConsent | 'removed')[]
type LeftOutReason = (typeof leftOutReasons)[number]
/**
 * Evidence with its number in the ZIP. Evidence left out of the ZIP is counted but not named, because a title can name
 * people.
 */
export interface Exported {
  number: number
  evidence: ExportedEvidence
  files: readonly ExportedFile[]
  notes: string | null
  leftOut: LeftOutReason | null
}

/** @property isAll whether all evidence was chosen. If so, every partner is included, even those without evidence */
export interface ExportAbout {
  organisation: Organisation
  framework: Framework
  partners: readonly PartnershipKept[]
  isAll: boolean
  reader: string
  at: Instant
}

/** The index page inside the ZIP. People open the page from a disk, so it works without a server. */
export function indexPage(t: T, about: ExportAbout, exported: readonly Exported[]) {
  const { organisation, framework, reader, at } = about
  return {
    language: t.language,
    title: t('export_index.title', { organisation: organisation.name }),
    said: [
      t('export_index.by', { reader, moment: dayAndTime(t, at) }),
      t('export_index.count', { count: exported.filter(({ leftOut }) => leftOut === null).length }),
      ...leftOutSentences(
        t,
        exported.flatMap(({ leftOut }) => leftOut ?? []),
      ),
    ],
    columns: [
      t('export_index.column.number'),
      t('evidence.table.title'),
      t('evidence.table.kind'),
      t('evidence.table.covers'),
      t('evidence.table.for'),
      t('evidence.table.branches'),
      t('export_index.column.files'),
    ],
    partners: partnersIn(about, exported).map(kept => partnerShown(t, kept, dayOf(at))),
    rows: exported.filter(({ leftOut }) => !leftOut).map(each => indexRow(t, framework, each)),
  }
}

/** Says how many items of evidence are left out, for each reason. */
export function leftOutSentences(t: T, leftOut: readonly LeftOutReason[]): string[] {
  const count = (reason: LeftOutReason): number => leftOut.filter(each => each === reason).length
  return leftOutReasons
    .filter(reason => count(reason) > 0)
    .map(reason => t(`export_index.left_out.${reason}`, { count: count(reason) }))
}

function partnerShown(t: T, { partner, evidenceItems }: ReturnType<typeof partnersIn>[number], today: Day) {
  return {
    name: partnerName(partner),
    english: partner.englishName || null,
    facts: [
      ...partnerFacts(t, partner).map(({ term, text }) => ({ term, text: text ?? '' })),
      { term: t('partners.contact'), text: partner.contact || t('partners.contact.none') },
    ],
    agreed: paragraphs(partner.agreed || null),
    activities: partner.activities.map(activity => activityLine(t, activity, today)),
    evidenceItems: evidenceItems.map(({ number, evidence }) =>
      t('export_index.partner.evidence', { number, title: evidence.title }),
    ),
  }
}

/** The row of one item of evidence in the index page. */
function indexRow(t: T, framework: Framework, exported: Exported) {
  const { number, evidence } = exported
  return {
    cells: [
      String(number),
      evidence.title,
      t(`evidence.kind.${evidence.kind}`),
      periodText(t, evidence),
      codesOf(framework, evidence),
      branchesOf(t, evidence),
    ],
    marks: [
      ...(evidence.sensitivity === 'restricted'
        ? [{ term: t('evidence.sensitivity.restricted'), text: t('personal_data.choice.restrict.hint') }]
        : []),
      ...(warnsBefore(evidence)
        ? [{ term: t('content_warning.row'), text: t('export_index.may_be_distressing') }]
        : []),
    ],
    summary: evidence.summary,
    files: filesOf(t, exported),
  }
}

/** The files, the file of notes and the links of one item of evidence. */
const filesOf = (t: T, { evidence, files, notes }: Exported) => [
  ...files.map(file => ({
    href: file.entry && file.entry.split('/').map(encodeURIComponent).join('/'),
    name: file.name,
    about: [
      file.reason ? t(`export_index.missing.${file.reason}`) : fileSize(t, file.size),
      ...versionOf(t, file),
    ].join(', '),
    mark: markOf(t, file)[0] ?? null,
    hash: file.reason ? null : file.sha256,
  })),
  ...(notes
    ? [
        {
          href: notes,
          name: t('evidence.notes.count', { count: evidence.notes.length }),
          about: null,
          mark: null,
          hash: null,
        },
      ]
    : []),
  ...evidence.links.map(({ address, seenOn }) => ({
    href: null,
    name: address,
    about: t('export_index.seen', { day: shortDay(t, seenOn) }),
    mark: null,
    hash: null,
  })),
]

const columnsOfFile = [
  'number',
  'title',
  'kind',
  'from',
  'to',
  'for',
  'branches',
  'language',
  'visible_to',
  'warning',
  'owner',
  'received',
  'entry',
  'name',
  'version',
  'size',
  'sha256',
  'remark',
] as const

/** Returns the rows of a spreadsheet: the column names, a row for each file, and a row for each item without files. */
export const indexRows = (t: T, { framework }: ExportAbout, exported: readonly Exported[]): string[][] => [
  columnsOfFile.map(column => t(`export_index.csv.${column}`)),
  ...exported.filter(({ leftOut }) => !leftOut).flatMap(each => rowsOf(t, framework, each)),
]

function rowsOf(t: T, framework: Framework, { number, evidence, files, notes }: Exported): string[][] {
  const about = [
    String(number),
    evidence.title,
    t(`evidence.kind.${evidence.kind}`),
    evidence.periodFrom ?? '',
    evidence.periodTo ?? '',
    codesOf(framework, evidence),
    branchesOf(t, evidence),
    evidence.language,
    t(`evidence.visible_to.${evidence.sensitivity}`),
    warnsBefore(evidence) ? t('export_index.may_be_distressing') : '',
    evidence.owner,
    dayOf(evidence.receivedAt),
  ]
  if (files.length === 0) {
    const others = [...(notes ? [notes] : []), ...evidence.links.map(({ address }) => address)]
    return [[...about, others.join(' '), '', '', '', '', '']]
  }
  return files.map(file => [
    ...about,
    file.entry ?? '',
    file.name,
    file.version === null ? '' : String(file.version),
    String(file.size),
    file.sha256,
    [...(file.reason ? [t(`export_index.missing.${file.reason}`)] : []), ...replaced(t, file), ...markOf(t, file)].join(
      ', ',
    ),
  ])
}

/** The number of a file's version, and when a newer version replaced it. */
const versionOf = (t: T, file: ExportedFile): string[] => [
  ...(file.version === null ? [] : [t('export_index.version', { number: file.version })]),
  ...replaced(t, file),
]
const replaced = (t: T, { replacedAt }: ExportedFile): string[] =>
  replacedAt === null ? [] : [t('export_index.replaced', { day: shortDay(t, dayOf(replacedAt)) })]

/** Why a file in the ZIP must not be shared. */
const markOf = (t: T, { entry, notToShare }: ExportedFile): string[] =>
  entry !== null && notToShare !== null ? [t(`export_index.${notToShare}`)] : []

/** The partners to include, each with its exported evidence. Evidence left out of the ZIP is not named here either. */
function partnersIn({ partners, isAll }: ExportAbout, exported: readonly Exported[]) {
  const included = new Map(exported.filter(({ leftOut }) => leftOut === null).map(each => [each.evidence.id, each]))
  return partners
    .map(partner => ({
      partner,
      evidenceItems: partner.evidence.flatMap(id => included.get(id) ?? []).toSorted((a, b) => a.number - b.number),
    }))
    .filter(({ evidenceItems }) => isAll || evidenceItems.length > 0)
}

/** Returns the rows of a spreadsheet: the column names, and a row for each partner. */
export function partnerRows(t: T, about: ExportAbout, exported: readonly Exported[]): string[][] {
  const heads = [
    t('export_index.csv.partner'),
    t('partners.english'),
    t('export_index.csv.language'),
    t('partners.kind'),
    t('partners.place'),
    t('partners.since'),
    t('partners.until.label'),
    t('partners.agreed'),
    t('partners.contact'),
    t('partner_activities.heading'),
    t('export_index.csv.evidence'),
  ]
  return [
    heads,
    ...partnersIn(about, exported).map(({ partner, evidenceItems }) => [
      partner.name,
      partner.englishName,
      partner.language,
      t(`partner.kind.${partner.kind}`),
      partner.place,
      partner.since,
      partner.until ?? '',
      partner.agreed,
      partner.contact,
      partner.activities.map(activity => activityLine(t, activity, dayOf(about.at))).join('\n'),
      evidenceItems.map(({ number }) => String(number)).join(', '),
    ]),
  ]
}

/** The notes of an item of evidence, each with its author and time. */
export const notesText = (t: T, { notes }: ExportedEvidence): string =>
  notes.map(({ body, writer, writtenAt }) => `${writer}, ${dayAndTime(t, writtenAt)}\n\n${body}\n`).join('\n')

const codesOf = (framework: Framework, { items }: ExportedEvidence): string =>
  itemsOf(framework)
    .filter(({ id }) => items.includes(id))
    .map(({ code }) => code)
    .join(', ')
const branchesOf = (t: T, { branches }: ExportedEvidence): string =>
  list(t, branches) || t('evidence.card.whole_service')
