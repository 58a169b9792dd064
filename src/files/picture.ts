import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../config.ts'
import { fileLimits } from '../domain/evidence.ts'
import type { FileType } from '../domain/evidence.ts'
import { Busy } from '../domain/refusals.ts'
import type { FileRefusal } from './refusals.ts'

const secondsEach = 20
const mostWaiting = 200
const mostPerChild = 100
const secondsIdle = 10

interface Worker { child: ChildProcess; done: number; bored?: NodeJS.Timeout }

// The cores are the process's own, so is what works on them: never more children than cores, each kept for the next picture.
const idle: Worker[] = []
const waiting: (() => void)[] = []
let working = 0

/**
 * Writes a picture anew, which is what takes place, names, comments and thumbnails out of it; in a limited child process.
 * @returns why it is not taken, or null when it was written
 * @throws Busy when too many wait already
 */
export async function writePictureAnew(from: string, to: string, type: FileType): Promise<FileRefusal | null> {
  await turn()
  try {
    const worker = idle.find(isAlive) ?? await startWorker()
    clearTimeout(worker.bored)
    idle.splice(0, Infinity, ...idle.filter(each => each !== worker && isAlive(each)))
    const refused = await workOn(worker, { from, to, type, pixels: fileLimits.pixels })
    rest(worker)
    return refused
  } finally {
    nextTurn()
  }
}

async function turn(): Promise<void> {
  if (working >= availableParallelism()) {
    if (waiting.length >= mostWaiting) throw new Busy()
    return new Promise(resolve => waiting.push(resolve))
  }
  working += 1
}

function nextTurn(): void {
  const next = waiting.shift()
  if (next) next()
  else working -= 1
}

const isAlive = ({ child }: Worker): boolean => child.connected && child.exitCode === null && child.signalCode === null

async function startWorker(): Promise<Worker> {
  const child = fork(join(projectFolder, 'src/files/picture-child.mjs'), [], {
    execArgv: ['--max-old-space-size=64'], env: { UV_THREADPOOL_SIZE: '2' }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.on('error', () => {})   // it ends as well, and that is what is waited for
  if (await answerOf(child) === 'died') throw new Error('the process that opens pictures did not start')
  return { child, done: 0 }
}

/** A child that is too slow is ended; one that dies takes only its picture with it. */
async function workOn({ child }: Worker, job: { from: string; to: string; type: FileType; pixels: number }): Promise<FileRefusal | null> {
  child.ref()
  child.channel?.ref()
  const late = setTimeout(() => child.kill('SIGKILL'), secondsEach * 1000)
  try {
    child.send(job)
    const answer = await answerOf(child)
    if (answer === 'died') return child.signalCode === 'SIGKILL' ? 'pixel flood' : 'damaged'
    return refusalIn((answer as { refused: string | null }).refused)
  } finally {
    clearTimeout(late)
  }
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise(resolve => {
    const done = (answer: unknown) => {
      child.off('message', done).off('exit', died)
      resolve(answer)
    }
    const died = () => done('died')
    child.on('message', done).on('exit', died)
  })
}

function refusalIn(said: string | null): FileRefusal | null {
  if (said === null || said === 'pixel flood' || said === 'damaged') return said
  throw Object.assign(new Error('a picture could not be written'), { code: said })
}

function rest(worker: Worker): void {
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
