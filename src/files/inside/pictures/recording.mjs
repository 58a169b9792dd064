// Videos and sound inside slides: MP4, MOV and M4A (ISO 14496-12), MP3 and WAV.

/** The boxes that are needed to play them, by the box around them. */
const played = {
  file: ['ftyp', 'styp', 'moov', 'moof', 'mdat', 'mfra', 'sidx', 'wide'],
  moov: ['mvhd', 'iods', 'trak', 'mvex'],
  trak: ['tkhd', 'tref', 'edts', 'mdia'],
  mdia: ['mdhd', 'hdlr', 'minf'],
}
const dated = ['mvhd', 'tkhd', 'mdhd']
const shown = ['vide', 'soun', 'subt', 'sbtl', 'text', 'clcp', 'tmcd']

export const isMovie = bytes => /^(ftyp|moov|mdat|wide)$/.test(bytes.toString('latin1', 4, 8))
export const isMp3 = bytes => bytes.toString('latin1', 0, 3) === 'ID3'
export const isWav = bytes => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE'

/** Empties everything else, and the dates. The place of every sample stays. @returns the length */
export function cleanMovie(bytes) {
  cleanBoxes(bytes, 'file', 0, bytes.length)
  return bytes.length
}

function cleanBoxes(bytes, around, from, end) {
  for (const { type, at, content, next } of boxesIn(bytes, from, end)) {
    if (!played[around].includes(type) || (type === 'trak' && !isShown(bytes, content, next))) {
      bytes.fill(0, content, next)
      bytes.write('free', at + 4, 'latin1')
    } else if (dated.includes(type)) bytes.fill(0, content + 4, content + (bytes[content] === 1 ? 20 : 12))
    else if (type in played) cleanBoxes(bytes, type, content, next)
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

/** Other tracks hold places and measurements. */
function isShown(bytes, from, end) {
  const find = (sought, start, stop) => [...boxesIn(bytes, start, stop)].find(({ type }) => type === sought)
  const media = find('mdia', from, end)
  const handler = media && find('hdlr', media.content, media.next)
  return Boolean(handler) && shown.includes(bytes.toString('latin1', handler.content + 8, handler.content + 12))
}

const version1 = 128

/** Empties the tags at both ends. @returns where the sound ends */
export function cleanMp3(bytes) {
  const length = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (bytes[at] & 0x7f), 0)
  bytes.fill(0, 10, 10 + length)
  const hasEnd = bytes.toString('latin1', bytes.length - version1, bytes.length - version1 + 3) === 'TAG'
  return bytes.length - (hasEnd ? version1 : 0)
}

/** Empties every chunk but those of the sound. @returns where the file says that it ends */
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
