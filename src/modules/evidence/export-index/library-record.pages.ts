import { evidenceLanguages, type EvidenceLanguage } from '../../../domain/evidence.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { LibraryRecords } from '../export/library-record.store.ts'
import type { Exported } from './export-index.pages.ts'

/** The spreadsheets of a library's records, by file name. Leaves out empty ones. */
export const recordTables = (
  t: T,
  records: LibraryRecords,
  exported: readonly Exported[],
): { name: string; rows: string[][] }[] =>
  [
    { name: 'consents.csv', rows: consentRows(t, records, exported) },
    { name: 'targets.csv', rows: targetRows(t, records) },
    { name: 'regular-evidence.csv', rows: recurringRows(t, records) },
  ].filter(({ rows }) => rows.length > 1)

/**
 * The consents. The reference is the id of the evidence, as in the address of its page. Evidence left out of the
 * download has no number. No titles are listed, because a title can name people.
 */
function consentRows(t: T, { consents }: LibraryRecords, exported: readonly Exported[]): string[][] {
  const numbers = new Map(
    exported.filter(({ leftOut }) => leftOut === null).map(({ evidence, number }) => [evidence.id, String(number)]),
  )
  return [
    [
      t('export_index.csv.reference'),
      t('export_index.csv.evidence'),
      t('export_index.csv.person'),
      t('consents.guardian'),
      t('export_index.csv.agreed'),
      t('consents.wording'),
      t('consents.language'),
      t('consents.held_by'),
      t('consents.held_where'),
      t('export_index.csv.signed'),
      t('consents.end'),
      t('export_index.csv.withdrawn'),
    ],
    ...consents.map(each => [
      each.evidenceId,
      numbers.get(each.evidenceId) ?? '',
      each.person,
      each.guardian ?? '',
      list(
        t,
        each.uses.map(use => t(`consents.agreed.${use}`)),
      ),
      each.wording,
      languageOf(t, each.language),
      each.heldBy,
      each.heldWhere,
      each.givenOn,
      each.expiresOn ?? t('consents.no_end'),
      dayIn(each.withdrawnAt),
    ]),
  ]
}

const targetRows = (t: T, { targets }: LibraryRecords): string[][] => [
  [
    t('export_index.csv.target'),
    t('targets.owner'),
    t('export_index.csv.due'),
    t('targets.status'),
    t('export_index.csv.progress'),
    t('export_index.csv.progress_on'),
  ],
  ...targets.map(({ body, owner, dueOn, status, progress, progressAt }) => [
    body,
    owner,
    dueOn,
    t(`targets.status.${status}`),
    progress,
    dayIn(progressAt),
  ]),
]

const recurringRows = (t: T, { recurring }: LibraryRecords): string[][] => [
  [
    t('export_index.csv.title'),
    t('export_index.csv.instructions'),
    t('export_index.csv.every'),
    t('export_index.csv.responsible'),
    t('export_index.csv.branches'),
    t('recurring.next'),
    t('export_index.csv.stopped'),
  ],
  ...recurring.map(({ title, what, every, asked, branch, nextDue, endedAt }) => [
    title,
    what,
    t(`recurring.every.${every}`),
    asked,
    branch ?? t('evidence.card.whole_service'),
    endedAt === null ? nextDue : '',
    dayIn(endedAt),
  ]),
]

const dayIn = (at: Instant | null): string => (at === null ? '' : dayOf(at))

const languageOf = (t: T, language: string): string =>
  evidenceLanguages.includes(language as EvidenceLanguage)
    ? t(`evidence.language.${language as EvidenceLanguage}`)
    : language
