import { theService } from './domain/actor.ts'
import {
  administrators,
  makeAdministratorLink,
  removeLinkFiles,
  writeLinkFile,
} from './modules/access/access.public.ts'
import type { Parts } from './parts.ts'

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

/**
 * While nobody is administrator, each start makes a new one-time link; the ones before it are dead. It lies in a file that only the
 * operator's user reads, and is printed only where a person sits in front of it: what is printed elsewhere ends up in a log.
 */
export async function offerFirstAdministrator(
  { config, db, write }: Parts,
  terminal: Terminal = process.stdout,
): Promise<void> {
  if ((await administrators(db)).length > 0) return removeLinkFiles(config.dataFolder, ['first administrator'])
  const link = config.baseUrl + (await write(theService, work => makeAdministratorLink(work, 'first administrator')))
  const file = await writeLinkFile(config.dataFolder, 'first administrator', link)
  terminal.write(`Nobody is administrator yet. A one-time link for the first one, good for 24 hours, is in ${file}\n`)
  if (terminal.isTTY) terminal.write(`${link}\n`)
}
