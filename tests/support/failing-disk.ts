import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/config.ts'

const library = join(process.env.TEST_FOLDER!, 'failing-disk.so')
const build = () =>
  spawnSync('cc', ['-shared', '-fPIC', '-o', library, join(projectFolder, 'tests/support/failing-disk.c'), '-ldl'], {
    encoding: 'utf8',
  })

/** The reason for a skipped test, or null where it can run. */
export const failingDiskIsMissing =
  process.platform === 'linux' && (existsSync(library) || build().status === 0)
    ? null
    : 'not run: needs Linux and a C compiler'

/** A command prefix that makes every `fsync` and `fdatasync` of the command fail while the file `when` exists. */
export const onADiskThatFails = (when: string): string[] => ['env', `LD_PRELOAD=${library}`, `DISK_FAILS_WHEN=${when}`]
