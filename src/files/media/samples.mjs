import { Refused } from './refused.mjs'
import { uint64 } from './boxes.mjs'

/** The maximum number of samples in a track's tables, or in all fragments. Seven hours of speech have 400,000. */
export const mostSamples = 500_000
/** The maximum number of uncompressed sound samples that are copied together. */
const mostAtOnce = 4_096

/**
 * Reads the samples listed in a track's tables, in decoding order. Mediabunny is not used for this, because it ignores
 * missing samples, and takes quadratic time if a track has only one chunk, as in sound recorded on Android.
 * @param perMoment bytes per sample of uncompressed sound, for which each result covers many samples; otherwise null
 * @returns offset and size in bytes, time and duration in units of the track, and `isKey`
 * @throws Refused when the tables are damaged or list too many samples
 */
export function listedSamples(bytes, { tables }, perMoment) {
  if (!tables.get('stsz') && !tables.get('stz2')) return []
  const sizes = sizesOf(bytes, tables)
  if (sizes.count > mostSamples && perMoment === null) throw new Refused('too long')
  return perMoment === null ? each(bytes, tables, sizes) : inParts(bytes, tables, { ...sizes, perMoment })
}

function each(bytes, tables, sizes) {
  const [durations, shifts] = [runsIn(bytes, tables.get('stts')), runsIn(bytes, tables.get('ctts'))]
  const isKey = keysIn(bytes, tables.get('stss'))
  const samples = []
  let time = 0
  for (const chunk of chunksIn(bytes, tables)) {
    let { offset } = chunk
    for (let left = chunk.samples; left > 0 && samples.length < sizes.count; left -= 1) {
      const duration = durations.next().value
      if (duration === undefined) return samples
      const [index, size] = [samples.length, sizes.of(samples.length)]
      samples.push({ offset, size, time: time + ((shifts.next().value ?? 0) | 0), duration, isKey: isKey(index) })
      time += duration
      offset += size
    }
  }
  return samples
}

function inParts(bytes, tables, { count, perMoment }) {
  const duration = runsIn(bytes, tables.get('stts')).next().value ?? 1
  const samples = []
  let done = 0
  for (const chunk of chunksIn(bytes, tables)) {
    const moments = Math.min(chunk.samples, count - done)
    for (let at = 0; at < moments; at += mostAtOnce) {
      const some = Math.min(mostAtOnce, moments - at)
      samples.push({
        offset: chunk.offset + at * perMoment,
        size: some * perMoment,
        time: (done + at) * duration,
        duration: some * duration,
        isKey: true,
      })
      if (samples.length > mostSamples) throw new Refused('too long')
    }
    done += moments
  }
  return samples
}

/** The sample sizes from `stsz`, or from `stz2` with 4, 8 or 16 bits each. */
function sizesOf(bytes, tables) {
  const [box, compact] = [tables.get('stsz'), tables.get('stz2')]
  const { start, end } = box ?? compact
  const [same, count, list] = [bytes.readUInt32BE(start + 4), bytes.readUInt32BE(start + 8), start + 12]
  if (box && same > 0) return { count, of: () => same }
  const bits = box ? 32 : same & 0xff
  if (![4, 8, 16, 32].includes(bits) || list + (count * bits) / 8 > end) throw new Refused('damaged')
  if (bits > 4) return { count, of: index => bytes.readUIntBE(list + (index * bits) / 8, bits / 8) }
  return { count, of: index => (bytes.readUInt8(list + (index >> 1)) >> (index % 2 === 0 ? 4 : 0)) & 15 }
}

/** Yields the offset of each chunk (`stco` or `co64`) and its number of samples (`stsc`). */
function* chunksIn(bytes, tables) {
  const [places, large] = [tables.get('stco'), tables.get('co64')]
  const { start, end } = places ?? large ?? { start: 0, end: 0 }
  const length = places ? 4 : 8
  const count = end > start ? bytes.readUInt32BE(start + 4) : 0
  if (start + 8 + count * length > end && count > 0) throw new Refused('damaged')
  const runs = chunkRuns(bytes, tables.get('stsc'))
  let run = 0
  for (let chunk = 0; chunk < count; chunk += 1) {
    while (run + 1 < runs.length && runs[run + 1].first <= chunk + 1) run += 1
    const at = start + 8 + chunk * length
    yield { offset: places ? bytes.readUInt32BE(at) : uint64(bytes, at), samples: runs[run]?.samples ?? 0 }
  }
}

function chunkRuns(bytes, stsc) {
  if (!stsc) return []
  const count = bytes.readUInt32BE(stsc.start + 4)
  if (stsc.start + 8 + count * 12 > stsc.end) throw new Refused('damaged')
  return Array.from({ length: count }, (_, index) => ({
    first: bytes.readUInt32BE(stsc.start + 8 + index * 12),
    samples: bytes.readUInt32BE(stsc.start + 12 + index * 12),
  }))
}

/** The values of `stts` or `ctts`, each repeated by its count. */
function* runsIn(bytes, box) {
  if (!box) return
  const count = bytes.readUInt32BE(box.start + 4)
  for (let index = 0; index < count; index += 1) {
    const at = box.start + 8 + index * 8
    if (at + 8 > box.end) throw new Refused('damaged')
    const value = bytes.readUInt32BE(at + 4)
    for (let left = bytes.readUInt32BE(at); left > 0; left -= 1) yield value
  }
}

/**
 * A function that says whether a sample, counted from 0, is a sync sample according to `stss`. Without `stss`, all are.
 */
function keysIn(bytes, stss) {
  if (!stss) return () => true
  const count = Math.min(bytes.readUInt32BE(stss.start + 4), Math.floor((stss.end - stss.start - 8) / 4))
  const keys = new Set(Array.from({ length: count }, (_, index) => bytes.readUInt32BE(stss.start + 8 + index * 4) - 1))
  return index => keys.has(index)
}
