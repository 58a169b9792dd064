import type { ChildProcess } from 'node:child_process'

/**
 * The next message of a child process.
 * @throws BenchFailed when the process ends without sending one; its own error is then on stderr
 */
export function messageOf<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new BenchFailed('A process of the benchmark ended before it had answered.'))
    child.once('exit', ended)
    child.once('message', message => {
      child.off('exit', ended)
      resolve(message as Message)
    })
  })
}

/** Lets a child process end, if it has not ended yet. */
export function release(child: ChildProcess): void {
  if (child.connected) child.disconnect()
}

/** The benchmark cannot continue. The message says why, and what to do. */
export class BenchFailed extends Error {}
