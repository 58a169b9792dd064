import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const places = [
  process.env.SOFFICE_BIN ?? '',
  ...(process.env.PATH ?? '').split(':').map(folder => join(folder, 'soffice')),
]
const program = places.find(place => place !== '' && existsSync(place)) ?? null
/** The reason for a skipped test, or null where LibreOffice is installed. */
export const libreOfficeIsMissing = program ? null : 'not run: needs LibreOffice (Debian: libreoffice-writer)'

/** Opens a document with a real LibreOffice, and saves it in the same or another format. */
export function savedByLibreOffice(document: Buffer, from: 'docx' | 'odt', to: 'docx' | 'odt'): Buffer {
  const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'libre-office-'))
  writeFileSync(join(folder, `draft.${from}`), document)
  const { status, stderr } = spawnSync(
    program!,
    [
      ...['--headless', '--norestore', `-env:UserInstallation=file://${folder}/profile`],
      ...['--convert-to', to, '--outdir', join(folder, 'saved'), join(folder, `draft.${from}`)],
    ],
    { timeout: 120_000, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } },
  )
  const saved = join(folder, 'saved', `draft.${to}`)
  if (status !== 0 || !existsSync(saved)) throw new Error(`LibreOffice did not save the document: ${stderr}`)
  return readFileSync(saved)
}
