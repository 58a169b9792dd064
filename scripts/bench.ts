import { parseArgs } from 'node:util'
import type { Scale } from './bench/country.ts'
import { compareByHand } from './bench/by-hand.ts'
import { BenchFailed } from './bench/children.ts'
import { measureDocuments } from './bench/documents.ts'
import { measureEmails } from './bench/emails.ts'
import { measureGrowth } from './bench/growth.ts'
import { growthTable } from './bench/growth-report.ts'
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
import { mixedLoad } from './bench/mixed-load.ts'
import { profilePage } from './bench/profile.ts'
import { measureUploads } from './bench/uploads.ts'

// npm run bench [-- --rounds 5] [--requests 200] [--rows 10000] [--list 100000] [--emails 3] [--uploads 3]
//   [--documents 3] [--write]: measures everything, which takes a quarter of an hour. A value of 0 skips that part.
// npm run bench -- --scale 1|10|100 [--pages REGEXP] [--rounds 5] [--folder PATH]: measures each page of each role
//   with 1, 10 or 100 times the data of all library services in the country. `--folder` keeps the databases.
// npm run bench -- --by-hand [--pages REGEXP] [--scale 1]: compares each page with the same statements and HTML,
//   written by hand.
// npm run bench -- --load [--rate 300] [--seconds 30] [--scale 1]: measures response times under a mixed load.
// npm run bench -- --profile PAGE [--role coordinator] [--scale 1]: shows which code uses the time of a page.
// With `--only sqlite`, each of these leaves out PostgreSQL.

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
    scale: { type: 'string' },
    pages: { type: 'string', default: '' },
    load: { type: 'boolean' },
    rate: amount(300),
    seconds: amount(30),
    profile: { type: 'string' },
    'by-hand': { type: 'boolean' },
    role: { type: 'string', default: 'coordinator' },
    folder: { type: 'string' },
  },
})
const [rows, list, emailRounds] = [Number(given.rows), Number(given.list), Number(given.emails)]
const [uploadRounds, documentRounds] = [Number(given.uploads), Number(given.documents)]
const choices = {
  rounds: Number(given.rounds),
  requests: Number(given.requests),
  engines: given.only ? [given.only as Engine] : (['sqlite', 'postgresql'] as const),
}

const country = { scale: Number(given.scale ?? 1) as Scale, folder: given.folder ?? null }
try {
  await run()
} catch (problem) {
  if (!(problem instanceof BenchFailed)) throw problem
  process.stderr.write(`${problem.message}\n`)
  process.exit(1)
}

async function run(): Promise<void> {
  if (given.profile) await eachEngine(engine => profilePage(given.profile!, { ...country, engine, role: given.role }))
  else if (given['by-hand'])
    await eachEngine(engine =>
      compareByHand({
        ...country,
        engine,
        rounds: choices.rounds,
        pages: new RegExp(given.pages),
      }),
    )
  else if (given.load)
    await eachEngine(engine =>
      mixedLoad({ ...country, engine, rate: Number(given.rate), seconds: Number(given.seconds) }),
    )
  else if (given.scale) await measureScale(Number(given.scale) as Scale)
  else await measureParts()
}

async function eachEngine(tableFor: (engine: Engine) => Promise<string>): Promise<void> {
  for (const engine of choices.engines) process.stdout.write(`${await tableFor(engine)}\n\n`)
}

async function measureScale(scale: Scale): Promise<void> {
  if (![1, 10, 100].includes(scale)) throw new Error('--scale must be 1, 10 or 100')
  const all = await measureGrowth({
    ...choices,
    scale,
    warm: choices.requests,
    pages: new RegExp(given.pages),
    folder: given.folder ?? null,
  })
  const tables = choices.engines.map(engine => growthTable(all, engine))
  process.stdout.write(`${[machine(), ...tables].join('\n\n')}\n`)
}

async function measureParts(): Promise<void> {
  const pages = rows > 0 ? [pagesTable(await measure({ ...choices, sets: pageSets(rows) }))] : []
  const lists = list > 0 ? [listsTable(await measure({ ...choices, sets: evidenceSets(list) }))] : []
  const emails = emailRounds > 0 ? [emailsTable(await measureEmails(emailRounds, choices.engines))] : []
  const uploads = uploadRounds > 0 ? [uploadsTable(await measureUploads(uploadRounds))] : []
  const documents = documentRounds > 0 ? [documentsTable(await measureDocuments(documentRounds))] : []
  const report = [machine(), ...pages, ...lists, ...emails, ...uploads, ...documents].join('\n\n')
  process.stdout.write(`${report}\n`)
  if (given.write) writeReport(report)
}
