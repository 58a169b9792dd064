import { median } from './load.ts'
import type { Measured } from './measure.ts'
import { bare } from './pages.ts'

export function tableOf(measured: readonly Measured[]): string {
  return measured.map(each => {
    const base = measured.find(other => other.engine === each.engine && other.rows === each.rows && other.page.name === bare)
    const ratio = base ? median(each.cpu.map((cpu, round) => cpu / base.cpu[round]!)).toFixed(2) : ''
    return [each.engine ?? '-', each.rows, each.page.name, `${Math.round(median(each.cpu) * 1000)} µs`, ratio, each.p50.toFixed(1), each.p99.toFixed(1), each.bytes].join(' | ')
  }).join('\n')
}
