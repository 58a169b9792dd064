import { readFileSync, writeFileSync } from 'node:fs'

/** The largest memory of this process since the last call, in MB. From /proc, so on Linux only. */
export function mostMemorySince(pid: number): number {
  const most = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  return most
}
