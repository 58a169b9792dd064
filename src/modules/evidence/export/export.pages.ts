import type { Branch } from '../../organisations/organisations.public.ts'
import { evidenceKindsTaken, warnsBefore } from '../../../domain/evidence.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { type Instant, dayOf } from '../../../domain/time.ts'
import { covers } from '../items/evidence-card.pages.ts'
import { activityLine, partnerFacts, partnerName } from '../partners/partnership.pages.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { errorSummary, select, textField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { dayAndTime, fileSize, list, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { PartnershipKept } from '../partner-evidence/partner-evidence.store.ts'
import type { ExportedEvidence } from './export.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/export/show': ReturnType<typeof takingOutPage>
    'evidence/export/index': ReturnType<typeof indexPage>
    'evidence/export/partner': ReturnType<typeof indexPage>['partners'][number]
  }
}

export function takingOutPage(
  t: T,
  organisation: Organisation,
  { framework, branches, seesAll }: { framework: Framework; branches: readonly Branch[]; seesAll: boolean },
  form: Form,
) {
  return {
    title: t('export.title'),
    heading: { caption: organisation.name, text: t('export.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    errors: errorSummary(form),
    said: [
      t('export.holds'),
      t('export.left_out'),
      ...(seesAll ? [] : [t('export.restricted')]),
      t('export.logged'),
      t('export.stays'),
    ],
    action: `/organisations/${organisation.id}/export`,
    kind: select(
      form,
      'kind',
      t('evidence.filter.kind'),
      evidenceKindsTaken.map(kind => ({ value: kind, text: t(`evidence.kind.${kind}`) })),
      { empty: t('evidence.filter.kind.any') },
    ),
    item: select(
      form,
      'item',
      t('evidence.filter.item'),
      itemsOf(framework).map(({ id, code, title }) => ({ value: id, text: `${code} ${title}` })),
      { empty: t('evidence.filter.item.any') },
    ),
    branch:
      branches.length < 2
        ? null
        : select(
            form,
            'branch',
            t('evidence.filter.branch'),
            branches.map(({ id, name }) => ({ value: id, text: name })),
            { empty: t('evidence.filter.branch.any') },
          ),
    password: textField(form, 'password', t('export.password'), {
      type: 'password',
      hint: t('export.password.hint'),
      autocomplete: 'current-password',
      width: 20,
    }),
  }
}

/** A file of a piece as it went: its name in the ZIP, or why it is not there. */
export interface Gone {
  entry: string | null
  name: string
  size: number
  sha256: string
  reason: 'not scanned' | 'refused' | 'not here' | 'damaged' | null
  /** of a file with several versions: which it is, counted from the oldest */
  version: number | null
  replacedAt: Instant | null
}
/** People can be recognised in it, and somebody's consent was never recorded or taken back, or has ended. */
const reasonsLeft = ['no consent', 'ended'] as const
/**
 * A piece with its number in the ZIP; one that was left out has nothing there, not even its title: titles name people
 * too.
 */
export interface Taken {
  number: number
  evidence: ExportedEvidence
  gone: readonly Gone[]
  notes: string | null
  left: (typeof reasonsLeft)[number] | null
}

/** @property isAll no selection: every partner goes along, otherwise those on which something hangs that goes */
export interface About {
  organisation: Organisation
  framework: Framework
  partners: readonly PartnershipKept[]
  isAll: boolean
  reader: string
  at: Instant
}

/** The page inside the ZIP: opened from a disk, so it needs nothing of ours. */
export function indexPage(t: T, about: About, taken: readonly Taken[]) {
  const { organisation, framework, reader, at } = about
  const leftFor = (reason: (typeof reasonsLeft)[number]) => taken.filter(({ left }) => left === reason).length
  return {
    language: t.language,
    title: t('export.index.title', { organisation: organisation.name }),
    said: [
      t('export.index.by', { reader, moment: dayAndTime(t, at) }),
      t('export.index.count', { count: taken.filter(({ left }) => left === null).length }),
      ...reasonsLeft
        .filter(reason => leftFor(reason) > 0)
        .map(reason => t(`export.index.left.${reason}`, { count: leftFor(reason) })),
    ],
    columns: [
      t('export.column.number'),
      t('evidence.table.title'),
      t('evidence.table.kind'),
      t('evidence.table.covers'),
      t('evidence.table.for'),
      t('evidence.table.branches'),
      t('export.column.files'),
    ],
    partners: partnersGoing(about, taken).map(({ partner, evidenceItems }) => ({
      name: partnerName(partner),
      english: partner.englishName || null,
      facts: [
        ...partnerFacts(t, partner).map(({ term, text }) => ({ term, text: text ?? '' })),
        { term: t('partners.contact'), text: partner.contact || t('partners.contact.none') },
      ],
      agreed: paragraphs(partner.agreed || null),
      activities: partner.activities.map(activity => activityLine(t, activity, dayOf(at))),
      evidenceItems: evidenceItems.map(({ number, evidence }) =>
        t('export.partner.piece', { number, title: evidence.title }),
      ),
    })),
    rows: taken
      .filter(each => !each.left)
      .map(({ number, evidence, gone, notes }) => ({
        cells: [
          String(number),
          evidence.title,
          t(`evidence.kind.${evidence.kind}`),
          covers(t, evidence),
          codesOf(framework, evidence),
          branchesOf(t, evidence),
        ],
        marks: [
          ...(evidence.sensitivity === 'restricted'
            ? [{ term: t('evidence.sensitivity.restricted'), text: t('evidence.visible_to.restricted.hint') }]
            : []),
          ...(warnsBefore(evidence) ? [{ term: t('content_warning.row'), text: t('evidence.field.distressing') }] : []),
        ],
        summary: evidence.summary,
        files: [
          ...gone.map(file => ({
            href: file.entry,
            name: file.name,
            about: [
              file.reason ? t(`export.because.${file.reason}`) : fileSize(t, file.size),
              ...versionOf(t, file),
            ].join(', '),
            hash: file.reason ? null : file.sha256,
          })),
          ...(notes
            ? [
                {
                  href: notes,
                  name: t('evidence.notes.count', { count: evidence.notes.length }),
                  about: null,
                  hash: null,
                },
              ]
            : []),
          ...evidence.links.map(({ address, seenOn }) => ({
            href: null,
            name: address,
            about: t('export.seen', { day: shortDay(t, seenOn) }),
            hash: null,
          })),
        ],
      })),
  }
}

/** A row per file, for a spreadsheet; a piece without a file has one. */
export function indexRows(t: T, { framework }: About, taken: readonly Taken[]): string[][] {
  const heads = (
    [
      'number',
      'title',
      'kind',
      'from',
      'to',
      'for',
      'branches',
      'language',
      'open_to',
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
  ).map(column => t(`export.csv.${column}`))
  return [
    heads,
    ...taken
      .filter(each => !each.left)
      .flatMap(({ number, evidence, gone, notes }) => {
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
          warnsBefore(evidence) ? t('evidence.field.distressing') : '',
          evidence.owner,
          dayOf(evidence.receivedAt),
        ]
        const files = gone.map(file => [
          ...about,
          file.entry ?? '',
          file.name,
          file.version === null ? '' : String(file.version),
          String(file.size),
          file.sha256,
          [...(file.reason ? [t(`export.because.${file.reason}`)] : []), ...replaced(t, file)].join(', '),
        ])
        const others = [...(notes ? [notes] : []), ...evidence.links.map(({ address }) => address)]
        return files.length > 0 ? files : [[...about, others.join(' '), '', '', '', '', '']]
      }),
  ]
}

/** Which version it is, and until when it was the newest. */
const versionOf = (t: T, file: Gone): string[] => [
  ...(file.version === null ? [] : [t('export.version', { number: file.version })]),
  ...replaced(t, file),
]
const replaced = (t: T, { replacedAt }: Gone): string[] =>
  replacedAt === null ? [] : [t('export.replaced', { day: shortDay(t, dayOf(replacedAt)) })]

/**
 * Whom the library works with, each with what hangs on it and went along: what was left out is not named here either.
 */
function partnersGoing({ partners, isAll }: About, taken: readonly Taken[]) {
  const gone = new Map(taken.filter(({ left }) => left === null).map(each => [each.evidence.id, each]))
  return partners
    .map(partner => ({
      partner,
      evidenceItems: partner.evidence.flatMap(id => gone.get(id) ?? []).toSorted((a, b) => a.number - b.number),
    }))
    .filter(({ evidenceItems }) => isAll || evidenceItems.length > 0)
}

/** A row per partner, for a spreadsheet. */
export function partnerRows(t: T, about: About, taken: readonly Taken[]): string[][] {
  const heads = [
    t('export.csv.partner'),
    t('partners.english'),
    t('export.csv.language'),
    t('partners.kind'),
    t('partners.place'),
    t('partners.since'),
    t('partners.until.label'),
    t('partners.agreed'),
    t('partners.contact'),
    t('partners.activities'),
    t('export.csv.pieces'),
  ]
  return [
    heads,
    ...partnersGoing(about, taken).map(({ partner, evidenceItems }) => [
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

/** The words of its notes, each with whose they are. */
export const notesText = (t: T, { notes }: ExportedEvidence): string =>
  notes.map(({ body, writer, writtenAt }) => `${writer}, ${dayAndTime(t, writtenAt)}\n\n${body}\n`).join('\n')

const codesOf = (framework: Framework, { items }: ExportedEvidence): string =>
  itemsOf(framework)
    .filter(({ id }) => items.includes(id))
    .map(({ code }) => code)
    .join(', ')
const branchesOf = (t: T, { branches }: ExportedEvidence): string =>
  list(t, branches) || t('evidence.card.whole_service')
