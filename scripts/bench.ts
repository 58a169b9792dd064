import { measure } from './bench/measure.ts'
import { tableOf } from './bench/report.ts'

// npm run bench [-- --rounds 5] [--requests 200] [--only sqlite] [--rows 10000]

const given = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]! : null
const measured = await measure({ rounds: given('rounds', 5), requests: given('requests', 200), rows: given('rows', 10_000), engines: only ? [only as 'sqlite'] : ['sqlite', 'postgresql'] })
process.stdout.write(`${tableOf(measured)}\n`)
