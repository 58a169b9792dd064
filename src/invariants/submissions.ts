import { fingerprintOf, matchesManifest } from '../domain/manifest.ts'
import { brokenBy, type Check } from './broken.ts'

/** I3: each receipt has the hash of its manifest, and each part matches the manifest unless it was erased. */
export const receiptsMatchSubmissions: Check = async ({ database: { db } }) => {
  const found: { entity: string; what: string }[] = []
  for (const { id, receipt, sha256, manifest } of await db('submissions').orderBy(['submitted_at', 'id'])) {
    if (fingerprintOf(manifest) !== sha256)
      found.push({ entity: `submission ${receipt}`, what: 'its manifest has another hash' })
    const parts = await db('submission_parts').where({ submission_id: id }).orderBy('position')
    for (const { name, salt, content } of parts) {
      const isErased = salt === null && content === null
      if (!isErased && !matchesManifest(manifest, { name, salt: salt ?? '', content: content ?? '' }))
        found.push({ entity: `submission ${receipt}`, what: `part ${name} is not what was submitted` })
    }
    const missing = namesIn(manifest).filter(name => !parts.some(part => part.name === name))
    for (const name of missing) found.push({ entity: `submission ${receipt}`, what: `part ${name} is missing` })
  }
  return brokenBy('I3', found)
}

const namesIn = (manifest: string): string[] =>
  manifest.split('\n').flatMap(line => /^[0-9a-f]{64} {2}(.+)$/.exec(line)?.[1] ?? [])
