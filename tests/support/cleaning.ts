import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BufferSource, EncodedPacketSink, Input, MP3, MP4, QTFF } from 'mediabunny'
import type { FileType } from '../../src/domain/evidence.ts'
import { kindOf } from '../../src/files/kind.ts'
import { cleanMedia } from '../../src/files/media.ts'

export interface Cleaned {
  type: FileType
  bytes: Buffer
}

/** A folder in which recordings are cleaned as during an upload. */
export function cleaningFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'cleaning-'))
  /** @returns the new file, or why it is refused */
  async function clean(content: Buffer, name: string): Promise<Cleaned | string> {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    await writeFile(from, content)
    try {
      const kind = await kindOf(from, name)
      if ('refused' in kind) return kind.refused
      const refused = await cleanMedia(from, to, kind.type)
      return refused ?? { type: kind.type, bytes: await readFile(to) }
    } finally {
      for (const each of await readdir(folder)) await rm(join(folder, each))
    }
  }
  return { clean, remove: () => rm(folder, { recursive: true }) }
}

export interface Packets {
  codec: string | null
  /** seconds */
  times: number[]
  /** hexadecimal */
  data: string[]
}

/** The tracks of a recording as mediabunny reads them. */
export async function packetsIn(content: Buffer): Promise<Packets[]> {
  const input = new Input({ formats: [MP4, QTFF, MP3], source: new BufferSource(content) })
  const tracks = await input.getTracks()
  return Promise.all(
    tracks.map(async track => {
      const found: Packets = { codec: await track.getCodec(), times: [], data: [] }
      for await (const packet of new EncodedPacketSink(track).packets()) {
        found.times.push(packet.timestamp)
        found.data.push(Buffer.from(packet.data).toString('hex'))
      }
      return found
    }),
  )
}

const containers = ['moov', 'trak', 'mdia', 'minf', 'dinf', 'stbl', 'edts', 'udta']

/** The types of the boxes and of those inside `containers`, in order, and the number of bytes after the last box. */
export function boxesOf(content: Buffer): { types: string[]; loose: number } {
  const types: string[] = []
  const walk = (start: number, end: number): number => {
    let at = start
    while (at + 8 <= end) {
      const [size, type] = [content.readUInt32BE(at), content.toString('latin1', at + 4, at + 8)]
      if (size < 8 || at + size > end) break
      types.push(type)
      if (containers.includes(type)) walk(at + 8, at + size)
      at += size
    }
    return end - at
  }
  return { types, loose: walk(0, content.length) }
}
