import { parseArgs } from 'node:util'
import { measureMails } from './bench/mails.ts'
import { measure, type Engine } from './bench/measure.ts'
import { pageSets, shelfSets } from './bench/pages.ts'
import { machine, mailsTable, pagesTable, shelvesTable, uploadsTable, writeReport } from './bench/report.ts'
import { measureUploads } from './bench/uploads.ts'

// npm run bench [-- --rounds 5] [--requests 200] [--rows 10000] [--shelf 100000] [--only sqlite] [--mails 3] [--uploads 3] [--write]; 0 rows, 0 on the shelf, 0 mails and 0 uploads leave them out.
// An option that it does not know ends it: measuring everything takes a quarter of an hour.

const amount = (otherwise: number) => ({ type: 'string', default: String(otherwise) }) as const
const { values: given } = parseArgs({
  options: {
    rounds: amount(5),
    requests: amount(200),
    rows: amount(10_000),
    shelf: amount(100_000),
    mails: amount(3),
    uploads: amount(3),
    only: { type: 'string' },
    write: { type: 'boolean' },
  },
})
const [rows, shelf, mailRounds, uploadRounds] = [given.rows, given.shelf, given.mails, given.uploads].map(Number) as [
  number,
  number,
  number,
  number,
]
const choices = {
  rounds: Number(given.rounds),
  requests: Number(given.requests),
  engines: given.only ? [given.only as Engine] : (['sqlite', 'postgresql'] as const),
}
const pages = rows > 0 ? [pagesTable(await measure({ ...choices, sets: pageSets(rows) }))] : []
const shelves = shelf > 0 ? [shelvesTable(await measure({ ...choices, sets: shelfSets(shelf) }))] : []
const mails = mailRounds > 0 ? [mailsTable(await measureMails(mailRounds))] : []
const uploads = uploadRounds > 0 ? [uploadsTable(await measureUploads(uploadRounds))] : []
const report = [machine(), ...pages, ...shelves, ...mails, ...uploads].join('\n\n')
process.stdout.write(`${report}\n`)
if (given.write) writeReport(report)
