import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../db/connection.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { placesUnder, readStagingName, type Places } from '../files/places.ts'
import { brokenBy, type Check } from './broken.ts'

const anHour = 60 * 60 * 1000

/** I1: every file and receipt that the service confirmed to a client has its row. `rowsHaveFiles` checks the bytes. */
export const confirmedFilesAreStored: Check = async ({ database: { db }, confirmed }) => {
  const missing: { entity: string; what: string }[] = []
  for (const each of confirmed) {
    if ('upload' in each) {
      const rows = await Promise.all([
        db('inbox_files').where({ sha256: each.upload }).first('size'),
        db('evidence_files').where({ sha256: each.upload }).first('size'),
      ])
      if (!rows.some(row => Number(row?.size) === each.size))
        missing.push({
          entity: `the upload with hash ${each.upload}`,
          what: 'its sender was told that it is stored, but no file has this hash',
        })
    } else if ('evidence' in each) {
      const row = await db('evidence_files').where({ evidence_id: each.evidence, sha256: each.sha256 }).first()
      if (!row)
        missing.push({
          entity: `evidence ${each.evidence}`,
          what: `a client was told that it holds ${each.sha256}, but it does not`,
        })
      else if (Number(row.size) !== each.size)
        missing.push({
          entity: `evidence ${each.evidence}`,
          what: `a file of it has ${row.size} bytes, but a client was told ${each.size}`,
        })
    } else {
      const row = await db('submissions').where({ receipt: each.receipt }).first()
      if (row?.sha256 !== each.sha256)
        missing.push({ entity: `receipt ${each.receipt}`, what: 'a client was given it, but no submission has it' })
    }
  }
  return brokenBy('I1', missing)
}

/**
 * I2: each stored file has a row that needs it, or a marker in staging. Nothing in staging is older than an hour or
 * belongs to a process that has ended.
 */
export const filesHaveRows: Check = async ({ database: { db }, uploads, now }) => {
  const places = placesUnder(uploads)
  const found: { entity: string; what: string }[] = []
  // A file has a marker until it has a row. Reading files, then markers, then rows finds the marker or the row of a
  // file that is being stored during the check.
  const objects = await objectsIn(places)
  const beingStored = new Set<string>()
  for (const name of await namesIn(places.staging)) {
    const read = readStagingName(name)
    const isOld = (await ageOf(join(places.staging, name))) > anHour
    if (isOld || !read || read.owner === 'gone') found.push({ entity: `staging ${name}`, what: 'left behind' })
    else if (read.isMarker) beingStored.add(read.id)
  }
  const held = new Set([
    ...(await db('held_files').pluck<string[]>('id')),
    ...(await inboxRows(db)).filter(({ state }) => state !== 'refused').map(({ id }) => id),
  ])
  const rows = new Map(
    [...(await db('evidence_files').select('id', 'state', 'removed_at')), ...(await previewRows(db))].map(row => [
      row.id,
      row,
    ]),
  )
  for (const id of objects) {
    if (held.has(id)) continue
    const row = rows.get(id)
    const isStray = !row && !beingStored.has(id) && (await sizeOf(places.object(id))) !== null
    if (isStray) found.push({ entity: `object ${id}`, what: 'no row refers to it' })
    if (row && ['removed', 'refused'].includes(row.state) && (row.removed_at ?? '') < addMinutes(now, -70))
      found.push({ entity: `object ${id}`, what: `its row says ${row.state}` })
  }
  return brokenBy('I2', found)
}

/** I3: the file of each row is stored, with the length and hash in the row, unless it was removed or refused. */
export const rowsHaveFiles: Check = async ({ database: { db }, uploads }) => {
  const places = placesUnder(uploads)
  const found: { entity: string; what: string }[] = []
  const previews = (await previewRows(db)).filter(({ state }) => state === 'ready')
  for (const row of [
    ...(await db('evidence_files')
      .join('evidence', 'evidence.id', 'evidence_files.evidence_id')
      .whereIn('state', ['ready', 'scanning'])
      .orderBy('evidence_files.id')
      .select('evidence_files.id', 'size', 'sha256', 'evidence_id', 'organisation_id')),
    ...previews,
    ...(await inboxRows(db)).filter(({ state }) => state !== 'refused'),
  ]) {
    const size = await sizeOf(places.object(row.id))
    const entity = `file ${row.id}${ownerOf(row)}`
    if (size === null) found.push({ entity, what: 'its object is missing' })
    else if (size !== Number(row.size))
      found.push({ entity, what: `its object has ${size} bytes instead of ${row.size}` })
    else if ((await hashOf(places.object(row.id))) !== row.sha256)
      found.push({ entity, what: 'its object has another hash' })
  }
  return brokenBy('I3', found)
}

