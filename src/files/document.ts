import { dirname, join } from 'node:path'
import { z } from 'zod'
import { projectFolder } from '../config.ts'
import type { FileType } from '../domain/evidence.ts'
import { documentProperties, type DocumentProperty } from '../domain/personal-data.ts'
import { limitedProcess, type Ask } from './limited-process.ts'
import { fileRefusals, type FileRefusal } from './refusals.ts'

const asks = new Map<string, Ask>()

/**
 * Whatever is looked for in a document is looked for there: its tasks stand in document-child.mjs.
 * @param path of the document, in staging: the child may open what lies beside it, its own code, and nothing else
 */
export function askForDocument(path: string): Ask {
  const folder = dirname(path)
  const ask = asks.get(folder) ?? limitedProcess('document-child.mjs', shutIn(folder))
  asks.set(folder, ask)
  return ask
}

const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'

/** What Node lets a process do: read and write in one folder, and start nothing. */
export const shutIn = (folder: string): string[] => [
  permission,
  '--allow-worker',
  `--allow-fs-write=${folder}/*`,
  ...[
    `${folder}/*`,
    `${join(projectFolder, 'src/files')}/*`,
    `${join(projectFolder, 'node_modules/@hyzyla/pdfium')}/*`,
    join(projectFolder, 'package.json'),
  ].map(path => `--allow-fs-read=${path}`),
]

/**
 * Opens every part of a document, within bounds.
 * @returns why it is not taken, or its properties
 * @throws Busy when too many wait already
 */
export async function inspectFile(
  path: string,
  type: FileType,
): Promise<{ refused: FileRefusal } | { properties: DocumentProperty[] }> {
  const answer = await askForDocument(path)({ task: 'look through', from: path, type })
  if ('ended' in answer)
    return { refused: answer.ended === 'too long' ? 'too slow' : answer.ended === 'too much' ? 'bomb' : 'damaged' }
  const { refused, properties } = answer.said
  if (refused === null) return { properties: readProperties(properties) }
  const known = fileRefusals.find(each => each === refused)
  if (!known) throw Object.assign(new Error('a document could not be looked through'), { code: refused })
  return { refused: known }
}

const mostProperties = 60
const mostEmails = 300

/** Read once more at this end: who said it has opened a document from elsewhere. */
function readProperties(said: unknown): DocumentProperty[] {
  const read = z
    .array(z.object({ property: z.enum(documentProperties), text: z.string().max(mostEmails) }))
    .max(mostProperties)
    .safeParse(said)
  return read.success ? read.data : []
}
