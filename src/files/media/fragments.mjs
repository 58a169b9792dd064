import { Refused } from './refused.mjs'
import { boxAt, boxesIn, uint64, versioned } from './boxes.mjs'
import { mostSamples } from './samples.mjs'

const mostInFragment = 16 * 1024 * 1024
const isNotKey = 0x10000

/**
 * The samples of a fragmented MP4 (`moof` boxes), the kind that browsers record.
 * @param outer the outermost boxes of the file
 * @returns the samples by the id of their track, as `listedSamples` returns them
 */
export async function fragmentSamples(read, outer, movie) {
  const lists = new Map(movie.tracks.map(({ id }) => [id, []]))
  const ends = new Map()
  let count = 0
  for (const { type, from, end, isWhole } of outer) {
    if (type !== 'moof') continue
    if (!isWhole) throw new Refused('cut off')
    if (end - from > mostInFragment) throw new Refused('too long')
    const bytes = await read(from, end - from)
    let place = from
    for (const traf of boxesIn(bytes).flatMap(moof => boxesIn(bytes, moof).filter(each => each.type === 'traf'))) {
      const fragment = fragmentOf(bytes, traf, { from, place, defaults: movie.defaults })
      const samples = samplesIn(bytes, traf, { ...fragment, time: fragment.time ?? ends.get(fragment.track) ?? 0 })
      place = samples.at(-1) ? samples.at(-1).offset + samples.at(-1).size : place
      ends.set(fragment.track, samples.end)
      count += samples.length
      if (count > mostSamples) throw new Refused('too long')
      const list = lists.get(fragment.track)
      for (const sample of samples) list?.push(sample)
    }
  }
  return lists
}

/** The fragment's properties from `tfhd` and `tfdt`. */
function fragmentOf(bytes, traf, { from, place, defaults }) {
  const [header, timeBox] = ['tfhd', 'tfdt'].map(type => boxAt(bytes, traf, type))
  if (!header) throw new Refused('damaged')
  const { flags, at } = versioned(bytes, header)
  const track = bytes.readUInt32BE(at)
  let next = at + 4
  const field = (flag, length) => {
    if (!(flags & flag)) return null
    next += length
    return length === 8 ? uint64(bytes, next - 8) : bytes.readUInt32BE(next - 4)
  }
  const base = field(1, 8)
  field(2, 4) // the sample description
  const own = { duration: field(8, 4), size: field(0x10, 4), flags: field(0x20, 4) }
  const usual = defaults.get(track) ?? { duration: 0, size: 0, flags: 0 }
  const time = timeBox && versioned(bytes, timeBox)
  return {
    track,
    base: base ?? (flags & 0x20000 ? from : place),
    time: time && (time.version === 1 ? uint64(bytes, time.at) : bytes.readUInt32BE(time.at)),
    usual: Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, own[name] ?? value])),
  }
}

/** The samples from every `trun`. The list's `end` is the time after its last sample. */
function samplesIn(bytes, traf, { base, time: start, usual }) {
  const samples = []
  let [offset, time] = [base, start]
  for (const run of boxesIn(bytes, traf).filter(({ type }) => type === 'trun')) {
    const { flags, at } = versioned(bytes, run)
    const count = bytes.readUInt32BE(at)
    let next = at + 4
    const field = (flag, otherwise) => {
      if (!(flags & flag)) return otherwise
      next += 4
      return bytes.readUInt32BE(next - 4)
    }
    const from = field(1, null)
    if (from !== null) offset = base + (from | 0)
    const ofFirst = field(4, null)
    if (samples.length + count > mostSamples) throw new Refused('too long')
    for (let index = 0; index < count; index += 1) {
      const [duration, size] = [field(0x100, usual.duration), field(0x200, usual.size)]
      const ownFlags = field(0x400, usual.flags)
      const isKey = ((index === 0 ? (ofFirst ?? ownFlags) : ownFlags) & isNotKey) === 0
      samples.push({ offset, size, time: time + (field(0x800, 0) | 0), duration, isKey })
      offset += size
      time += duration
    }
  }
  return Object.assign(samples, { end: time })
}
