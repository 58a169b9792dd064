import { readFileSync, writeFileSync } from 'node:fs'

/**
 * The most memory this process has held since the last time, in MB, and starts to count anew. From /proc, so on Linux
 * only.
 */
export function mostMemorySince(pid: number): number {
  const most = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  return most
}
