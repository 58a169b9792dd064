import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { until } from './until.ts'

/** A real clamd on a socket in its own folder. It has one signature: that of the harmless EICAR test file. */
export interface Clamd {
  /** The address for `CLAMD_URL`. */
  url: string
  /**
   * @param settings lines of clamd.conf
   * @param signature the signature to use in place of that of the EICAR test file
   * @throws when it exits instead of listening
   */
  start(settings?: readonly string[], signature?: string): Promise<void>
  /** Kills clamd, which cuts off its connections. */
  kill(): Promise<void>
  pause(): void
  goOn(): void
}

const places = [
  process.env.CLAMD_BIN ?? '',
  ...[...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'].map(folder => join(folder, 'clamd')),
]
const program = places.find(place => place !== '' && existsSync(place)) ?? null
/** The reason for a skipped test, or null where clamd is installed. */
export const clamdIsMissing = program ? null : 'not run: needs clamd (Debian: clamav-daemon)'

/** Text in the EICAR test file, joined from parts so that scanners do not report this source file. */
export const testVirusName = ['EICAR', 'STANDARD', 'ANTIVIRUS', 'TEST', 'FILE'].join('-')
/** The EICAR test file: 68 harmless bytes that every scanner reports. */
export const harmless = Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$${testVirusName}!$H+H*`)
const signatureOfIt = `Harmless.Test:0:*:${Buffer.from(testVirusName).toString('hex')}\n`

export function aClamd(): Clamd {
  const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'clamd-'))
  const [socket, signatures] = [join(folder, 'socket'), join(folder, 'signatures')]
  mkdirSync(signatures)
  let running: ReturnType<typeof spawn> | null = null
  return {
    url: `unix://${socket}`,
    start: async (settings = [], signature = signatureOfIt) => {
      writeFileSync(join(signatures, 'harmless.ndb'), signature)
      writeFileSync(
        join(folder, 'clamd.conf'),
        [
          `LocalSocket ${socket}`,
          `DatabaseDirectory ${signatures}`,
          `TemporaryDirectory ${folder}`,
          'Foreground yes',
          ...settings,
        ].join('\n') + '\n',
      )
      rmSync(socket, { force: true })
      const started = spawn(program!, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' })
      running = started
      await until(() => {
        if (started.exitCode !== null) throw new Error('clamd ended')
        return answers(socket)
      })
    },
    kill: async () => {
      if (!running || running.exitCode !== null || running.signalCode !== null) return
      running.kill('SIGKILL')
      await once(running, 'exit')
    },
    pause: () => void running!.kill('SIGSTOP'),
    goOn: () => void running!.kill('SIGCONT'),
  }
}

const answers = (socket: string): Promise<boolean> =>
  new Promise(resolve => {
    const trying = createConnection(socket, () => trying.write('zPING\0'))
    trying
      .once('data', () => {
        resolve(true)
        trying.destroy()
      })
      .once('error', () => resolve(false))
      .once('close', () => resolve(false))
  })
