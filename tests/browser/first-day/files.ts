import { asCsv, asWorkbook } from '../../support/import-files.ts'
import { people } from '../walk.ts'
import type { Upload } from '../walker.ts'

// The coordinator's files. The libraries and people are invented; the problems are those of real spreadsheets.

const csvFile = (name: string, rows: readonly (readonly string[])[]): Upload => ({
  name,
  mimeType: 'text/csv',
  buffer: asCsv(rows),
})

const workbookFile = (name: string, rows: readonly (readonly string[])[]): Upload => ({
  name,
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: asWorkbook(rows),
})

const services = {
  kestrel: ['Kestrel Vale Council', 'library service', 'Kestrel Vale', 'libraries@kestrelvale.example'],
  corran: ['Comhairle Loch Corran', 'library service', 'Loch Corran', 'leabharlann@lochcorran.example'],
  wennol: ['Cyngor Dyffryn Wennol', 'library service', 'Dyffryn Wennol', ''],
  saltby: ['Saltby and Fenn Libraries', 'library service', 'Saltby', ''],
} as const

/** The addresses of 50 branches. They make the file too long to be saved within the request, so a job saves it. */
const manyBranches = Array.from({ length: 50 }, (_, index) => `${index + 1} Fen Road`)

/**
 * 60 rows about 4 services, with mistakes such as a repeated row, a broken character, dates in four formats and a wrong
 * year.
 */
export const organisationsFile = csvFile('Library services.csv', [
  [
    ...['Organisation', 'Type of organisation', 'Town or area', 'Shared mailbox', 'Branch', 'Type of branch'],
    ...['Address', 'Postcode', 'Opened', 'Closed', 'Branch email'],
  ],
  [...services.kestrel, 'Upper Kestrel', 'branch', 'The Hall,\nWeir Street', 'zz12lp', '2015', '', ''],
  [...services.kestrel, 'Moved Library', 'branch', '1 Old Road', 'ZZ1 1AA', '', '2019-12-31', ''],
  [...services.kestrel, 'Moved Library', 'branch', '9 New Road', 'ZZ1 1AB', '01/01/2020', '', ''],
  [...services.kestrel, 'Northam', 'branch', '', '', '', '20222', ''],
  [...services.corran, 'Leabharlann an Òbain', 'branch', 'Rathad na Mara', 'ZZ2 1AA', '1 May 2021', '', ''],
  [...services.corran, 'Leabharlann an Òbain', 'branch', 'Rathad na Mara', 'ZZ2 1AA', '1 May 2021', '', ''],
  [...services.wennol, 'Llyfrgell Cwm Tŷ-wennol', 'branch', 'Stryd Fawr', 'ZZ3 1AA', '', '', ''],
  [...services.wennol, 'Llyfrgell y Bont', 'branch', '', 'ZZ3 1AB', '', '', 'bont@wennol.example\u00c2\u00a0'],
  [...services.saltby, 'Caf\ufffd Lane', 'branch', '', 'ZZ4 1AA', '', '', ''],
  [...services.saltby, 'Mobile library', 'mobile', '', '', '', '', ''],
  ...manyBranches.map(name => [...services.saltby, name, 'branch', name, 'ZZ4 1AB', '', '', '']),
])

const awardHeadings = [
  ...['Organisation', 'Town or area', 'Branches', 'Awarded on', 'Valid to', 'Decided by'],
  'Where the decision is recorded',
]
const decided = ['The committee', 'Minutes of May 2026'] as const

/**
 * Three current awards. The years of Loch Corran's award are mistyped, and Tarn End is not registered. 46143 is Excel's
 * serial number for 1 May 2026.
 */
export const awardsFile = workbookFile('Current awards.xlsx', [
  awardHeadings,
  ['Kestrel Vale Libraries', 'Kestrel Vale', 'All', '46143', '30/04/2027', ...decided],
  ['Comhairle Loch Corran', 'Loch Corran', 'Leabharlann an Òbain', '3 May 2025', '2 May 2026', ...decided],
  ['Tarn End Libraries', 'Tarn End', 'All', '2026-05-01', '2027-04-30', ...decided],
])

/** An old list, imported by mistake. */
export const wrongFile = workbookFile('Awards (old list).xlsx', [
  awardHeadings,
  ['Cyngor Dyffryn Wennol', 'Dyffryn Wennol', 'All', '46143', '30/04/2027', ...decided],
  ['Saltby and Fenn Libraries', 'Saltby', 'All', '46143', '30/04/2027', ...decided],
])

export const peopleFile = csvFile('People.csv', [
  ['Name', 'Email', 'Role', 'Organisation', 'Town or area'],
  [people['corran lead'].name, people['corran lead'].email, 'lead', 'Comhairle Loch Corran', 'Loch Corran'],
  [people['wennol lead'].name, people['wennol lead'].email, 'lead', 'Cyngor Dyffryn Wennol', 'Dyffryn Wennol'],
  ['Ada Marsh', 'ada.marsh@saltby.example', 'lead', 'Saltby and Fenn Libraries', 'Saltby'],
])
