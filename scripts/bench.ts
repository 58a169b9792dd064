import { measureMails } from './bench/mails.ts'
import { measure, type Engine } from './bench/measure.ts'
import { machine, mailsTable, pagesTable, writeReport } from './bench/report.ts'

// npm run bench [-- --rounds 5] [--requests 200] [--rows 10000] [--only sqlite] [--mails 3] [--write]

const given = (name: string): string | null => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? null : process.argv[at + 1] ?? null
}
const count = (name: string, otherwise: number): number => Number(given(name) ?? otherwise)
const only = given('only')
const pages = await measure({ rounds: count('rounds', 5), requests: count('requests', 200), rows: count('rows', 10_000), engines: only ? [only as Engine] : ['sqlite', 'postgresql'] })
const mailRounds = count('mails', 3)
const mails = mailRounds > 0 ? [mailsTable(await measureMails(mailRounds))] : []
const report = [machine(), pagesTable(pages), ...mails].join('\n\n')
process.stdout.write(`${report}\n`)
if (process.argv.includes('--write')) writeReport(report)
