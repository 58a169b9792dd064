// Shared code of the child processes that open untrusted files. Runs one job after another, within limits.
import { Worker } from 'node:worker_threads'

const memoryLimit = 512 * 1024 * 1024
const secondsOfCpu = 20
const secondsForgotten = 40

/**
 * A watchdog thread, because a job may block the event loop. Kills the process when it uses too much memory, or too
 * much CPU time for one job.
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
 * Runs the jobs that the parent process sends, and sends back their results.
 * @param tasks functions by name, each from a job to a promise of its result; the task `check` does nothing
 * @param onFailure makes the result from the error when a task throws
 */
export function answer(tasks, onFailure) {
  const jobs = new Int32Array(new SharedArrayBuffer(4))
  const watcher = new Worker(watch, {
    eval: true,
    workerData: { memoryLimit, secondsOfCpu, jobs },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  })
  watcher.once('online', () => process.send('ready'))
  watcher.once('exit', () => process.exit(1)) // without the watchdog, jobs must not run
  // ends an idle child whose parent can no longer end it
  const forgotten = setTimeout(() => process.exit(0), secondsForgotten * 1000)
  process.on('disconnect', () => process.exit(0))
  process.on('message', async ({ task, ...job }) => {
    forgotten.refresh()
    Atomics.add(jobs, 0, 1)
    process.send(task === 'check' ? { refused: null } : await tasks[task](job).catch(onFailure))
  })
}
