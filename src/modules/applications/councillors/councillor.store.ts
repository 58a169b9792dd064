import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import {
  emptyCouncillorPage,
  type Cost,
  type CouncillorPage,
  type Quote,
  type YearNumber,
} from '../../../domain/councillor-page.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

export type SavedCouncillorPage = CouncillorPage & { version: number }

/** The lookups for `councillorPageFrom`, to combine with other lookups. */
export const councillorPageLookups = (db: Db | Tx, applicationId: string) => ({
  saved: savedLookup(db, applicationId),
  quotes: quotesLookup(db, applicationId),
})

const savedLookup = withKeptSql((db: Db | Tx, applicationId: string): Lookup<SavedRow | null> =>
  lookup<SavedRow, SavedRow | null>(
    () =>
      db('councillor_pages')
        .where({ application_id: applicationId })
        .select(...pageColumns),
    pageColumns,
    ([row]) => row ?? null,
  ),
)

const quotesLookup = withKeptSql((db: Db | Tx, applicationId: string): Lookup<QuoteRow[]> =>
  lookup<QuoteRow, QuoteRow[]>(
    () =>
      db('councillor_quotes')
        .where({ application_id: applicationId })
        .orderBy('place')
        .select('evidence_id', 'words', 'who'),
    ['evidence_id', 'words', 'who'],
    rows => rows,
  ),
)

const pageColumns = [
  'costs',
  'hours_to_apply',
  'hours_to_renew',
  'paid_from',
  'request',
  'numbers',
  'period',
  'contact',
  'version',
] as const
type SavedRow = Pick<Row<'councillor_pages'>, (typeof pageColumns)[number]>
type QuoteRow = Pick<Row<'councillor_quotes'>, 'evidence_id' | 'words' | 'who'>

/**
 * Builds the saved page from the results of `councillorPageLookups`. Includes every saved quote, even one that cannot
 * be used today.
 * @returns an empty page of version 0 when nothing has been saved
 */
export function councillorPageFrom({
  saved: row,
  quotes,
}: {
  saved: SavedRow | null
  quotes: readonly QuoteRow[]
}): SavedCouncillorPage {
  if (!row) return { ...emptyCouncillorPage, version: 0 }
  return {
    costs: JSON.parse(row.costs) as Cost[],
    hoursToApply: row.hours_to_apply,
    hoursToRenew: row.hours_to_renew,
    paidFrom: row.paid_from,
    request: row.request,
    numbers: JSON.parse(row.numbers) as YearNumber[],
    period: row.period,
    contact: row.contact,
    quotes: quotes.map(({ evidence_id: evidenceId, words, who }): Quote => ({ evidenceId, words, who })),
    version: row.version,
  }
}

/**
 * Saves a page. Stores the withheld quotes after the others, because they may become usable again.
 * @throws Stale when the page has been saved since version `readAt`
 */
export async function saveCouncillorPage(
  trx: Tx,
  applicationId: string,
  {
    page,
    withheld,
    readAt,
    by,
    at,
  }: { page: CouncillorPage; withheld: readonly Quote[]; readAt: number; by: string; at: Instant },
): Promise<void> {
  const row = {
    application_id: applicationId,
    costs: JSON.stringify(page.costs),
    hours_to_apply: page.hoursToApply,
    hours_to_renew: page.hoursToRenew,
    paid_from: page.paidFrom,
    request: page.request,
    numbers: JSON.stringify(page.numbers),
    period: page.period,
    contact: page.contact,
    saved_by: by,
    saved_at: at,
    version: readAt + 1,
  }
  const changed =
    readAt === 0
      ? await trx('councillor_pages').insert(row).onConflict('application_id').ignore().returning('version')
      : await trx('councillor_pages').where({ application_id: applicationId, version: readAt }).update(row, ['version'])
  if (changed.length === 0) throw new Stale()
  await trx('councillor_quotes').where({ application_id: applicationId }).delete()
  const quotes = [...page.quotes, ...withheld].map(({ evidenceId, words, who }, place) => ({
    application_id: applicationId,
    place,
    evidence_id: evidenceId,
    words,
    who,
  }))
  if (quotes.length > 0) await trx('councillor_quotes').insert(quotes)
}

/** Deletes the quotes that were taken from one item of evidence. */
export async function deleteQuotesFrom(trx: Tx, evidenceId: string): Promise<void> {
  await trx('councillor_quotes').where({ evidence_id: evidenceId }).delete()
}
