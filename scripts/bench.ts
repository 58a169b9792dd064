import { measureMails } from './bench/mails.ts'
import { measure, type Engine } from './bench/measure.ts'
import { pageSets, shelfSets } from './bench/pages.ts'
import { machine, mailsTable, pagesTable, shelvesTable, uploadsTable, writeReport } from './bench/report.ts'
import { measureUploads } from './bench/uploads.ts'

// npm run bench [-- --rounds 5] [--requests 200] [--rows 10000] [--shelf 100000] [--only sqlite] [--mails 3] [--uploads 3] [--write]; 0 rows, 0 on the shelf, 0 mails and 0 uploads leave them out

const given = (name: string): string | null => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? null : process.argv[at + 1] ?? null
}
const count = (name: string, otherwise: number): number => Number(given(name) ?? otherwise)
const only = given('only')
const choices = { rounds: count('rounds', 5), requests: count('requests', 200), engines: only ? [only as Engine] : ['sqlite', 'postgresql'] as const }
const [rows, shelf] = [count('rows', 10_000), count('shelf', 100_000)]
const pages = rows > 0 ? [pagesTable(await measure({ ...choices, sets: pageSets(rows) }))] : []
const shelves = shelf > 0 ? [shelvesTable(await measure({ ...choices, sets: shelfSets(shelf) }))] : []
const mailRounds = count('mails', 3)
const mails = mailRounds > 0 ? [mailsTable(await measureMails(mailRounds))] : []
const uploadRounds = count('uploads', 3)
const uploads = uploadRounds > 0 ? [uploadsTable(await measureUploads(uploadRounds))] : []
const report = [machine(), ...pages, ...shelves, ...mails, ...uploads].join('\n\n')
process.stdout.write(`${report}\n`)
if (process.argv.includes('--write')) writeReport(report)
