import { parseArgs } from 'node:util'
import { measureDocuments } from './bench/documents.ts'
import { measureEmails } from './bench/emails.ts'
import { measure, type Engine } from './bench/measure.ts'
import { pageSets, evidenceSets } from './bench/pages.ts'
import {
  documentsTable,
  machine,
  emailsTable,
  pagesTable,
  listsTable,
  uploadsTable,
  writeReport,
} from './bench/report.ts'
import { measureUploads } from './bench/uploads.ts'

// npm run bench [-- --rounds 5] [--requests 200] [--rows 10000] [--list 100000] [--emails 3] [--uploads 3]
// [--documents 3] [--only sqlite] [--write]. A value of 0 skips that part. Measuring everything takes a quarter of an
// hour.

const amount = (otherwise: number) => ({ type: 'string', default: String(otherwise) }) as const
const { values: given } = parseArgs({
  options: {
    rounds: amount(5),
    requests: amount(200),
    rows: amount(10_000),
    list: amount(100_000),
    emails: amount(3),
    uploads: amount(3),
    documents: amount(3),
    only: { type: 'string' },
    write: { type: 'boolean' },
  },
})
const [rows, list, emailRounds] = [Number(given.rows), Number(given.list), Number(given.emails)]
const [uploadRounds, documentRounds] = [Number(given.uploads), Number(given.documents)]
const choices = {
  rounds: Number(given.rounds),
  requests: Number(given.requests),
  engines: given.only ? [given.only as Engine] : (['sqlite', 'postgresql'] as const),
}
const pages = rows > 0 ? [pagesTable(await measure({ ...choices, sets: pageSets(rows) }))] : []
const lists = list > 0 ? [listsTable(await measure({ ...choices, sets: evidenceSets(list) }))] : []
const emails = emailRounds > 0 ? [emailsTable(await measureEmails(emailRounds))] : []
const uploads = uploadRounds > 0 ? [uploadsTable(await measureUploads(uploadRounds))] : []
const documents = documentRounds > 0 ? [documentsTable(await measureDocuments(documentRounds))] : []
const report = [machine(), ...pages, ...lists, ...emails, ...uploads, ...documents].join('\n\n')
process.stdout.write(`${report}\n`)
if (given.write) writeReport(report)
