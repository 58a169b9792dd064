import { createHash } from 'node:crypto'

/** One part of what was handed in: a name, a salt (64 hex digits) and its content, exactly as kept. */
export interface Part {
  name: string
  salt: string
  content: string
}

/** What a receipt is about. */
export interface ManifestHead {
  application: string
  number: number
  submittedAt: string
}

const format = 'Library of Sanctuary submission, format 1'

/**
 * What a part is held to: SHA-256 over the 32 bytes of its salt and then its content in UTF-8, as hex digits.
 * Salt and content are erased together; the commitment stays, and nothing can be guessed from it.
 */
export const commitmentTo = ({ salt, content }: Omit<Part, 'name'>): string =>
  createHash('sha256').update(Buffer.from(salt, 'hex')).update(content, 'utf8').digest('hex')

/**
 * The text whose SHA-256 stands on the receipt. Lines end with a line feed, the last one too; parts stand in the order
 * of their names, compared byte by byte, as `sha256sum` writes them. How to check a receipt by hand:
 * docs/decisions/0012-receipts-anyone-can-check.md.
 */
export function manifestOf({ application, number, submittedAt }: ManifestHead, parts: readonly Part[]): string {
  const lines = parts.toSorted(byName).map(part => `${commitmentTo(part)}  ${part.name}`)
  return [format, `application ${application}`, `submission ${number}`, `handed in ${submittedAt}`, ...lines, ''].join(
    '\n',
  )
}

export const fingerprintOf = (manifest: string): string => createHash('sha256').update(manifest, 'utf8').digest('hex')

/** Whether a part that is still there is the one that was handed in. */
export const isHeldBy = (manifest: string, part: Part): boolean =>
  manifest.split('\n').includes(`${commitmentTo(part)}  ${part.name}`)

const byName = (one: Part, other: Part): number => Buffer.compare(Buffer.from(one.name), Buffer.from(other.name))
