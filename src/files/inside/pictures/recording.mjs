// Cleans videos and sound inside slides: MP4, MOV and M4A (ISO 14496-12), MP3 and WAV.

/** The boxes that are needed for playing, by their parent box. */
const played = {
  file: ['ftyp', 'styp', 'moov', 'moof', 'mdat', 'mfra', 'sidx', 'wide'],
  moov: ['mvhd', 'iods', 'trak', 'mvex'],
  trak: ['tkhd', 'tref', 'edts', 'mdia'],
  mdia: ['mdhd', 'hdlr', 'minf'],
}
const dated = ['mvhd', 'tkhd', 'mdhd']
const shown = ['vide', 'soun', 'subt', 'sbtl', 'text', 'clcp', 'tmcd']

export const isMovie = bytes => /^(ftyp|moov|mdat|wide|free|skip|pnot|moof|styp)$/.test(bytes.toString('latin1', 4, 8))
const hasTag = bytes => bytes.toString('latin1', 0, 3) === 'ID3'
export const isMp3 = bytes =>
  hasTag(bytes) || (bytes[0] === 0xff && [0xe2, 0xe3, 0xf2, 0xf3, 0xfa, 0xfb].includes(bytes[1]))
export const isWav = bytes => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE'

/**
 * Empties the boxes that are not needed for playing, and the dates. The place of every visible or audible sample stays
 * the same.
 * @returns the length
 */
export function cleanMovie(bytes) {
  cleanBoxes(bytes, 'file', 0, bytes.length)
  emptyBetween(bytes)
  return bytes.length
}

function cleanBoxes(bytes, around, from, end) {
  for (const { type, at, content, next } of boxesIn(bytes, from, end)) {
    if (!played[around].includes(type) || (type === 'trak' && !isShown(bytes, content, next))) {
      bytes.fill(0, content, next)
      bytes.write('free', at + 4, 'latin1')
    } else if (type === 'hdlr')
      bytes.fill(0, Math.min(next, content + 24), next) // clears the name of a program or person
    else if (dated.includes(type)) bytes.fill(0, content + 4, content + (bytes[content] === 1 ? 20 : 12))
    else if (type in played) cleanBoxes(bytes, type, content, next)
  }
}

/**
 * The byte range of each chunk of a track, from its sample tables.
 * @returns null when a required table is missing
 */
function placesOf(bytes, trak) {
  const find = (around, type) =>
    around && [...boxesIn(bytes, around.content, around.next)].find(each => each.type === type)
  const table = ['mdia', 'minf', 'stbl'].reduce(find, trak)
  const [sizes, rows, starts, wide] = ['stsz', 'stsc', 'stco', 'co64'].map(type => find(table, type))
  if (!sizes || !rows || !(starts ?? wide)) return null
  const list = ({ content, next }, each, skipped = 8) =>
    Array.from(
      { length: Math.max(0, Math.floor((next - content - skipped) / each)) },
      (_, index) => content + skipped + index * each,
    )
  const alike = bytes.readUInt32BE(sizes.content + 4)
  const lengths = list(sizes, 4, 12).map(at => bytes.readUInt32BE(at))
  const counts = list(rows, 12).map(at => ({ first: bytes.readUInt32BE(at), count: bytes.readUInt32BE(at + 4) }))
  let [sample, row] = [0, 0]
  const placeOf = (start, index) => {
    while (counts[row + 1]?.first <= index + 1) row += 1
    const count = counts[row]?.count ?? 0
    const length = alike ? alike * count : lengths.slice(sample, sample + count).reduce((sum, each) => sum + each, 0)
    sample += count
    return { start, end: start + length }
  }
  return starts
    ? list(starts, 4).map((at, index) => placeOf(bytes.readUInt32BE(at), index))
    : list(wide, 8).map((at, index) => placeOf(Number(bytes.readBigUInt64BE(at)), index))
}

/**
 * Overwrites with zeros the media data that no sample of a remaining track uses. Does nothing when a track has no
 * tables or the movie has fragments.
 */
function emptyBetween(bytes) {
  const outer = [...boxesIn(bytes, 0, bytes.length)]
  const tracks = outer
    .filter(({ type }) => type === 'moov')
    .flatMap(({ content, next }) => [...boxesIn(bytes, content, next)].filter(({ type }) => type === 'trak'))
  const places = tracks.map(track => placesOf(bytes, track))
  if (places.length === 0 || places.includes(null) || outer.some(({ type }) => type === 'moof')) return
  const inOrder = places.flat().toSorted((one, other) => one.start - other.start)
  for (const { type, content, next } of outer) {
    if (type !== 'mdat') continue
    let at = content
    for (const { start, end } of inOrder.filter(each => each.end > content && each.start < next)) {
      if (start > at) bytes.fill(0, at, start)
      at = Math.max(at, end)
    }
    if (at < next) bytes.fill(0, at, next)
  }
}

function* boxesIn(bytes, from, end) {
  for (let at = from; at + 8 <= end;) {
    const stated = bytes.readUInt32BE(at)
    const isLong = stated === 1 && at + 16 <= end
    const length = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : stated || end - at
    const content = at + (isLong ? 16 : 8)
    const next = Math.min(end, at + length)
    if (next < content) return
    yield { type: bytes.toString('latin1', at + 4, at + 8), at, content, next }
    at = next
  }
}

/** Whether a track is video, sound, subtitles or a time code. Other tracks can contain locations and measurements. */
function isShown(bytes, from, end) {
  const find = (sought, start, stop) => [...boxesIn(bytes, start, stop)].find(({ type }) => type === sought)
  const media = find('mdia', from, end)
  const handler = media && find('hdlr', media.content, media.next)
  return Boolean(handler) && shown.includes(bytes.toString('latin1', handler.content + 8, handler.content + 12))
}

const version1 = 128

/**
 * Empties the tag at the start of an MP3.
 * @returns the offset at which the sound ends. An ID3v1 tag at the end is left out
 */
export function cleanMp3(bytes) {
  const length = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (bytes[at] & 0x7f), 0)
  if (hasTag(bytes)) bytes.fill(0, 10, 10 + length)
  const hasEnd = bytes.toString('latin1', bytes.length - version1, bytes.length - version1 + 3) === 'TAG'
  return bytes.length - (hasEnd ? version1 : 0)
}

/**
 * Empties every chunk of a WAV except the sound.
 * @returns where the file ends according to its header
 */
export function cleanWav(bytes) {
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  for (let at = 12; at + 8 <= end;) {
    const length = bytes.readUInt32LE(at + 4)
    if (!/^(fmt |data|fact)$/.test(bytes.toString('latin1', at, at + 4)))
      bytes.fill(0, at + 8, Math.min(end, at + 8 + length))
    at += 8 + length + (length % 2)
  }
  return end
}
