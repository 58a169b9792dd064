// What every child that opens files from elsewhere begins with: it answers one job after the other, and watches over
// itself.
import { Worker } from 'node:worker_threads'

const memoryLimit = 512 * 1024 * 1024
const secondsOfCpu = 20
const secondsForgotten = 40

/**
 * A thread beside the work, since the work may hold the event loop: it ends the process that takes too much.
 * CPU time counts from the start of each job, which the work tells by the shared counter.
 */
const watch = `
  const { workerData: { memoryLimit, secondsOfCpu, jobs } } = require('node:worker_threads')
  let [job, before] = [0, 0]
  setInterval(() => {
    const { user, system } = process.cpuUsage()
    if (Atomics.load(jobs, 0) !== job) [job, before] = [Atomics.load(jobs, 0), user + system]
    if (process.memoryUsage.rss() > memoryLimit || user + system - before > secondsOfCpu * 1e6) process.kill(process.pid, 'SIGKILL')
  }, 20)`

/**
 * @param tasks by name; each gets its job and returns what is answered
 * @param onFailure what is answered when a task throws
 */
export function answer(tasks, onFailure) {
  const jobs = new Int32Array(new SharedArrayBuffer(4))
  const watcher = new Worker(watch, {
    eval: true,
    workerData: { memoryLimit, secondsOfCpu, jobs },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  })
  watcher.once('online', () => process.send('ready'))
  watcher.once('exit', () => process.exit(1)) // never unwatched
  // whoever started it ends it when idle; this is for when nobody does
  const forgotten = setTimeout(() => process.exit(0), secondsForgotten * 1000)
  process.on('disconnect', () => process.exit(0))
  process.on('message', async ({ task, ...job }) => {
    forgotten.refresh()
    Atomics.add(jobs, 0, 1)
    process.send(await tasks[task](job).catch(onFailure))
  })
}
