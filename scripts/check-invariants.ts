import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoConfig, projectFolder } from '../src/config.ts'
import { noLimits, openDatabase } from '../src/db/connection.ts'
import { demoClock } from '../src/demo/clock.ts'
import { errorCode } from '../src/domain/error-code.ts'
import { parseDay, systemClock } from '../src/domain/time.ts'
import { checkInvariants, lineOf, rulesBroken } from '../src/invariants/check.ts'
import type { Confirmed } from '../src/invariants/broken.ts'

// npm run check:invariants [-- --demo] [-- --told <file>]: prints one line for each problem, and exits with the number
// of broken rules. `--told` names a file with one line of JSON for each item that the service confirmed to a client as
// saved.

const argument = (name: string): string | null => {
  const at = process.argv.indexOf(name)
  return at < 0 ? null : (process.argv[at + 1] ?? null)
}
const demo = process.argv.includes('--demo') ? demoConfig() : null
// the demo's clock follows DEMO_TODAY, as in `npm run demo`
const clock = demo ? demoClock(demo.today === null ? null : parseDay(demo.today)) : systemClock
const folder = demo?.dataFolder ?? (process.env.DATA_DIR || projectFolder)
const confirmedPath = argument('--told')
const confirmed =
  confirmedPath === null
    ? []
    : readFileSync(confirmedPath, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as Confirmed)
const where = (demo ? null : process.env.DATABASE_URL) || join(folder, 'sanctuary.sqlite')
if (where.startsWith(folder) && !existsSync(where)) {
  process.stderr.write(`There is no database in ${folder}. Set DATA_DIR and DATABASE_URL as for the service.\n`)
  process.exit(1)
}
const database = openDatabase(where, noLimits)
try {
  const broken = await checkInvariants({
    database,
    uploads: join(folder, 'uploads'),
    now: clock.now(),
    confirmed,
    remindersAt: process.env.REMINDERS_AT || undefined,
  })
  process.stdout.write(broken.length === 0 ? 'No invariant is broken.\n' : `${broken.map(lineOf).join('\n')}\n`)
  process.exitCode = rulesBroken(broken)
} catch (problem) {
  // a database of another version, for example, is not damaged, but cannot be read either
  const isDamaged = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'].includes(errorCode(problem))
  process.stdout.write(
    isDamaged
      ? 'I6 database: its file is damaged, so keep a copy and follow “Restore” in docs/operating.md.\n'
      : `I6 database: it cannot be read: ${problem instanceof Error ? problem.message : String(problem)}\n`,
  )
  process.exitCode = 1
} finally {
  await database.close()
}
