import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { projectFolder } from '../../src/config.ts'
import { bundleOf } from './bundle.ts'

export interface Child {
  process: ChildProcess
  port: number
  url: string
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** Node options for migrations, which the process loads as TypeScript because they are not in the bundle. */
const fromSource = ['--import', './tests/support/from-source.js']

/**
 * Runs one of our TypeScript files in a separate process, and waits for the port that it prints.
 * @param under a command that wraps the process, such as strace
 * @throws when the process ends before it prints
 */
export async function startChild(file: string, args: readonly string[], under: readonly string[] = []): Promise<Child> {
  const [command, ...rest] = [...under, process.execPath, ...fromSource, await bundleOf(file), ...args]
  const child = spawn(command!, rest, {
    cwd: projectFolder,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const printed = await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${code}`)
    }),
  ])
  const port = Number(String(printed[0]).trim())
  return {
    process: child,
    port,
    url: `http://127.0.0.1:${port}`,
    kill: async (signal = 'SIGKILL') => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

export type Said = { code: number; stdout: string; stderr: string }
/** Runs one of our TypeScript files until it exits. @returns its exit code and output, even when it fails */
export const runChild = async (
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Said> =>
  promisify(execFile)(process.execPath, [...fromSource, await bundleOf(file), ...args], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, ...env },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (failed: Said) => failed,
  )
