import type { Db, Tx } from '../db/connection.ts'
import { withKeptSql } from '../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../db/lookups.ts'
import type { Row } from '../db/tables.ts'
import { Stale } from '../domain/refusals.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import type { Form } from './form.ts'

/** A person's unsaved text in a form. Only that person can read it. */
export interface WorkingCopy {
  values: Form['values']
  /** the version of the record that the person saw when they entered the text */
  basedOn: string
  /** the page that saved the copy */
  page: string
  savedAt: Instant
}

/**
 * The page that sends a form. `page` is its random key. `copy` is when its working copy was saved; empty without one.
 */
export interface SentFrom {
  page: string
  copy: string
}

const copyColumns = ['fields', 'based_on', 'page', 'saved_at'] as const

type CopyRow = Pick<Row<'working_copies'>, (typeof copyColumns)[number]>

/**
 * The person's working copy of a form; null when there is none.
 * @param address the form's address, without a query string
 */
export const workingCopyLookup = withKeptSql((db: Db | Tx, id: string, address: string): Lookup<WorkingCopy | null> =>
  lookup<CopyRow, WorkingCopy | null>(
    () =>
      db('working_copies')
        .where({ person_id: id, address })
        .select(...copyColumns),
    copyColumns,
    ([row]) => (row ? toWorkingCopy(row) : null),
  ),
)

/**
 * The person's working copies of all forms below an address.
 * @returns the copies, keyed by the part of their address after `address` and a slash
 */
export const workingCopiesBelow = (
  db: Db | Tx,
  { id }: { id: string },
  address: string,
): Promise<Map<string, WorkingCopy>> => runLookup(db, workingCopiesLookup(db, id, address))

/** `workingCopiesBelow` as a lookup. */
export function workingCopiesLookup(db: Db | Tx, id: string, address: string): Lookup<Map<string, WorkingCopy>> {
  const start = `${address}/`
  const copies = copiesLike(db, id, `${start}%`)
  return {
    ...copies,
    read: rows => new Map(copies.read(rows).map(row => [row.address.slice(start.length), toWorkingCopy(row)])),
  }
}

/**
 * The person's working copies of the form at an address and of all forms below it.
 * @returns the copies, keyed by address
 */
export function workingCopiesFrom(db: Db | Tx, id: string, address: string): Lookup<Map<string, WorkingCopy>> {
  const copies = copiesLike(db, id, `${address}%`)
  return {
    ...copies,
    read: rows =>
      new Map(
        copies
          .read(rows)
          .filter(row => row.address === address || row.address.startsWith(`${address}/`))
          .map(row => [row.address, toWorkingCopy(row)]),
      ),
  }
}

type CopyAt = CopyRow & { address: string }

const copiesLike = withKeptSql((db: Db | Tx, id: string, pattern: string): Lookup<CopyAt[]> =>
  lookup<CopyAt, CopyAt[]>(
    () =>
      db('working_copies')
        .where({ person_id: id })
        .where('address', 'like', pattern)
        .select('address', ...copyColumns),
    ['address', ...copyColumns],
    rows => rows,
  ),
)

/**
 * Saves a working copy.
 * @throws Stale when another window saved a copy that this page does not show
 */
export async function saveWorkingCopy(
  trx: Tx,
  { id }: { id: string },
  copy: { address: string; from: SentFrom; values: Form['values']; basedOn: string; at: Instant },
): Promise<void> {
  const row = {
    page: copy.from.page,
    fields: JSON.stringify(copy.values),
    based_on: copy.basedOn,
    saved_at: copy.at,
  }
  const saved = await trx('working_copies')
    .insert({ person_id: id, address: copy.address, ...row })
    .onConflict(['person_id', 'address'])
    .merge(row)
    .where(present =>
      present
        .where('working_copies.page', copy.from.page)
        .orWhere('working_copies.saved_at', copy.from.copy as Instant),
    )
    .returning('saved_at')
  if (saved.length === 0) throw new Stale()
}

/** @throws Stale when another window saved a copy that this page does not show */
export async function refuseOtherWindow(
  trx: Tx,
  { id }: { id: string },
  address: string,
  { page, copy }: SentFrom,
): Promise<void> {
  const present = await trx('working_copies').where({ person_id: id, address }).first('page', 'saved_at')
  if (present && isFromOtherWindow({ page: present.page, savedAt: present.saved_at }, { page, copy })) throw new Stale()
}

/** Whether a window other than the sender saved the working copy, and the sender does not show that copy. */
export const isFromOtherWindow = (copy: Pick<WorkingCopy, 'page' | 'savedAt'>, from: SentFrom): boolean =>
  copy.savedAt !== from.copy && copy.page !== from.page

export async function deleteWorkingCopy(trx: Tx, { id }: { id: string }, address: string): Promise<void> {
  await trx('working_copies').where({ person_id: id, address }).delete()
}

const daysKept = 60

/** Deletes working copies that nobody has changed for 60 days. */
export async function deleteOldWorkingCopies(trx: Tx, at: Instant): Promise<void> {
  await trx('working_copies')
    .where('saved_at', '<', addMinutes(at, -daysKept * 24 * 60))
    .delete()
}

const toWorkingCopy = (row: CopyRow): WorkingCopy => ({
  values: JSON.parse(row.fields) as Form['values'],
  basedOn: row.based_on,
  page: row.page,
  savedAt: row.saved_at,
})
