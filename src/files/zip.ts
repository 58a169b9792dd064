import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipArchive } from 'archiver'

/**
 * A ZIP on its way out: one entry after the other, each only when the one before has gone, so that memory stays flat.
 */
export interface ZipStream {
  /** @param name ours, never somebody's: how an unpacker reads a name is not for others to say */
  add(name: string, content: AsyncIterable<Uint8Array> | string): Promise<void>
  end(): Promise<void>
}

/** Files are stored as they are: most are packed already, and packing costs other pages their time. */
export function zipInto(to: Writable): ZipStream {
  const zip = new ZipArchive({ store: true })
  const over = new AbortController()
  const sent = pipeline(zip, to)
  sent.catch((problem: unknown) => over.abort(problem)) // whoever reads it went away
  return {
    async add(name, content) {
      over.signal.throwIfAborted()
      const entered = once(zip, 'entry', { signal: over.signal })
      zip.append(typeof content === 'string' ? content : Readable.from(content), { name })
      await entered
    },
    async end() {
      await zip.finalize()
      await sent
    },
  }
}

/** What became of a file's bytes; known when they have all gone. */
export interface Passed {
  asStored: boolean
}

/**
 * Hands on no more bytes than there should be, and never fails midway: what is not as it was stored is said afterwards,
 * in the index.
 */
export async function* bytesOf(
  source: AsyncIterable<Buffer>,
  { size, sha256 }: { size: number; sha256: string },
  passed: Passed,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let read = 0
  try {
    for await (const chunk of source) {
      read += chunk.length
      if (read > size) return
      hash.update(chunk)
      yield chunk
    }
  } catch {
    return // the disk gave up: `asStored` stays false
  }
  passed.asStored = read === size && hash.digest('hex') === sha256
}
