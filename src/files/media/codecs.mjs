import { Refused } from './refused.mjs'
import { nalCleaner } from './nal-units.mjs'

const asItIs = { clean: sample => sample }
const mostConfiguration = 64

/**
 * For each codec, how to write a track: the `configuration`, and `clean`, which returns the part of a sample to write.
 * Leaves out codecs with comments in their configuration (FLAC, Vorbis), and codecs that mediabunny cannot write.
 */
const codecs = {
  avc: configuration => nalCleaner('avc', configuration),
  hevc: configuration => nalCleaner('hevc', configuration),
  av1: () => ({ clean: withoutMetadata }),
  vp9: () => asItIs,
  prores: () => asItIs,
  aac: configuration => {
    if (!configuration || configuration.length > mostConfiguration) throw new Refused('recording')
    return { ...asItIs, configuration }
  },
  opus: configuration => ({ ...asItIs, configuration }),
  mp3: () => asItIs,
  ac3: () => asItIs,
  eac3: () => asItIs,
}

/** @param codec its name in mediabunny; null when mediabunny does not know it */
export const canBeCleaned = codec => codec !== null && (codec in codecs || isUncompressed(codec))

export const isUncompressed = codec => /^pcm-|^[au]law$/.test(codec)

/**
 * How to write a track with this codec, as in `codecs`.
 * @throws Refused when its configuration is missing or damaged
 */
export const cleanerOf = (codec, configuration) => (isUncompressed(codec) ? asItIs : codecs[codec](configuration))

/**
 * @param codec an uncompressed codec
 * @returns the number of bytes in one sample of one channel
 */
export const sampleBytes = codec => Number(/\d+/.exec(codec)?.[0] ?? 8) / 8

const metadata = 5
const tileList = 8
const padding = 15

/**
 * Removes tile lists, padding, and metadata that a camera may have added. An AV1 sample is a sequence of units (OBUs),
 * each with a type and usually a length.
 */
function withoutMetadata(sample) {
  const parts = []
  for (let at = 0; at < sample.length;) {
    const type = (sample[at] >> 3) & 15
    const head = at + (sample[at] & 4 ? 2 : 1)
    const { value, next } = sample[at] & 2 ? numberAt(sample, head) : { value: sample.length - head, next: head }
    if (next + value > sample.length) throw new Refused('damaged')
    if (![metadata, tileList, padding].includes(type)) parts.push(sample.subarray(at, next + value))
    at = next + value
  }
  return Buffer.concat(parts)
}

/** A number with seven bits in each byte, the lowest first. */
function numberAt(bytes, at) {
  let [value, next] = [0, at]
  do value += (bytes.readUInt8(next) & 127) * 2 ** (7 * (next - at))
  while (bytes[next++] & 128 && next - at < 8)
  return { value, next }
}
