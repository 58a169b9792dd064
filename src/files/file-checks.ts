import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { errorCode } from '../domain/error-code.ts'
import { theService } from '../domain/actor.ts'
import type { Day } from '../domain/time.ts'
import type { Parts } from '../parts.ts'
import { dueGroups, rowsToCheck, saveChecks, type RowToCheck } from './file-checks.store.ts'
import { FileMissing } from './store.ts'

/** The limits of one run. A daily job has to end within its lease of 30 minutes. */
export interface CheckLimits {
  bytes: number
  files: number
  minutes: number
  /** a run stops after this many failures other than damage, because the store may be out of reach */
  failures: number
}

const nightly: CheckLimits = { bytes: 20 * 1024 ** 3, files: 20_000, minutes: 20, failures: 100 }
/** The number of files whose results are saved together. */
const atOnce = 50
const maxLogged = 20

type Checking = Pick<Parts, 'db' | 'write' | 'files' | 'log'>

/**
 * The nightly job that reads stored files, compares their size and hash with their rows, and records which are damaged
 * or missing. Each file is checked on the night after it is added, and then about every 30 days. A damaged file is
 * checked every night until it is restored. The next run continues where this one ends. A run tries each file only
 * once.
 * @throws the first error that is not about one file, for example because the store cannot be reached; the files that
 * can be read are still checked
 */
export async function checkFiles(
  { db, write, files, log }: Checking,
  today: Day,
  { stop, limits = nightly }: { stop?: AbortSignal; limits?: CheckLimits } = {},
): Promise<void> {
  const budget = new Budget(limits, stop)
  const damagedIds: string[] = []
  const failures: Failures = new Map()
  for (const each of dueGroups) {
    let [after, more] = ['', true]
    while (more && !budget.isSpent()) {
      const limit = Math.min(atOnce, budget.filesLeft)
      const rows = await rowsToCheck(db, each, { today, after, limit, except: [...failures.keys()] })
      const { whole, damaged } = await checkRows(files, rows, budget, failures)
      if (whole.length + damaged.length > 0)
        damagedIds.push(
          ...(await write(theService, ({ trx }) => saveChecks(trx, each.group, { whole, damaged, today }))),
        )
      after = rows.at(-1)?.id ?? ''
      more = rows.length === limit
    }
  }
  if (damagedIds.length > 0)
    log.error(
      { count: damagedIds.length, files: damagedIds.slice(0, maxLogged) },
      'stored files are damaged or missing',
    )
  if (failures.size > 0) throw [...failures.values()][0]
  log.info({ files: budget.files, bytes: budget.bytes, isPaused: budget.isSpent() }, 'checked stored files')
}

/** Counts what a run has checked, and says when it has to end. */
class Budget {
  files = 0
  bytes = 0
  failures = 0
  readonly #began = performance.now()
  readonly #limits: CheckLimits
  readonly #stop: AbortSignal | undefined

  constructor(limits: CheckLimits, stop: AbortSignal | undefined) {
    this.#limits = limits
    this.#stop = stop
  }

  get filesLeft(): number {
    return this.#limits.files - this.files
  }

  get isStopped(): boolean {
    return this.#stop?.aborted === true
  }

  isSpent(): boolean {
    const { bytes, minutes, failures } = this.#limits
    const isLate = performance.now() - this.#began >= minutes * 60_000
    const isOutage = this.failures >= failures
    return this.isStopped || isLate || isOutage || this.filesLeft <= 0 || this.bytes >= bytes
  }
}

interface Results {
  whole: string[]
  damaged: string[]
}

/** Errors other than damage, by the id of the row. A row with such an error does not count as checked. */
type Failures = Map<string, unknown>

/** @param failures gets the errors of the rows that could not be checked */
async function checkRows(
  files: Parts['files'],
  rows: readonly RowToCheck[],
  budget: Budget,
  failures: Failures,
): Promise<Results> {
  const results: Results = { whole: [], damaged: [] }
  for (const row of rows) {
    if (budget.isSpent()) break
    try {
      const isWhole = await areWhole(files, row.files, budget)
      if (budget.isStopped) break
      budget.files += 1
      results[isWhole ? 'whole' : 'damaged'].push(row.id)
    } catch (problem) {
      failures.set(row.id, problem)
      budget.failures += 1
    }
    await nextTurn() // lets requests run
  }
  return results
}

async function areWhole(files: Parts['files'], stored: RowToCheck['files'], budget: Budget): Promise<boolean> {
  for (const file of stored) if (!(await isWhole(files, file, budget))) return false
  return true
}

/**
 * The errors for a file that the store has but cannot read, for example on a bad part of the disk. Node 20 has no names
 * for the last two, and reports their numbers. ESTALE (116) is left out, because it means that a network disk has an
 * outage.
 */
const unreadable = [
  ...['EIO', 'EACCES', 'EPERM', 'EISDIR', 'EBADMSG', 'EUCLEAN'],
  ...[74, 117].map(number => `Unknown system error -${number}`),
]

/**
 * Whether a file has the size and hash in its row. Stops reading when the service stops; the result then means nothing.
 */
async function isWhole(
  files: Parts['files'],
  { id, size, sha256 }: RowToCheck['files'][number],
  budget: Budget,
): Promise<boolean> {
  const hash = createHash('sha256')
  let read = 0
  try {
    for await (const chunk of await files.open(id)) {
      read += (chunk as Buffer).length
      budget.bytes += (chunk as Buffer).length
      if (budget.isStopped || read > size) return false
      hash.update(chunk as Buffer)
    }
  } catch (problem) {
    if (problem instanceof FileMissing || unreadable.includes(errorCode(problem))) return false
    throw problem
  }
  return read === size && hash.digest('hex') === sha256
}
