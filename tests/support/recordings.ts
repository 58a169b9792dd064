// MP4, MOV and M4A files (ISO/IEC 14496-12), written box by box so that a test controls the content of each.

export const u8 = (...values: number[]): Buffer => Buffer.from(values)
export const u16 = (...values: number[]): Buffer =>
  Buffer.concat(values.map(value => u8((value >> 8) & 255, value & 255)))
export const u32 = (...values: number[]): Buffer => u32s(values)
const u32s = (values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, 4 * index))
  return bytes
}
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')

export function box(type: string, ...contents: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(contents)
  return Buffer.concat([u32(8 + bytes.length), ascii(type), bytes])
}
/** A box with a version and flags. */
export const full = (type: string, flags: number, ...contents: readonly Buffer[]): Buffer =>
  box(type, u32(flags), ...contents)

export interface Sample {
  data: Buffer
  /** in units of the track */
  duration: number
  /** the offset from decoding time to display time */
  shift?: number
  isKey?: boolean
}

export interface Track {
  kind: string
  /** the entry in `stsd` */
  entry: Buffer
  timescale: number
  samples: readonly Sample[]
  size?: readonly [width: number, height: number]
  matrix?: readonly number[]
  isEnabled?: boolean
  /** `[duration in movie units, start in media units, playback rate]` */
  edits?: readonly (readonly [number, number, number?])[]
  /** the duration in units of the track, if it differs from the sum of its samples */
  declared?: number
  handlerName?: string
  samplesPerChunk?: number
  /** boxes at the end of `trak` */
  more?: readonly Buffer[]
}

export interface Movie {
  brand?: string | null
  tracks: readonly Track[]
  /** whether the tables are before or after the samples */
  tables?: 'first' | 'last'
  /** in milliseconds; by default, the length of the longest track */
  declared?: number
  /** boxes at the end of `moov` */
  more?: readonly Buffer[]
  /** bytes before each chunk of samples, to which no table refers */
  between?: Buffer
  after?: readonly Buffer[]
}

const movieTimescale = 1_000
export const upright = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000] as const
export const turnedRight = [0, 0x10000, 0, -0x10000, 0, 0, 48 * 0x10000, 0, 0x40000000] as const

const unitsOf = ({ samples }: Track): number => samples.reduce((sum, { duration }) => sum + duration, 0)
const shownFor = (track: Track): number =>
  track.edits
    ? track.edits.reduce((sum, [units]) => sum + units, 0)
    : Math.round((unitsOf(track) / track.timescale) * movieTimescale)

export function movieFile(movie: Movie): Buffer {
  const brand = movie.brand === undefined ? 'isom' : movie.brand
  const head = brand === null ? Buffer.alloc(0) : box('ftyp', ascii(brand), u32(0x200), ascii(brand))
  const { chunks, bytes } = interleaved(movie)
  const mdat = box('mdat', bytes)
  const lengthOfTables = moov(movie, chunks, 0).length
  const start = head.length + 8 + (movie.tables === 'last' ? 0 : lengthOfTables)
  const tables = moov(movie, chunks, start)
  const parts = movie.tables === 'last' ? [mdat, tables] : [tables, mdat]
  return Buffer.concat([head, ...parts, ...(movie.after ?? [])])
}

interface Chunk {
  offset: number
  samples: number
}

function interleaved({ tracks, between = Buffer.alloc(0) }: Movie): { chunks: Chunk[][]; bytes: Buffer } {
  const chunks: Chunk[][] = tracks.map(() => [])
  const parts: Buffer[] = []
  let length = 0
  const put = (bytes: Buffer): void => {
    parts.push(bytes)
    length += bytes.length
  }
  const most = Math.max(
    ...tracks.map(({ samples, samplesPerChunk = 5 }) => Math.ceil(samples.length / samplesPerChunk)),
  )
  for (let index = 0; index < most; index += 1)
    tracks.forEach(({ samples, samplesPerChunk = 5 }, track) => {
      const some = samples.slice(index * samplesPerChunk, (index + 1) * samplesPerChunk)
      if (some.length === 0) return
      put(between)
      chunks[track]!.push({ offset: length, samples: some.length })
      for (const { data } of some) put(data)
    })
  return { chunks, bytes: Buffer.concat(parts) }
}

function moov(movie: Movie, chunks: readonly Chunk[][], start: number): Buffer {
  const { tracks, more = [] } = movie
  const declared = movie.declared ?? Math.max(...tracks.map(shownFor))
  return box(
    'moov',
    movieHeader(declared, tracks.length),
    ...tracks.map((track, index) => trak(track, index + 1, sampleTable(track, chunks[index]!, start))),
    ...more,
  )
}