/** The paths of the library's pages about a file. */
const ownerOf = (row: { evidence_id?: string; organisation_id: string }): string =>
  ` of /organisations/${row.organisation_id}${row.evidence_id ? `, /evidence/${row.evidence_id}` : '/inbox'}`

/** I4: no file has been waiting for the scanner for more than an hour. */
export const scansEnd: Check = async ({ database: { db }, now }) => {
  const rows = (
    await Promise.all(
      fileTables.map(table =>
        db(table).where({ state: 'scanning' }).where('uploaded_at', '<', addMinutes(now, -60)).select('id'),
      ),
    )
  ).flat()
  return brokenBy(
    'I4',
    rows.map(({ id }) => ({ entity: `file ${id}`, what: 'has waited for the scanner for over an hour' })),
  )
}

/** I4: no redacted copy has been in progress for more than an hour. Redactions of removed evidence are paused. */
export const redactionsEnd: Check = async ({ database: { db }, now }) => {
  const rows = await db('redactions')
    .join('evidence', 'evidence.id', 'redactions.evidence_id')
    .whereNull('evidence.removed_at')
    .whereNull('redactions.failed')
    .where('redactions.asked_at', '<', addMinutes(now, -60))
    .select<{ file: string }[]>('redactions.file_id as file')
  return brokenBy(
    'I4',
    rows.map(({ file }) => ({ entity: `file ${file}`, what: 'has had no redacted copy for over an hour' })),
  )
}

/** I5: a file can be opened only with a scan result newer than the file, or with a record that it was not scanned. */
export const unscannedIsClosed: Check = async ({ database: { db } }) => {
  const rows = (
    await Promise.all(
      fileTables.map(table =>
        db(table)
          .where({ state: 'ready' })
          .where(unscanned =>
            unscanned
              .whereNull('scanned_by')
              .orWhereNull('scanned_at')
              .orWhereNotIn('scanned_by', ['clamd', 'none'])
              .orWhereRaw("scanned_by = 'clamd' and scanned_at < uploaded_at"),
          )
          .select('id'),
      ),
    )
  ).flat()
  return brokenBy(
    'I5',
    rows.map(({ id }) => ({ entity: `file ${id}`, what: 'opens without a scan result' })),
  )
}

const fileTables = ['evidence_files', 'inbox_files'] as const

/** The files in evidence inboxes, and their small previews. */
async function inboxRows(db: Db): Promise<InboxRow[]> {
  const rows = await db('inbox_files')
    .join('inbox_items', 'inbox_items.id', 'inbox_files.inbox_item_id')
    .orderBy('inbox_files.id')
    .select('inbox_files.*', 'organisation_id')
  return rows.flatMap(({ small_id: small, small_size: smallSize, small_sha256: smallSha256, ...row }) =>
    small === null ? [row] : [row, { ...row, id: small, size: smallSize!, sha256: smallSha256! }],
  )
}
interface InboxRow {
  id: string
  state: string
  size: number
  sha256: string
  organisation_id: string
}

/** Previews, with the state of their original file. */
const previewRows = (db: Db) =>
  db('evidence_previews')
    .join('evidence_files', 'evidence_files.id', 'evidence_previews.file_id')
    .join('evidence', 'evidence.id', 'evidence_files.evidence_id')
    .orderBy('evidence_previews.id')
    .select<PreviewRow[]>(
      'evidence_previews.id as id',
      'evidence_files.state as state',
      'evidence_files.removed_at as removed_at',
      'evidence_previews.size as size',
      'evidence_previews.sha256 as sha256',
      'evidence_id',
      'organisation_id',
    )
interface PreviewRow extends InboxRow {
  removed_at: Instant | null
  evidence_id: string
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

async function objectsIn({ files }: Places): Promise<string[]> {
  const ids: string[] = []
  for (const folder of await namesIn(files)) ids.push(...(await namesIn(join(files, folder))))
  return ids
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  )
}

/** The age of a file in milliseconds. The time of the last change to its folder serves as the current time. */
async function ageOf(path: string): Promise<number> {
  const [file, folder] = [await stat(path).catch(() => null), await stat(join(path, '..'))]
  return file ? folder.mtimeMs - file.mtimeMs : 0
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
