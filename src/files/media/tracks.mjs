import { BufferSource, Input, MP4 } from 'mediabunny'
import { Refused } from './refused.mjs'
import { box } from './boxes.mjs'
import { canBeCleaned } from './codecs.mjs'

const isProtected = type => /^(enc[avts]|drm[is])$/.test(type)
const soundBrands = ['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B ']

/**
 * The tracks that a player plays: one video track, except in a sound file, and the sound tracks that are switched on.
 * If no video or sound track is switched on, all sound tracks are played. Other tracks may contain locations, subtitles
 * or a cover picture.
 * @param brand of the file, or null
 */
export function playedTracks({ tracks }, brand) {
  const ofKind = kind => tracks.filter(track => track.kind === kind)
  const videos = soundBrands.includes(brand) ? [] : ofKind('vide')
  const enabled = videos.filter(({ isEnabled }) => isEnabled)
  const [largest] = (enabled.length > 0 ? enabled : videos).toSorted((a, b) => b.width * b.height - a.width * a.height)
  const sounds = ofKind('soun')
  const isSomeOn = [...enabled, ...sounds].some(({ isEnabled }) => isEnabled)
  return { video: largest ?? null, sounds: isSomeOn ? sounds.filter(({ isEnabled }) => isEnabled) : sounds }
}

/**
 * Reads how the played tracks are encoded.
 * @returns each track with its `codec`, `decoder` and, for video, the `matrix` that turns it upright
 * @throws Refused when a player would show more than can be copied
 */
export async function describedTracks(movie, { video, sounds }) {
  const played = video ? [video, ...sounds] : sounds
  if (played.length === 0) throw new Refused('recording')
  if (played.some(({ formats }) => formats.some(isProtected))) throw new Refused('protected')
  if (new Set(played.map(({ id }) => id)).size < played.length) throw new Refused('damaged')
  const described = await Promise.all((await tracksIn(movie, played)).map(description))
  const known = played.flatMap(track => {
    const { codec, ...more } = described.find(({ id }) => id === track.id) ?? { codec: null }
    const isClear = canBeCleaned(codec) && track.isSelfContained && track.formats.length === 1
    return isClear ? [{ ...track, codec, ...more }] : []
  })
  const hasSound = known.some(({ kind }) => kind === 'soun')
  if ((video && !known.some(({ kind }) => kind === 'vide')) || (sounds.length > 0 && !hasSound))
    throw new Refused('recording')
  return known
}

function tracksIn({ bytes, header }, tracks) {
  const part = ({ from, end }) => bytes.subarray(from, end)
  const traks = tracks.map(({ described }) => {
    const table = described.description ? [box('minf', box('stbl', part(described.description)))] : []
    const media = box('mdia', part(described.mediaHeader), part(described.handler), ...table)
    return box('trak', part(described.header), media)
  })
  const head = box('ftyp', Buffer.from('isom\0\0\0\0', 'latin1'))
  const source = new BufferSource(Buffer.concat([head, box('moov', part(header), ...traks)]))
  return new Input({ formats: [MP4], source }).getTracks()
}

async function description(track) {
  return {
    id: track.id,
    codec: await track.getCodec(),
    decoder: await track.getDecoderConfig(),
    matrix: track.isVideoTrack() ? await track.getTransformationMatrix() : null,
  }
}
