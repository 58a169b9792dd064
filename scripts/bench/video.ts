import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny'
import { randomBytes } from 'node:crypto'

const frameLength = 50_000

/** The bytes of a video file of about this size. Nothing in the benchmark plays it. */
export async function videoBytes(bytes: number): Promise<Buffer> {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target })
  const frames = new EncodedVideoPacketSource('vp9')
  output.addVideoTrack(frames)
  await output.start()
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 640, codedHeight: 480 }
  for (let index = 0; index < bytes / frameLength; index += 1) {
    const frame = new EncodedPacket(randomBytes(frameLength), 'key', index / 25, 1 / 25)
    await frames.add(frame, { decoderConfig })
  }
  await output.finalize()
  return Buffer.from(target.buffer!)
}
