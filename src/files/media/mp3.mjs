import { open } from 'node:fs/promises'
import { EncodedAudioPacketSource, EncodedPacket, Mp3OutputFormat, Output } from 'mediabunny'
import { Refused } from './refused.mjs'
import { frameAt, headLength, declaredFrames, mayFollow } from './mp3-frames.mjs'
import { readerOf } from './read.mjs'
import { targetIn } from './write.mjs'

/** The maximum number of frames in a file. Seven hours at 44.1 kHz have about 965,000. */
const mostFrames = 1_000_000

/**
 * Writes a new MP3 with only the sound frames, and a new first frame that declares their number.
 * @throws Refused when it has no sound, is cut off or is too long
 */
export async function cleanMp3(from, to) {
  const source = await open(from, 'r')
  try {
    const { size } = await source.stat()
    const file = await open(to, 'wx', 0o600)
    try {
      await copyFrames(readerOf(source, size), size, file)
    } finally {
      await file.close()
    }
  } finally {
    await source.close()
  }
}

async function copyFrames(read, size, file) {
  const output = new Output({ format: new Mp3OutputFormat(), target: targetIn(file) })
  const sound = new EncodedAudioPacketSource('mp3')
  output.addAudioTrack(sound)
  await output.start()
  let [count, declared, time] = [0, 0, 0]
  try {
    for await (const { bytes, frame } of framesIn(read, size)) {
      const inInfo = declaredFrames(bytes, frame)
      if (inInfo !== null) declared += inInfo
      else {
        if (count === mostFrames) throw new Refused('too long')
        await sound.add(new EncodedPacket(bytes, 'key', time, frame.seconds), describe(frame))
        count += 1
        time += frame.seconds
      }
    }
    if (count === 0) throw new Refused('recording')
    if (isShort(count, declared)) throw new Refused('cut off')
    await output.finalize()
  } catch (problem) {
    await output.cancel().catch(() => {})
    throw problem
  }
}

const describe = ({ rate, channels }) => ({
  decoderConfig: { codec: 'mp3', sampleRate: rate, numberOfChannels: channels },
})

/**
 * Whether too many frames are missing. Four can be missing, because some programs count the first frame, which has no
 * sound, and the end of a file is often damaged.
 */
const isShort = (count, declared) => count < declared - 4

/**
 * The frames, including information frames, which have no sound. A frame counts only when another of its kind, a tag or
 * the end of the sound follows it. A picture in a tag may look like a single frame, so the first frame in a row must be
 * followed by a frame that itself counts.
 */
async function* framesIn(read, size) {
  const end = await endOfSound(read, size)
  let [at, inARow, kind] = [0, 0, null]
  while (at + headLength <= end) {
    const frame = frameAt(await read(at, headLength), inARow === 0 ? null : kind)
    const isFrame = frame !== null && (await isFollowed(read, { at, frame, end, isFirst: inARow === 0 }))
    if (isFrame) {
      kind = frame.kind
      yield { bytes: await read(at, frame.length), frame }
      at += frame.length
      inARow += 1
    } else {
      inARow = 0
      at = await nextPlace(read, at, end)
    }
  }
}

async function isFollowed(read, { at, frame, end, isFirst }) {
  const next = at + frame.length
  if (next > end) return false
  if (next === end) return !isFirst
  const head = await read(next, headLength)
  const following = frameAt(head, frame.kind)
  if (!following) return !isFirst && mayFollow(head)
  return !isFirst || (await isFollowed(read, { at: next, frame: following, end, isFirst: false }))
}

/** The offset after a tag, or the next offset where a frame or a tag may start. */
async function nextPlace(read, at, end) {
  const head = await read(at, 10)
  if (isTag(head)) {
    const next = at + 10 + (head[5] & 0x10 ? 10 : 0) + sevenBits(head, 6)
    if (at === 0 && next > end) throw new Refused('cut off')
    return next
  }
  const window = await read(at + 1, Math.min(4096, end - at - 1))
  const found = window.findIndex((byte, index) => byte === 0xff || (byte === 0x49 && window[index + 1] === 0x44))
  return found < 0 ? at + 1 + window.length : at + 1 + found
}

/** Whether these bytes are the header of an ID3v2 tag. The top bit of each byte of its length is 0. */
const isTag = head =>
  head.length === 10 &&
  head.toString('latin1', 0, 3) === 'ID3' &&
  head[3] < 0xff &&
  head.subarray(6).every(byte => byte < 0x80)

const sevenBits = (bytes, at) => bytes.subarray(at, at + 4).reduce((sum, byte) => sum * 128 + (byte & 127), 0)

/** The offset where the tags at the end begin: ID3v1, APE, Lyrics3 and ID3v2 with a footer. */
async function endOfSound(read, size) {
  let end = size
  for (;;) {
    const tail = await read(Math.max(0, end - 128), Math.min(128, end))
    const before = end
    const ends = (text, back) => tail.toString('latin1', tail.length - back, tail.length - back + text.length) === text
    if (tail.length === 128 && ends('TAG', 128)) end -= 128
    else if (ends('APETAGEX', 32)) end -= 32 * (tail[tail.length - 9] >> 7) + tail.readUInt32LE(tail.length - 20)
    else if (ends('LYRICS200', 9)) end -= 15 + Number(tail.toString('latin1', tail.length - 15, tail.length - 9))
    else if (ends('3DI', 10)) end -= 20 + sevenBits(tail, tail.length - 4)
    if (!(end >= 0 && end < before)) return before
  }
}
