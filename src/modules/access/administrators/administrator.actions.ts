import { theService, withoutRights } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { administrators } from '../people/person.store.ts'
import { newId } from '../../../db/ids.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addMinutes } from '../../../domain/time.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersWithRole } from '../../../email/readers.store.ts'
import { hashOfToken, newToken } from '../../../email/tokens.ts'
import { recordEvent } from '../../../history/record.ts'
import { endTokens, insertToken } from '../sign-in/email-token.store.ts'

/** The kinds of link that are not emailed: the operator gets them on the server. */
export const administratorLinks = ['first administrator', 'administrator'] as const

export type AdministratorLink = (typeof administratorLinks)[number]

const lastsMinutes = 24 * 60

/**
 * Creates a one-time link that works for 24 hours, and ends earlier links of this kind.
 * @returns the link's path
 */
export async function makeAdministratorLink(work: UnitOfWork, kind: AdministratorLink): Promise<string> {
  const token = newToken()
  await endTokens(work.trx, kind, null, work.at)
  await insertToken(work.trx, {
    kind,
    token_hash: hashOfToken(token),
    about_id: null,
    person_id: null,
    made_at: work.at,
    expires_at: addMinutes(work.at, lastsMinutes),
  })
  return `/invitations/${token}`
}

/**
 * Creates a link for another administrator, records it in the history and emails all administrators.
 * @returns the link's path
 */
export async function makeAnotherAdministratorLink(work: UnitOfWork): Promise<string> {
  const path = await makeAdministratorLink(work, 'administrator')
  await recordEvent(as(withoutRights('the operator'), work), 'administrator.link_made', {
    kind: 'setting',
    id: 'administrators',
  })
  for (const reader of await readersWithRole(work.trx, 'administrator')) {
    await queueEmail(work, {
      name: 'new administrator',
      to: recipientOf(reader),
      entity: { kind: 'person', id: reader.actor.id },
      facts: { at: work.at },
    })
  }
  return path
}

const fileOf = (folder: string, kind: AdministratorLink): string =>
  join(folder, kind === 'administrator' ? 'new-administrator' : 'first-administrator')

/** Writes the link to a file that only the operator can read, and replaces an earlier one. @returns the file's path */
export async function writeLinkFile(folder: string, kind: AdministratorLink, link: string): Promise<string> {
  const file = fileOf(folder, kind)
  const draft = `${file}.${newId()}`
  await writeFile(draft, `${link}\n`, { flag: 'wx', mode: 0o600 })
  await rename(draft, file)
  return file
}

/** Removes the link files that exist. */
export async function removeLinkFiles(
  folder: string,
  kinds: readonly AdministratorLink[] = administratorLinks,
): Promise<void> {
  for (const kind of kinds) await rm(fileOf(folder, kind), { force: true })
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

/**
 * While there is no administrator, each start of the service ends earlier one-time links and writes a new one to a file
 * that only the operator can read. Once there is an administrator, removes that file.
 */
export async function offerFirstAdministrator(
  { config, db, write }: Parts,
  terminal: Terminal = process.stdout,
): Promise<void> {
  if ((await administrators(db)).length > 0) return removeLinkFiles(config.dataFolder, ['first administrator'])
  // Write the file before the commit. If two processes start at the same time, only the link of the later commit works,
  // and that process has also written the file last.
  const { path, file } = await write(theService, async work => {
    const path = await makeAdministratorLink(work, 'first administrator')
    return { path, file: await writeLinkFile(config.dataFolder, 'first administrator', config.baseUrl + path) }
  })
  terminal.write(
    `There is no administrator yet. A one-time link for the first one is in ${file}. It works for 24 hours.\n`,
  )
  // Printed only to a terminal, because other output ends up in logs.
  if (terminal.isTTY) terminal.write(`${config.baseUrl}${path}\n`)
}

/** Creates a one-time link for another administrator, for when no administrator can be reached. */
export async function offerAnotherAdministrator(
  { config, write }: Parts,
  terminal: Terminal = process.stdout,
): Promise<void> {
  const path = await write(theService, makeAnotherAdministratorLink)
  const file = await writeLinkFile(config.dataFolder, 'administrator', config.baseUrl + path)
  terminal.write(`A one-time link for another administrator is in ${file}. It works for 24 hours.\n`)
  if (terminal.isTTY) terminal.write(`${config.baseUrl}${path}\n`)
}
