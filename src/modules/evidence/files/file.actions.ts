import { fileLimits } from '../../../config.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { theService, type Actor } from '../../../domain/actor.ts'
import { FormRefused, TooMany } from '../../../domain/refusals.ts'
import { cleanName } from '../../../files/names.ts'
import type { Parts } from '../../../parts.ts'
import { firstResultOf, sentForm } from '../../../web/idempotency.ts'
import { countSeveral, type Limit } from '../../../web/limits.ts'
import { storeAll, type StoredFile } from '../../../web/store-all.ts'
import type { FileField } from '../../../web/submit-form.ts'
import type { Received } from '../../../web/uploads.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { bytesKeptBy } from '../editing/editing.store.ts'
import { keptIn, nameGiven } from './file.forms.ts'
import {
  deleteKeptFiles,
  deleteOldKeptFiles,
  insertKeptFiles,
  keepForAnotherDay,
  keptFilesOf,
  type KeptFile,
} from './file.store.ts'

/** The hourly limit for an organisation's files. A person who adds files one by one all day stays below it. */
const uploadsPerOrganisation: Limit = { name: 'uploads', most: 200, seconds: 3_600 }

/**
 * The field `files` of a form: the files sent with it, and those kept while it asked about personal details. The hourly
 * limit applies only to files sent with the form, and not to a form that was already saved.
 */
export const evidenceFiles = (
  parts: Parts,
  most: number = fileLimits.perItem,
): FileField<{ organisation: { id: string } }> => ({
  name: 'files',
  most,
  receive: async ({ db, actor }, { organisation }, received) => {
    const isSentAgain = (await firstResultOf(db, actor, sentForm(received.body, received.files))) !== null
    const wait = isSentAgain ? 0 : await secondsToWait(parts, organisation, received)
    return withKept(db, actor, organisation, wait > 0 ? refusedAsTooOften(received, wait) : received)
  },
  take: (work, received) => takeKeptFiles(work.trx, received),
})

/** Counts the files of a form. @returns the seconds until they are accepted; 0 when they are accepted now */
async function secondsToWait(
  { write, clock }: Parts,
  organisation: { id: string },
  { files }: Received,
): Promise<number> {
  if (files.length === 0) return 0
  const counted = { about: organisation.id, added: files.length }
  try {
    await write(theService, ({ trx }) => countSeveral(trx, uploadsPerOrganisation, counted, clock.now()))
    return 0
  } catch (problem) {
    if (!(problem instanceof TooMany)) throw problem
    return problem.seconds
  }
}

const refusedAsTooOften = (received: Received, retryAfter: number): Received => ({
  ...received,
  files: [],
  status: 429,
  retryAfter,
  problems: [{ field: 'files', name: '', reason: 'too often', most: uploadsPerOrganisation.most }],
})

async function withKept(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  received: Received,
): Promise<Received> {
  const ids = keptIn(received.body)
  const kept = (await keptFilesOf(db, { actor, organisation, ids })).map(file => ({
    ...file,
    name: renamed(file, nameGiven(received.body, file.id)),
  }))
  return {
    ...received,
    kept,
    gone: ids.length - kept.length,
    files: [...kept.map(file => ({ ...file, keep: () => Promise.resolve() })), ...received.files],
  }
}

const renamed = ({ name }: KeptFile, given: string): string => (given.trim() === '' ? name : (cleanName(given) ?? name))

/**
 * Keeps the files of a form until the person answers the question about personal details.
 * @returns the files kept
 * @throws FormRefused when the files do not fit into the organisation's storage, or a file that was kept is gone; as
 * `findOrganisation` does
 */
export function keepFiles(
  parts: Parts,
  { actor, organisation, received }: { actor: Actor; organisation: { id: string }; received: Received },
): Promise<readonly KeptFile[]> {
  return storeAll(parts, actor, received, async (work, files) => {
    await findOrganisation(work.trx, work.actor, 'evidence.add', organisation.id)
    const { kept: keptBefore = [] } = received
    if ((await keepForAnotherDay(work, keptBefore)) < keptBefore.length) throw noLongerKept()
    const newFiles = files.filter(({ id }) => !keptBefore.some(each => each.id === id))
    await checkRoom(work.trx, organisation.id, newFiles)
    await insertKeptFiles(work, organisation, newFiles)
    return keptFilesOf(work.trx, { actor, organisation, ids: files.map(({ id }) => id) })
  })
}

/**
 * Removes files from those kept for the question about personal details, because they now belong to evidence.
 * @throws FormRefused when one of the files no longer exists
 */
async function takeKeptFiles(trx: Tx, { kept = [], gone = 0 }: Received): Promise<void> {
  const taken = await deleteKeptFiles(
    trx,
    kept.map(({ id }) => id),
  )
  if (gone > 0 || taken < kept.length) throw noLongerKept()
}

const noLongerKept = (): FormRefused => new FormRefused('files', 'personal_data.kept.gone')

/**
 * Deletes files kept for a question about personal details that nobody answered within a day. If bytes cannot be
 * deleted now, the next clean-up deletes them.
 */
export async function forgetKeptFiles({
  write,
  files,
  clock,
}: Pick<Parts, 'write' | 'files' | 'clock'>): Promise<void> {
  for (const id of await write(theService, ({ trx }) => deleteOldKeptFiles(trx, clock.now())))
    await files.remove(id).catch(() => {})
}

/** @throws FormRefused when these files would take the organisation over its storage limit */
export async function checkRoom(
  trx: Tx,
  organisationId: string,
  files: readonly Pick<StoredFile, 'size'>[],
): Promise<void> {
  if (files.length === 0) return
  const kept = await bytesKeptBy(trx, organisationId)
  if (kept + files.reduce((sum, { size }) => sum + size, 0) <= fileLimits.perOrganisation) return
  const gigabytes = Math.floor(fileLimits.perOrganisation / 1024 ** 3)
  throw new FormRefused('files', 'evidence.field.files.no_room', { most: gigabytes })
}

/**
 * Removes the bytes of erased files and previews. Call this after the commit. If bytes cannot be removed now, the next
 * clean-up removes them.
 */
export async function removeBytes({ files, log }: Pick<Parts, 'files' | 'log'>, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await files
      .remove(id)
      .catch((problem: NodeJS.ErrnoException) =>
        log.warn({ file: id, code: problem.code }, 'the bytes of a removed file could not be removed'),
      )
}
