import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../config.ts'
import { concurrencyLimit } from './concurrency-limit.ts'

const mostSeconds = 20
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
  /** false when the process did not start the last time, for example because a package is not installed */
  starts(): boolean
}

interface Worker {
  child: ChildProcess
  done: number
  bored?: NodeJS.Timeout
}

// One limit for all child processes: at most one works per core.
const inTurn = concurrencyLimit(availableParallelism(), mostWaiting)

/**
 * Runs a script in a child process with limits on memory, CPU time and elapsed time. The process is kept for the next
 * job. If it dies, only its job fails.
 * @param script plain JavaScript in src/files, because it always runs from there, without a build
 * @param options for Node
 * @param seconds the maximum duration of a job
 * @returns a function that sends a job. It throws Busy when the queue is full, and Error when the process does not
 * start
 */
export function limitedProcess(script: string, options: readonly string[] = [], seconds = mostSeconds): Ask {
  const idle: Worker[] = []
  const state = { starts: true }
  const ask = (job: Job): Promise<Answer> =>
    inTurn(async () => {
      const worker = idle.find(isAlive) ?? (await start(script, options, state))
      clearTimeout(worker.bored)
      idle.splice(0, Infinity, ...idle.filter(each => each !== worker && isAlive(each)))
      const answer = await workOn(worker, job, seconds)
      rest(worker, idle)
      return answer
    })
  return Object.assign(ask, { starts: () => state.starts })
}

const isAlive = ({ child }: Worker): boolean => child.connected && child.exitCode === null && child.signalCode === null

async function start(script: string, options: readonly string[], state: { starts: boolean }): Promise<Worker> {
  const child = fork(join(projectFolder, 'src/files', script), [], {
    execArgv: ['--max-old-space-size=128', ...options],
    env: { UV_THREADPOOL_SIZE: '2' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.on('error', () => {}) // the end of the process is awaited below
  state.starts = (await answerOf(child)) !== 'ended'
  if (!state.starts) throw new Error(`the process that runs ${script} did not start`)
  return { child, done: 0 }
}

async function workOn({ child }: Worker, job: Job, seconds: number): Promise<Answer> {
  child.ref()
  child.channel?.ref()
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    child.kill('SIGKILL')
  }, seconds * 1000)
  try {
    child.send(job)
    const said = await answerOf(child)
    if (said !== 'ended') return { said: said as Record<string, unknown> }
    if (isLate) return { ended: 'too long' }
    return { ended: child.signalCode === 'SIGKILL' ? 'too much' : 'by itself' }
  } finally {
    clearTimeout(late)
  }
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise(resolve => {
    const done = (answer: unknown) => {
      child.off('message', done).off('exit', ended)
      resolve(answer)
    }
    const ended = () => done('ended')
    child.on('message', done).on('exit', ended)
  })
}

function rest(worker: Worker, idle: Worker[]): void {
  worker.done += 1
  if (!isAlive(worker)) return
  if (worker.done >= mostPerChild) return worker.child.disconnect()
  idle.push(worker)
  worker.bored = setTimeout(() => {
    idle.splice(0, Infinity, ...idle.filter(each => each !== worker))
    if (isAlive(worker)) worker.child.disconnect()
  }, secondsIdle * 1000).unref()
  worker.child.unref()
  worker.child.channel?.unref()
}
