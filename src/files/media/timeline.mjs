import { Refused } from './refused.mjs'

/** The number of packets to keep before the first audible packet, because a decoder needs them to start. */
const packetsBefore = 3

/**
 * The samples of a track that a player shows, according to its edit list, and those that a decoder needs to start. The
 * rest is left out, because someone may have cut it off.
 * @param samples from `listedSamples`; the times and durations of those returned are changed to seconds in place
 * @returns the samples to copy. A sample with a negative time is decoded but not shown
 * @throws Refused when a player would join several parts, or play at another speed
 */
export function shownSamples(samples, track, movie) {
  const { delay, from, to } = editOf(track, movie)
  const isShown = ({ time, duration }) => time + duration > from && time < to
  const first = samples.findIndex(isShown)
  if (first < 0) return []
  const start =
    track.kind === 'vide' ? samples.findLastIndex(({ isKey, time }) => isKey && time <= from) : first - packetsBefore
  const shown = samples.slice(Math.max(0, start), samples.findLastIndex(isShown) + 1)
  for (const sample of shown) {
    sample.time = delay + (sample.time - from) / track.timescale
    sample.duration /= track.timescale
  }
  return withValidKeys(shown)
}

/**
 * The edit list of a track. `delay` is in seconds. `from` and `to` limit the shown part, in units of the track.
 * @throws Refused if no part is shown, or if it has gaps or is not played at normal speed
 */
function editOf({ edits, timescale }, movie) {
  if (edits.length === 0) return { delay: 0, from: 0, to: Infinity }
  const start = edits.findIndex(({ mediaUnits }) => mediaUnits !== -1)
  const delay = edits.slice(0, Math.max(0, start)).reduce((sum, { movieUnits }) => sum + movieUnits, 0)
  const shown = edits.slice(start).filter(({ mediaUnits }) => mediaUnits !== -1)
  const endOf = edit => edit.mediaUnits + (edit.movieUnits / movie.timescale) * timescale
  const oneUnit = timescale / movie.timescale
  const isOnePart = shown.every(
    ({ mediaUnits, rate }, index) =>
      rate === 1 && mediaUnits >= 0 && (index === 0 || Math.abs(mediaUnits - endOf(shown[index - 1])) <= oneUnit),
  )
  if (start < 0 || !isOnePart) throw new Refused('edited')
  const last = shown.at(-1)
  // the edit list gives no length, or the file is fragmented: its edit list is written before its length is known
  const isOpen = last.movieUnits === 0 || movie.isFragmented
  return { delay: delay / movie.timescale, from: shown[0].mediaUnits, to: isOpen ? Infinity : endOf(last) }
}

/**
 * Marks the first sample as a key sample. Mediabunny needs everything stored before a key sample to be shown no later
 * than everything stored from it on. A key sample that breaks this rule is marked as ordinary.
 */
function withValidKeys(samples) {
  const earliest = new Array(samples.length)
  for (let index = samples.length - 1, time = Infinity; index >= 0; index -= 1)
    earliest[index] = time = Math.min(time, samples[index].time)
  let latest = -Infinity
  for (const [index, sample] of samples.entries()) {
    sample.isKey = index === 0 || (sample.isKey && latest <= earliest[index])
    latest = Math.max(latest, sample.time)
  }
  return samples
}

/**
 * How far the samples may fall short of the declared length, in seconds. Less is allowed for fragments: nothing
 * declares how many there are, so only the length shows that some are missing.
 */
const [secondsInTables, secondsInFragments] = [1, 0.25]

/**
 * Whether the samples end before the declared end, because the file was cut off.
 * @param tracks the tracks to copy, with all their samples, before `shownSamples` changes the times to seconds
 */
export function endsEarly(movie, tracks) {
  const most = movie.isFragmented ? secondsInFragments : secondsInTables
  const isShort = (end, declared) => declared !== null && end < declared - Math.min(most, declared / 4)
  const ends = tracks.map(({ track, samples }) => ({ track, end: endOf(samples) / track.timescale }))
  if (ends.some(({ track, end }) => isShort(end, track.duration))) return true
  const others = movie.tracks.filter(({ id }) => !tracks.some(({ track }) => track.id === id))
  const end = Math.max(
    ...ends.map(({ track, end }) => editOf(track, movie).delay + end),
    ...others.map(({ shownFor }) => shownFor ?? 0),
  )
  return isShort(end, movie.duration)
}

const endOf = samples => samples.reduce((end, { time, duration }) => Math.max(end, time + duration), 0)
