import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds of CPU time that each thread has used so far, by its id. */
type Times = ReadonlyMap<string, number>

/** CPU time in milliseconds, of one or more requests: of the thread that runs the service's code, and of all others. */
export interface Spent {
  own: number
  /** SQLite, compression and the garbage collector in the service's process, and the processes of PostgreSQL */
  others: number
}

/**
 * Measures the CPU time of a process and of the PostgreSQL server's children. Uses the statistics of Linux's scheduler,
 * which are more precise than the figures in cpu.ts.
 */
export async function spentBy(
  { pid, postmaster }: { pid: number; postmaster: number | null },
  act: () => Promise<void>,
): Promise<Spent> {
  const [before, beforeOthers] = [threadsOf(pid), childrenOf(postmaster)]
  await act()
  const [after, afterOthers] = [threadsOf(pid), childrenOf(postmaster)]
  const all = differenceOf(before, after)
  const own = (after.get(String(pid)) ?? 0) - (before.get(String(pid)) ?? 0)
  return { own, others: all - own + differenceOf(beforeOthers, afterOthers) }
}

/** The CPU time between two readings. Threads that ended in between are left out, and new ones count from zero. */
const differenceOf = (before: Times, after: Times): number =>
  [...after].reduce((sum, [id, time]) => sum + time - (before.get(id) ?? 0), 0)

function threadsOf(pid: number | string): Map<string, number> {
  const times = new Map<string, number>()
  for (const id of namesIn(`/proc/${pid}/task`)) {
    const used = textOf(`/proc/${pid}/task/${id}/schedstat`)
    if (used !== null) times.set(id, Number(used.split(' ')[0]) / 1_000_000)
  }
  return times
}

function childrenOf(parent: number | null): Times {
  const times = new Map<string, number>()
  if (parent === null) return times
  for (const pid of namesIn('/proc').filter(name => /^\d+$/.test(name))) {
    // the text before the last bracket is the program's name, which can contain anything
    const isChild = Number(textOf(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')[1]) === parent
    if (isChild) for (const [id, time] of threadsOf(pid)) times.set(id, time)
  }
  return times
}

const namesIn = (folder: string): string[] => attempt(() => readdirSync(folder)) ?? []
const textOf = (file: string): string | null => attempt(() => readFileSync(file, 'utf8'))

/** Null for a process that has just ended. */
function attempt<Result>(read: () => Result): Result | null {
  try {
    return read()
  } catch {
    return null
  }
}
