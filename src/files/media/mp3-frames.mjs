// The frames of an MP3 (ISO/IEC 11172-3 and 13818-3, layer III).

export const headLength = 4

const bitrates = {
  1: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
const rates = [44_100, 48_000, 32_000]
const layer3 = 1
const mono = 3

/**
 * @param kind the kind of the previous frames; null for any
 * @returns the frame that starts with these bytes, or null. Consecutive frames have the same `kind`
 */
export function frameAt(head, kind) {
  if (head.length < headLength || head[0] !== 0xff || (head[1] & 0xe0) !== 0xe0) return null
  const version = [2.5, null, 2, 1][(head[1] >> 3) & 3]
  const [layer, bits, rateBits] = [(head[1] >> 1) & 3, head[2] >> 4, (head[2] >> 2) & 3]
  if (version === null || layer !== layer3 || bits === 0 || bits === 15 || rateBits === 3) return null
  const own = `${version} ${rateBits}`
  if (kind !== null && own !== kind) return null
  const rate = rates[rateBits] / (version === 2.5 ? 4 : version)
  const samples = version === 1 ? 1152 : 576
  const bitrate = bitrates[Math.floor(version)][bits - 1] * 1000
  return {
    kind: own,
    version,
    length: Math.floor(((samples / 8) * bitrate) / rate) + ((head[2] >> 1) & 1),
    rate,
    channels: head[3] >> 6 === mono ? 1 : 2,
    seconds: samples / rate,
  }
}

/** Whether these bytes are the start of a tag. A tag directly after a frame shows that the frame's length is right. */
export const mayFollow = head => /^(TAG|ID3|APET|LYRI)/.test(head.toString('latin1'))

/**
 * The number of frames that a file declares in its information frame (Xing, Info or VBRI), which is a frame without
 * sound.
 * @returns 0 when it declares no number; null for a frame with sound
 */
export function declaredFrames(bytes, { version, channels }) {
  const stereo = version === 1 ? 36 : 21
  const mono = version === 1 ? 21 : 13
  const xing = channels === 1 ? mono : stereo
  const word = at => bytes.toString('latin1', at, at + 4)
  if (['Xing', 'Info'].includes(word(xing)) && xing + 12 <= bytes.length)
    return bytes.readUInt32BE(xing + 4) & 1 ? bytes.readUInt32BE(xing + 8) : 0
  if (word(36) === 'VBRI' && 54 <= bytes.length) return bytes.readUInt32BE(50)
  return null
}
