// The start of every child process that opens untrusted files: it does one job after another, within limits.
import { Worker } from 'node:worker_threads'

const memoryLimit = 512 * 1024 * 1024
const secondsOfCpu = 20
const secondsForgotten = 40

/**
 * A thread beside the work, which may block the event loop. It ends a process that uses too much. CPU time counts from
 * the start of each job, which a shared counter reports.
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
 * @param tasks by name. Each gets its job and returns the answer. The task `check` does nothing
 * @param onFailure the answer when a task throws
 */
export function answer(tasks, onFailure) {
  const jobs = new Int32Array(new SharedArrayBuffer(4))
  const watcher = new Worker(watch, {
    eval: true,
    workerData: { memoryLimit, secondsOfCpu, jobs },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  })
  watcher.once('online', () => process.send('ready'))
  watcher.once('exit', () => process.exit(1)) // no job runs without limits
  // the parent ends an idle child. This is for when the parent is gone
  const forgotten = setTimeout(() => process.exit(0), secondsForgotten * 1000)
  process.on('disconnect', () => process.exit(0))
  process.on('message', async ({ task, ...job }) => {
    forgotten.refresh()
    Atomics.add(jobs, 0, 1)
    process.send(task === 'check' ? { refused: null } : await tasks[task](job).catch(onFailure))
  })
}