const movieHeader = (duration: number, tracks: number): Buffer =>
  full(
    'mvhd',
    0,
    u32(3_900_000_000, 3_900_000_000, movieTimescale, duration, 0x10000, 0x1000000, 0, 0),
    u32(...upright),
    Buffer.alloc(24),
    u32(tracks + 1),
  )

function trak(track: Track, id: number, stbl: Buffer): Buffer {
  const { kind, timescale, size = [64, 48], matrix = upright, edits, handlerName = '', more = [] } = track
  const [width, height] = kind === 'vide' ? size : [0, 0]
  const header = full(
    'tkhd',
    track.isEnabled === false ? 2 : 3,
    u32(3_900_000_000, 3_900_000_000, id, 0, shownFor(track), 0, 0, 0, 0),
    u32(...matrix, width * 0x10000, height * 0x10000),
  )
  const edit = edits?.map(([units, media, rate = 1]) => u32(units, media, rate * 0x10000))
  return box(
    'trak',
    header,
    ...(edit ? [box('edts', full('elst', 0, u32(edit.length), ...edit))] : []),
    box(
      'mdia',
      full('mdhd', 0, u32(3_900_000_000, 3_900_000_000, timescale, track.declared ?? unitsOf(track)), u16(0x55c4, 0)),
      full('hdlr', 0, u32(0), ascii(kind), u32(0, 0, 0), ascii(`${handlerName}\0`)),
      box(
        'minf',
        kind === 'vide' ? full('vmhd', 1, Buffer.alloc(8)) : full('smhd', 0, Buffer.alloc(4)),
        box('dinf', full('dref', 0, u32(1), full('url ', 1))),
        stbl,
      ),
    ),
    ...more,
  )
}

function sampleTable({ entry, samples }: Track, chunks: readonly Chunk[], start: number): Buffer {
  const keys = samples.flatMap(({ isKey = true }, index) => (isKey ? [index + 1] : []))
  return box(
    'stbl',
    full('stsd', 0, u32(1), entry),
    full('stts', 0, u32(samples.length), u32s(samples.flatMap(({ duration }) => [1, duration]))),
    ...(samples.some(({ shift }) => shift)
      ? [full('ctts', 0, u32(samples.length), u32s(samples.flatMap(({ shift = 0 }) => [1, shift])))]
      : []),
    full('stsc', 0, u32(chunks.length), ...chunks.map((chunk, index) => u32(index + 1, chunk.samples, 1))),
    full('stsz', 0, u32(0, samples.length), u32s(samples.map(({ data }) => data.length))),
    full('stco', 0, u32(chunks.length, ...chunks.map(({ offset }) => start + offset))),
    ...(keys.length < samples.length ? [full('stss', 0, u32(keys.length, ...keys))] : []),
  )
}

/** A file of fragments, as a browser records it. Each fragment has `each` samples of every track. */
export function fragmentedFile({ brand = 'isom', tracks, declared = 0, after = [] }: Movie, each = 4): Buffer {
  const tables = box(
    'moov',
    movieHeader(declared, tracks.length),
    ...tracks.map((track, index) =>
      trak({ ...track, declared: 0 }, index + 1, sampleTable({ ...track, samples: [] }, [], 0)),
    ),
    box('mvex', ...tracks.map((_, index) => full('trex', 0, u32(index + 1, 1, 0, 0, 0)))),
  )
  const parts = [box('ftyp', ascii(brand!), u32(0x200), ascii(brand!)), tables]
  const most = Math.max(...tracks.map(({ samples }) => Math.ceil(samples.length / each)))
  for (let index = 0; index < most; index += 1) {
    const runs = tracks.map(({ samples }) => samples.slice(index * each, (index + 1) * each))
    const length = moof(tracks, { runs, index, each }, 0).length
    parts.push(moof(tracks, { runs, index, each }, length + 8), box('mdat', ...runs.flat().map(({ data }) => data)))
  }
  return Buffer.concat([...parts, ...after])
}

function moof(
  tracks: readonly Track[],
  { runs, index, each }: { runs: readonly (readonly Sample[])[]; index: number; each: number },
  start: number,
): Buffer {
  let offset = start
  const fragments = tracks.map((track, place) => {
    const run = runs[place]!
    const before = unitsOf({ ...track, samples: track.samples.slice(0, index * each) })
    const fragment = box(
      'traf',
      full('tfhd', 0x20000, u32(place + 1)),
      full('tfdt', 0, u32(before)),
      full(
        'trun',
        0xf01,
        u32(run.length, offset),
        ...run.map(({ data, duration, shift = 0, isKey = true }) =>
          u32(duration, data.length, isKey ? 0x2000000 : 0x1010000, shift),
        ),
      ),
    )
    offset += run.reduce((sum, { data }) => sum + data.length, 0)
    return fragment
  })
  return box('moof', full('mfhd', 0, u32(index + 1)), ...fragments)
}
