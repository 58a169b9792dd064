import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../config.ts'
import { Busy } from '../domain/refusals.ts'
import { concurrencyLimit } from './concurrency-limit.ts'

/** The maximum number of seconds that a process can take to start, and for each job. */
const mostSeconds = { start: 60, job: 20 }
const mostWaiting = 200
const mostPerChild = 100
const secondsIdle = 10

/**
 * The answer of a child process, or why there is none: it took too long, used too much memory or CPU time, or exited.
 */
export type Answer = { said: Record<string, unknown> } | { ended: 'too long' | 'too much' | 'by itself' }
export interface Job {
  task: string
  [given: string]: unknown
}
export interface Ask {
  (job: Job): Promise<Answer>
  /** false when the last attempt to start the process failed, for example because a package is not installed */
  starts(): boolean
}

/** The process did not start, for example because the system has too little memory. A later attempt may succeed. */
export class ProcessNotStarted extends Busy {}

interface Worker {
  child: ChildProcess
  done: number
  bored?: NodeJS.Timeout
}

// One limit for all child processes: at most one works per core.
const inTurn = concurrencyLimit(availableParallelism(), mostWaiting)

/**
 * Runs a script in child processes, each with limits on memory, CPU time and elapsed time. A process is kept for the
 * next job. If it dies, only its job fails.
 * @param script plain JavaScript in src/files, because it always runs from there, without a build
 * @param options for Node
 * @param limits in seconds, where they differ from `mostSeconds`
 * @returns a function that sends a job. It throws Busy when the queue is full, and ProcessNotStarted when the process
 * does not start
 */
export function limitedProcess(
  script: string,
  options: readonly string[] = [],
  limits: Partial<typeof mostSeconds> = {},
): Ask {
  const seconds = { ...mostSeconds, ...limits }
  const idle: Worker[] = []
  const state = { starts: true }
  const start = async (): Promise<Worker> => {
    const child = await started(script, options, seconds.start)
    state.starts = child !== null
    if (!child) throw new ProcessNotStarted(`the process that runs ${script} did not start`)
    return { child, done: 0 }
  }
  const ask = (job: Job): Promise<Answer> =>
    inTurn(async () => {
      const worker = idle.find(isAlive) ?? (await start())
      clearTimeout(worker.bored)
      idle.splice(0, Infinity, ...idle.filter(each => each !== worker && isAlive(each)))
      const answer = await workOn(worker, job, seconds.job)
      rest(worker, idle)
      return answer
    })
  return Object.assign(ask, { starts: () => state.starts })
}

/** A process that is ready for its first job; null if it did not start. */
async function started(script: string, options: readonly string[], seconds: number): Promise<ChildProcess | null> {
  try {
    const child = fork(join(projectFolder, 'src/files', script), [], {
      execArgv: ['--max-old-space-size=128', ...options],
      env: { UV_THREADPOOL_SIZE: '2' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.on('error', () => {}) // without a listener, the failure would end the service
    return 'said' in (await answerOf(child, seconds)) ? child : null
  } catch {
    return null // `fork` throws when there is too little memory
  }
}

const isAlive = ({ child }: Worker): boolean =>
  child.connected && !child.killed && child.exitCode === null && child.signalCode === null

function workOn({ child }: Worker, job: Job, seconds: number): Promise<Answer> {
  child.ref()
  child.channel?.ref()
  child.send(job)
  return answerOf(child, seconds)
}

/** The next message of a process, or why there is none. A process that takes too long is killed. */
function answerOf(child: ChildProcess, seconds: number): Promise<Answer> {
  return new Promise(resolve => {
    let isLate = false
    const late = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, seconds * 1000)
    const done = (answer: Answer) => {
      clearTimeout(late)
      child.off('message', spoke).off('exit', ended).off('error', failed)
      resolve(answer)
    }
    const spoke = (said: unknown) => done({ said: said as Record<string, unknown> })
    const ended = () => {
      if (isLate) done({ ended: 'too long' })
      else done({ ended: child.signalCode === 'SIGKILL' ? 'too much' : 'by itself' })
    }
    const failed = () => {
      if (child.pid === undefined) ended() // the system started no process, so there will be no exit event
    }
    child.on('message', spoke).on('exit', ended).on('error', failed)
  })
}

/** Keeps a process for the next job, or kills it. It stores nothing, so it can be killed without warning. */
function rest(worker: Worker, idle: Worker[]): void {
  worker.done += 1
  if (!isAlive(worker)) return
  if (worker.done >= mostPerChild) return void worker.child.kill('SIGKILL')
  idle.push(worker)
  worker.bored = setTimeout(() => {
    idle.splice(0, Infinity, ...idle.filter(each => each !== worker))
    worker.child.kill('SIGKILL')
  }, secondsIdle * 1000).unref()
  worker.child.unref()
  worker.child.channel?.unref()
}
