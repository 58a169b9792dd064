import { open } from 'node:fs/promises'
import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import { Refused } from './refused.mjs'
import { outerBoxes } from './boxes.mjs'
import { cleanerOf, isUncompressed, sampleBytes } from './codecs.mjs'
import { fragmentSamples } from './fragments.mjs'
import { readMovie } from './movie.mjs'
import { readerOf } from './read.mjs'
import { listedSamples } from './samples.mjs'
import { endsEarly, shownSamples } from './timeline.mjs'
import { describedTracks, playedTracks } from './tracks.mjs'
import { targetIn } from './write.mjs'

const mostTables = 32 * 1024 * 1024
const mostTimescale = 1_000_000

/**
 * The type of an MP4, M4A or MOV, by the tracks that a player would show.
 * @throws Refused when there is no such track, or the file is damaged
 */
export const movieType = path =>
  opened(path, ({ movie, brand }) => {
    const { video, sounds } = playedTracks(movie, brand)
    if (!video && sounds.length === 0) throw new Refused('recording')
    if (!video) return 'audio/mp4'
    return brand === 'qt  ' || brand === null ? 'video/quicktime' : 'video/mp4'
  })

/**
 * Writes a new file with only the tracks that a player shows.
 * @throws Refused when the file is damaged, cut off or too long, or has tracks that cannot be copied
 */
export const cleanMovie = (from, to, type) =>
  opened(from, async source => {
    const tracks = await copiedTracks(source)
    const file = await open(to, 'wx', 0o600)
    try {
      await write(tracks, { source, file, type })
    } finally {
      await file.close()
    }
  })

/**
 * Whether a box suggests that a recording without complete tables was cut off. The tables can come after the box of the
 * samples (`mdat`).
 */
const isSign = ({ type, isWhole }) => type === 'mdat' || !isWhole

async function opened(path, use) {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const read = readerOf(file, size)
    const outer = await outerBoxes(read, size)
    const moov = outer.find(({ type }) => type === 'moov')
    if (!moov?.isWhole) throw new Refused(outer.some(isSign) ? 'cut off' : 'damaged')
    if (moov.end - moov.start > mostTables) throw new Refused('too long')
    const movie = readMovie(await read(moov.start, moov.end - moov.start))
    const brand = outer[0].type === 'ftyp' ? (await read(outer[0].start, 4)).toString('latin1') : null
    return await use({ file, size, read, outer, movie, brand })
  } finally {
    await file.close()
  }
}

/** The tracks with the samples to copy, after checking that all samples are present. */
async function copiedTracks({ size, read, outer, movie, brand }) {
  const inFragments = await fragmentSamples(read, outer, movie)
  const described = await describedTracks(movie, playedTracks(movie, brand))
  const tracks = described
    .map(track => ({ track, samples: listed(movie, track).concat(inFragments.get(track.id)) }))
    .filter(({ samples }) => samples.length > 0)
  if (tracks.length === 0) throw new Refused('cut off')
  const isOutside = sample => sample.offset + sample.size > size
  if (tracks.some(({ samples }) => samples.some(isOutside)) || endsEarly(movie, tracks)) throw new Refused('cut off')
  const shown = tracks.map(({ track, samples }) => ({ track, samples: shownSamples(samples, track, movie) }))
  if (shown.every(({ samples }) => samples.length === 0)) throw new Refused('edited')
  return shown.filter(({ samples }) => samples.length > 0)
}

function listed({ bytes }, track) {
  const { codec, decoder } = track
  return listedSamples(bytes, track, isUncompressed(codec) ? sampleBytes(codec) * decoder.numberOfChannels : null)
}

async function write(tracks, { source, file, type }) {
  const output = new Output({
    format:
      type === 'video/quicktime'
        ? new MovOutputFormat({ fastStart: false })
        : new Mp4OutputFormat({ fastStart: false }),
    target: targetIn(file),
  })
  try {
    const writers = tracks.map(each => writerOf(output, each, source))
    await output.start()
    await inOrderOfTime(writers)
    await output.finalize()
  } catch (problem) {
    await output.cancel().catch(() => {})
    throw problem
  }
}

/** Adds a track to the output. `time` returns the time of its next sample, and `next` copies that sample. */
function writerOf(output, { track, samples }, { file, size }) {
  const { codec, decoder, matrix } = track
  const { configuration, clean } = cleanerOf(codec, decoder.description)
  const isVideo = track.kind === 'vide'
  const target = new (isVideo ? EncodedVideoPacketSource : EncodedAudioPacketSource)(codec)
  if (isVideo) output.addVideoTrack(target, { transformationMatrix: matrix, ...rateOf(track) })
  else output.addAudioTrack(target)
  const about = { decoderConfig: { ...decoder, ...shapeOf(track), description: configuration } }
  const read = readerOf(file, size) // each track reads the file at its own position
  let done = 0
  return {
    time: () => samples[done]?.time ?? Infinity,
    next: async () => {
      const { offset, size: length, time, duration, isKey } = samples[done]
      done += 1
      const data = clean(await read(offset, length))
      await target.add(new EncodedPacket(data, isKey || !isVideo ? 'key' : 'delta', time, duration), about)
    },
  }
}

async function inOrderOfTime(writers) {
  for (;;) {
    const first = writers.reduce((a, b) => (b.time() < a.time() ? b : a))
    if (first.time() === Infinity) return
    await first.next()
  }
}

/**
 * The frame rate to write: the track's own timescale, so that every frame keeps its exact time. None if the timescale
 * is above `mostTimescale`.
 */
const rateOf = ({ timescale }) => (timescale <= mostTimescale ? { frameRate: timescale } : {})

/** The aspect ratio that a track declares for the screen, when it differs from that of its pixels. */
function shapeOf({ kind, decoder, width, height }) {
  if (kind !== 'vide' || decoder.displayAspectWidth || width < 1 || height < 1) return {}
  const isAlike = Math.abs(width / height / (decoder.codedWidth / decoder.codedHeight) - 1) < 0.02
  return isAlike ? {} : { displayAspectWidth: Math.round(width), displayAspectHeight: Math.round(height) }
}
