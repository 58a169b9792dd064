import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Writes a ZIP one entry at a time, each after the previous one has been sent, so that memory use stays low. */
export interface ZipStream {
  /** @param name a name that the service chose. The name of an uploaded file must go through `nameInZip` first */
  add(name: string, content: AsyncIterable<Uint8Array> | string): Promise<void>
  end(): Promise<void>
}

/** Files are stored uncompressed: most are already compressed, and compressing would delay other pages. */
export async function zipInto(to: Writable): Promise<ZipStream> {
  const { ZipArchive } = await import('archiver') // imported here so that the service starts faster
  const zip = new ZipArchive({ store: true })
  const over = new AbortController()
  const sent = pipeline(zip, to)
  sent.catch((problem: unknown) => over.abort(problem)) // the receiver disconnected
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

/** Whether the bytes that were sent match the stored file. This is known only once all of them have been sent. */
export interface Passed {
  asStored: boolean
}

/**
 * Yields at most the recorded number of bytes and never throws, so that a damaged file does not break the ZIP. Sets
 * `asStored` to true only when size and hash match the record.
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
    return // the disk failed: `asStored` stays false
  }
  passed.asStored = read === size && hash.digest('hex') === sha256
}
