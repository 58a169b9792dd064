import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkInvariants } from '../../src/invariants/check.ts'
import { aLibrary, publishedFramework, type Library } from './library.ts'
import { aPerson, type File } from './person.ts'
import type { Service } from './service.ts'

/** Two libraries, an upload link for the first library’s second branch, and a colleague there without an account. */
export async function inboxWorld(service: Service) {
  await publishedFramework(service)
  const library = await aLibrary(service, 'Fellside Libraries', ['Central', 'Millbrook'])
  const other = await aLibrary(service, 'Thornwick Library')
  const { port } = service.server.address() as { port: number }
  const colleague = aPerson(`http://127.0.0.1:${port}`)
  const uploads = join(service.parts.config.dataFolder, 'uploads')
  const { db } = service.parts

  /** @returns the address of a new upload link, without the host */
  async function newLink(of: Library, branch: string): Promise<string> {
    await of.lead.open(`/organisations/${of.id}/upload-links`)
    await of.lead.press('Create link', { branch: of.branches.find(({ name }) => name === branch)!.id, days: '90' })
    return new URL(of.lead.$('.los-poster__address').text().replace(/\s/g, '')).pathname
  }
  const address = await newLink(library, 'Millbrook')

  async function send(words: string, people = 'no', files: File[] = [], sender = ''): Promise<void> {
    await colleague.open(address)
    await colleague.press('Send', { words, people, sender, files })
    if (colleague.status !== 200) throw new Error(`${words}: ${colleague.errors.join(', ')}`)
  }
  const idOf = async (words: string) => (await db('inbox_items').where({ words }).first('id'))!.id

  return {
    library,
    other,
    colleague,
    port,
    address,
    newLink,
    send,
    idOf,
    inbox: `/organisations/${library.id}/inbox`,

    /** Sends an upload through the link. @returns the id of its inbox item */
    async sent(words: string, people = 'no', files: File[] = []): Promise<string> {
      await send(words, people, files)
      return idOf(words)
    },

    /** Closes the library that the upload link belongs to, or opens it again. */
    closed: (isClosed: boolean) =>
      service.database
        .writer('organisations')
        .where({ id: library.id })
        .update({
          closed_at: isClosed ? service.clock.now() : null,
          closed_reason: isClosed ? 'No longer takes part' : null,
        }),

    waiting: () =>
      db('inbox_items')
        .where({ organisation_id: library.id })
        .orderBy(['arrived_at', 'id'])
        .select('id', 'words', 'sender', 'people', 'branch_id'),
    evidence: (title: string) => db('evidence').where({ organisation_id: library.id, title, removed_at: null }).first(),

    /** The ids of the stored files. */
    objects: async () =>
      (await readdir(join(uploads, 'files'), { recursive: true }))
        .filter(name => name.includes('/'))
        .map(name => name.split('/')[1]!),
    /** The names of the files in staging. */
    staged: () => readdir(join(uploads, 'staging')),

    /** The broken invariants about files, submissions, unfinished work, the database and times. See src/invariants. */
    broken: async () => {
      const found = await checkInvariants({
        database: service.database,
        uploads,
        now: service.clock.now(),
        confirmed: [],
      })
      return found.filter(({ rule }) => ['I2', 'I3', 'I4', 'I5', 'I6', 'I15'].includes(rule))
    },
  }
}
