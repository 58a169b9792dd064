import { Refused } from './refused.mjs'
import { boxAt, boxesIn, uint64, versioned } from './boxes.mjs'

/**
 * Reads the `moov` box of an MP4, M4A or MOV. Times are in seconds, or in 1/`timescale` of a second if a name says
 * "units". An undeclared duration is null.
 * @param bytes the contents of the box
 * @throws Refused, or an error of Buffer when a box is too short
 */
export function readMovie(bytes) {
  const moov = { start: 0, end: bytes.length }
  const header = boxAt(bytes, moov, 'mvhd')
  if (!header) throw new Refused('damaged')
  const { timescale, duration } = timesOf(bytes, header)
  const fragments = boxAt(bytes, moov, 'mvex')
  const tracks = boxesIn(bytes, moov)
    .filter(({ type }) => type === 'trak')
    .map(trak => readTrack(bytes, trak, timescale))
    .filter(track => track !== null)
  return {
    bytes,
    header,
    timescale,
    duration: (fragments && fragmentsDuration(bytes, fragments, timescale)) ?? duration,
    isFragmented: fragments !== undefined,
    defaults: fragments ? defaultsOf(bytes, fragments) : new Map(),
    tracks,
  }
}

/** The timescale and duration in `mvhd` or `mdhd`. */
function timesOf(bytes, box) {
  const { version, at } = versioned(bytes, box)
  const timescale = bytes.readUInt32BE(at + (version === 1 ? 16 : 8))
  if (timescale === 0) throw new Refused('damaged')
  return { timescale, duration: durationAt(bytes, at + (version === 1 ? 20 : 12), { version, timescale }) }
}

/**
 * The duration in seconds. Null if the number is 0 or the largest possible, because both mean that the duration is
 * unknown.
 */
function durationAt(bytes, at, { version, timescale }) {
  const units = version === 1 ? uint64(bytes, at) : bytes.readUInt32BE(at)
  const unknown = version === 1 ? Number(0xffffffffffffffffn) : 0xffffffff
  return units === 0 || units === unknown ? null : units / timescale
}

function fragmentsDuration(bytes, mvex, timescale) {
  const mehd = boxAt(bytes, mvex, 'mehd')
  if (!mehd) return null
  const { version, at } = versioned(bytes, mehd)
  return durationAt(bytes, at, { version, timescale })
}

/** The default duration, size and flags of the samples in fragments, by track. */
function defaultsOf(bytes, mvex) {
  const boxes = boxesIn(bytes, mvex).filter(({ type }) => type === 'trex')
  return new Map(
    boxes.map(({ start }) => [
      bytes.readUInt32BE(start + 4),
      {
        duration: bytes.readUInt32BE(start + 12),
        size: bytes.readUInt32BE(start + 16),
        flags: bytes.readUInt32BE(start + 20),
      },
    ]),
  )
}

/** @returns null for a track that no player can play, because a required box is missing */
function readTrack(bytes, trak, movieTimescale) {
  const [header, media] = [boxAt(bytes, trak, 'tkhd'), boxAt(bytes, trak, 'mdia')]
  const [mediaHeader, handler] = ['mdhd', 'hdlr'].map(type => media && boxAt(bytes, media, type))
  if (!header || !mediaHeader || !handler) return null
  const table = boxAt(bytes, media, 'minf', 'stbl')
  return {
    ...headerOf(bytes, header, movieTimescale),
    ...timesOf(bytes, mediaHeader),
    kind: bytes.toString('latin1', handler.start + 8, handler.start + 12),
    edits: editsOf(bytes, boxAt(bytes, trak, 'edts', 'elst')),
    isSelfContained: isSelfContained(bytes, boxAt(bytes, media, 'minf', 'dinf', 'dref')),
    formats: table ? formatsOf(bytes, boxAt(bytes, table, 'stsd')) : [],
    tables: new Map(table ? boxesIn(bytes, table).map(each => [each.type, each]) : []),
    described: { header, mediaHeader, handler, description: table && boxAt(bytes, table, 'stsd') },
  }
}

/** The fields of `tkhd`. Width and height are the displayed size before rotation. */
function headerOf(bytes, box, movieTimescale) {
  const { version, flags, at } = versioned(bytes, box)
  const afterTimes = at + (version === 1 ? 32 : 20)
  return {
    id: bytes.readUInt32BE(at + (version === 1 ? 16 : 8)),
    isEnabled: (flags & 1) === 1,
    shownFor: durationAt(bytes, at + (version === 1 ? 24 : 16), { version, timescale: movieTimescale }),
    width: bytes.readUInt32BE(afterTimes + 52) / 0x10000,
    height: bytes.readUInt32BE(afterTimes + 56) / 0x10000,
  }
}

function editsOf(bytes, elst) {
  if (!elst) return []
  const { version, at } = versioned(bytes, elst)
  const length = version === 1 ? 20 : 12
  const count = bytes.readUInt32BE(at)
  if (count > (elst.end - at - 4) / length) throw new Refused('damaged')
  return Array.from({ length: count }, (_, index) => {
    const entry = at + 4 + index * length
    return {
      movieUnits: version === 1 ? uint64(bytes, entry) : bytes.readUInt32BE(entry),
      mediaUnits: version === 1 ? Number(bytes.readBigInt64BE(entry + 8)) : bytes.readInt32BE(entry + 4),
      rate: bytes.readInt32BE(entry + length - 4) / 0x10000,
    }
  })
}

/** Whether the samples are in this file, rather than in another file that it refers to. */
function isSelfContained(bytes, dref) {
  if (!dref) return true
  return boxesIn(bytes, { start: dref.start + 8, end: dref.end }).every(
    each => (versioned(bytes, each).flags & 1) === 1,
  )
}

/** The types in `stsd`, such as `avc1`. */
function formatsOf(bytes, stsd) {
  if (!stsd) return []
  return boxesIn(bytes, { start: stsd.start + 8, end: stsd.end }).map(({ type }) => type)
}
