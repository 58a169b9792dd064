import { createHash } from 'node:crypto'

/** One part of a submission: a name, a salt (64 hex digits) and its content, exactly as stored. */
export interface Part {
  name: string
  salt: string
  content: string
}

/** The values in the first lines of a manifest. */
export interface ManifestHead {
  application: string
  number: number
  submittedAt: string
}

const format = 'Library of Sanctuary submission, format 1'

/**
 * The commitment to a part: SHA-256 of its 32-byte salt followed by its content in UTF-8. The salt is erased with the
 * part. Without it, nobody can check a guess at the content.
 * @returns 64 hex digits
 */
export const commitmentTo = ({ salt, content }: Omit<Part, 'name'>): string =>
  createHash('sha256').update(Buffer.from(salt, 'hex')).update(content, 'utf8').digest('hex')

/**
 * The text whose SHA-256 is on the receipt: a head, and a line for each part as `sha256sum` writes it, in byte order of
 * the names. See docs/decisions/0012-receipts-that-anyone-can-verify.md.
 */
export function manifestOf({ application, number, submittedAt }: ManifestHead, parts: readonly Part[]): string {
  const lines = parts.toSorted(byName).map(part => `${commitmentTo(part)}  ${part.name}`)
  return [format, `application ${application}`, `submission ${number}`, `submitted ${submittedAt}`, ...lines, ''].join(
    '\n',
  )
}

export const fingerprintOf = (manifest: string): string => createHash('sha256').update(manifest, 'utf8').digest('hex')

/** Whether a part matches its line in the manifest. */
export const matchesManifest = (manifest: string, part: Part): boolean =>
  manifest.split('\n').includes(`${commitmentTo(part)}  ${part.name}`)

const byName = (one: Part, other: Part): number => Buffer.compare(Buffer.from(one.name), Buffer.from(other.name))
