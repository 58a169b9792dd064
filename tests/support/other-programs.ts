import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A program that is not part of the service, such as one that opens a downloaded file. */
export interface OtherProgram {
  /** The reason for a skipped test, or null where the program is installed. */
  isMissing: string | null
  /** @returns what it printed. @throws when it reports a problem */
  run(...given: string[]): string
}

/** @param debian the Debian package that has the program */
export function otherProgram(name: string, debian: string): OtherProgram {
  const places = (process.env.PATH ?? '').split(':').map(folder => join(folder, name))
  const program = places.find(existsSync) ?? null
  return {
    isMissing: program ? null : `not run: needs ${name} (Debian: ${debian})`,
    run: (...given) => {
      const { status, stdout, stderr } = spawnSync(program!, given, { timeout: 120_000, encoding: 'utf8' })
      if (status !== 0) throw new Error(`${name} reports a problem: ${stdout}${stderr}`)
      return stdout
    },
  }
}
