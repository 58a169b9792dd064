import { Session, type Profiler } from 'node:inspector/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Statement } from './hand-server.ts'

/** A message from the benchmark to a server that it measures. */
export type Asked = 'statements' | 'record' | 'recorded' | 'delay' | 'profile' | 'profiled'

/** The statements of a server's databases. */
export interface StatementLog {
  /** how many have run so far */
  count: number
  /** those that ran since the benchmark asked to record them; null when it did not */
  recorded: Statement[] | null
}

/** Replies to the messages of the benchmark. */
export function answerMessages(log: StatementLog): void {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const session = new Session()
  const answers: Record<Asked, () => object | Promise<object>> = {
    statements: () => ({ statements: log.count }),
    record: () => {
      log.recorded = []
      return {}
    },
    recorded: () => {
      const { recorded } = log
      log.recorded = null
      return { recorded }
    },
    delay: () => {
      // delays in milliseconds since the previous `delay` message, memory in MB
      const measured = {
        most: delay.max / 1e6,
        p99: delay.percentile(99) / 1e6,
        memory: process.memoryUsage().rss / 1e6,
      }
      delay.reset()
      delay.enable()
      return measured
    },
    profile: async () => {
      session.connect()
      await session.post('Profiler.enable')
      await session.post('Profiler.start')
      return {}
    },
    profiled: async () => {
      const { profile } = await session.post('Profiler.stop')
      session.disconnect()
      return { shares: sharesOf(profile) }
    },
  }
  process.on('message', (asked: Asked) => void Promise.resolve(answers[asked]()).then(answer => process.send!(answer)))
}

/** The share of the main thread's time in each part of the code, without idle time. */
function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Record<string, number> {
  const parts = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]))
  const times = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const part = parts.get(id)!
    if (part !== 'idle') times.set(part, (times.get(part) ?? 0) + timeDeltas[index]!)
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0)
  return Object.fromEntries([...times].map(([part, time]) => [part, time / all]))
}

/** A package, a folder of the service, or a name from V8, such as the garbage collector. */
function partOf({ url, functionName }: { url: string; functionName: string }): string {
  if (functionName === '(idle)') return 'idle'
  const packaged = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]
  const own = /\/(src\/(?:modules\/)?[^/]+)/.exec(url)?.[1]
  if (packaged ?? own) return (packaged ?? own)!
  if (url.startsWith('node:')) return 'Node'
  if (functionName.startsWith('(')) return functionName
  return url === '' ? `native ${functionName || 'code'}` : url.split('/').at(-1)!
}
