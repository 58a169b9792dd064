import { h264, h264Configuration, opus, vp9 } from './encoded-samples.ts'
import { box, full, u8, u16, u32, type Track } from './recordings.ts'

// Tracks of recordings, and the frames of MP3 files.

export interface Entry {
  codec: string
  configuration: Buffer
  compressor?: string
  more?: readonly Buffer[]
}

export const videoEntry = ({ codec, configuration, compressor = '', more = [] }: Entry): Buffer => {
  const name = Buffer.alloc(32)
  name.writeUInt8(compressor.length)
  name.write(compressor, 1, 'latin1')
  return box(
    codec,
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(16),
    u16(64, 48),
    u32(0x480000, 0x480000, 0),
    u16(1),
    name,
    u16(24, 0xffff),
    configuration,
    ...more,
  )
}

export const soundEntry = ({ codec, configuration, more = [] }: Entry, channels = 1, rate = 48_000): Buffer =>
  box(
    codec,
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(8),
    u16(channels, 16, 0, 0),
    u32(rate * 0x10000),
    configuration,
    ...more,
  )

/** An H.264 track. Each frame lasts 10 units, with 120 units to a second. */
export const h264Track = (more: Partial<Track> = {}): Track => ({
  kind: 'vide',
  entry: videoEntry({ codec: 'avc1', configuration: box('avcC', h264Configuration) }),
  timescale: 120,
  samples: h264.map((data, index) => ({ data, duration: 10, isKey: index % 6 === 0 })),
  ...more,
})

export const vp9Track = (): Track => ({
  kind: 'vide',
  entry: videoEntry({
    codec: 'vp09',
    configuration: full('vpcC', 0x1000000, u8(0, 10, 0x82, 1, 1, 1), u16(0)),
  }),
  timescale: 120,
  samples: vp9.map((data, index) => ({ data, duration: 10, isKey: index % 6 === 0 })),
})

export const opusTrack = (): Track => ({
  kind: 'soun',
  entry: soundEntry({ codec: 'Opus', configuration: box('dOps', u8(0, 1), u16(312), u32(48_000), u16(0), u8(0)) }),
  timescale: 48_000,
  samples: opus.map(data => ({ data, duration: 960 })),
})

/** A frame of silence in AAC, for one channel. */
export const silence = Buffer.from('00c800802380', 'hex')

export const esds = (configuration: Buffer): Buffer => {
  const decoder = Buffer.concat([u8(0x40, 0x15, 0, 0, 0), u32(0, 0), u8(5, configuration.length), configuration])
  const rest = Buffer.concat([u16(1), u8(0), u8(4, decoder.length), decoder, u8(6, 1, 2)])
  return full('esds', 0, u8(3, rest.length), rest)
}

export const aacTrack = (more: Partial<Track> = {}, count = 30): Track => ({
  kind: 'soun',
  entry: soundEntry({ codec: 'mp4a', configuration: esds(Buffer.from('1188', 'hex')) }),
  timescale: 48_000,
  samples: Array.from({ length: count }, () => ({ data: silence, duration: 1_024 })),
  ...more,
})

/** Uncompressed sound with this number of samples. */
export const pcmTrack = (moments = 4_800): Track => ({
  kind: 'soun',
  entry: soundEntry({ codec: 'sowt', configuration: Buffer.alloc(0) }),
  timescale: 48_000,
  samples: Array.from({ length: moments }, (_, index) => ({ data: u16(index), duration: 1 })),
  samplesPerChunk: 1_000,
})

/** A unit of H.264 or HEVC, preceded by its length. */
export const unit = (content: Buffer): Buffer => Buffer.concat([u32(content.length), content])
const message = (head: Buffer, type: number, content: Buffer): Buffer =>
  unit(Buffer.concat([head, u8(type, content.length), content, u8(0x80)]))
/** An H.264 SEI message of the given type. */
export const h264Message = (type: number, content: Buffer): Buffer => message(u8(6), type, content)

/** MP3 frames of 128 kbit/s, 26 milliseconds each, with their number in place of the sound. */
export const mp3Frames = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) =>
    Buffer.concat([u8(0xff, 0xfb, 0x90, 0x64), Buffer.alloc(32), u32(index), Buffer.alloc(377)]),
  )
