import { randomBytes } from 'node:crypto'
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny'
import type { Config } from '../../src/config.ts'
import type { Transport } from '../../src/email/transport.ts'

/** The settings of a service without jobs, because the work of jobs would be counted too. */
export const benchConfig = (dataFolder: string, databaseUrl: string | null): Config => ({
  port: 0,
  baseUrl: 'http://localhost:3000',
  dataFolder,
  databaseUrl,
  smtpUrl: '',
  bouncesUrl: null,
  bouncesTo: null,
  bounceSecret: null,
  scanner: 'none',
  sessionSecret: 'known to the bench and to nobody else',
  demo: false,
  mailFrom: 'Library of Sanctuary <no-reply@localhost>',
  contactEmail: 'hello@localhost',
  trustedProxies: 0,
  jobsInProcess: false,
  logLevel: 'warn',
  remindersAt: '07:00',
})

export const noEmail: Transport = { send: () => Promise.resolve({ is: 'sent' }), close: () => undefined }

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
