import { cleanCell } from './import-cells.ts'
import { keyOfName } from './similar-names.ts'

export const importKinds = ['organisations', 'awards', 'people'] as const
export type ImportKind = (typeof importKinds)[number]

interface Column {
  field: string
  /** the headings by which the column is recognised; the template's own heading comes first */
  headings: readonly string[]
  needed?: true
}

/** The columns of each kind of import. The headings of organisations include those of the open data on UK libraries. */
const columns = {
  organisations: [
    { field: 'organisation', headings: ['Organisation', 'Local authority', 'Library service'], needed: true },
    { field: 'organisationKind', headings: ['Type of organisation'] },
    { field: 'place', headings: ['Town or area', 'Town', 'Place'] },
    { field: 'mailbox', headings: ['Shared mailbox'] },
    { field: 'branch', headings: ['Branch', 'Library name'], needed: true },
    { field: 'branchKind', headings: ['Type of branch'] },
    { field: 'address1', headings: ['Address', 'Address 1'] },
    { field: 'address2', headings: ['Address 2'] },
    { field: 'address3', headings: ['Address 3'] },
    { field: 'postcode', headings: ['Postcode', 'Post code'] },
    { field: 'opened', headings: ['Opened', 'Opened on', 'Date opened', 'Year opened'] },
    { field: 'closed', headings: ['Closed', 'Closed on', 'Date closed', 'Year closed'] },
    { field: 'email', headings: ['Branch email', 'Email address'] },
  ],
  awards: [
    { field: 'organisation', headings: ['Organisation', 'Library service', 'Local authority'], needed: true },
    { field: 'place', headings: ['Town or area', 'Place'] },
    { field: 'branches', headings: ['Branches'], needed: true },
    { field: 'from', headings: ['Awarded on', 'From'], needed: true },
    { field: 'to', headings: ['Valid to', 'To'], needed: true },
    { field: 'decidedBy', headings: ['Decided by'], needed: true },
    { field: 'source', headings: ['Where the decision is recorded', 'Source'], needed: true },
  ],
  people: [
    { field: 'name', headings: ['Name'], needed: true },
    { field: 'email', headings: ['Email', 'Email address'], needed: true },
    { field: 'role', headings: ['Role'], needed: true },
    { field: 'organisation', headings: ['Organisation', 'Library service', 'Local authority'], needed: true },
    { field: 'place', headings: ['Town or area', 'Place'] },
  ],
} as const satisfies Record<ImportKind, readonly Column[]>

export type ImportField = (typeof columns)[ImportKind][number]['field']
const columnsOf = (kind: ImportKind): readonly Column[] => columns[kind]

/** The headings of the template that people can download. In the template, the address is one column. */
export const templateHeadings = (kind: ImportKind): readonly string[] =>
  columnsOf(kind)
    .filter(({ field }) => field !== 'address2' && field !== 'address3')
    .map(({ headings }) => headings[0]!)

/** For each field, the index of its column in a file, found by the headings in the first row. */
export type Layout = Readonly<Partial<Record<ImportField, number>>>

/** @returns the layout, or the headings that are missing */
export function layoutOf(kind: ImportKind, headings: readonly string[]): { layout: Layout } | { missing: string[] } {
  const folded = headings.map(heading => keyOfName(cleanCell(heading)))
  const layout: Partial<Record<ImportField, number>> = {}
  const missing: string[] = []
  for (const { field, headings: names, needed } of columnsOf(kind)) {
    const at = names.map(name => folded.indexOf(keyOfName(name))).find(index => index >= 0)
    if (at !== undefined) layout[field as ImportField] = at
    else if (needed) missing.push(names[0]!)
  }
  return missing.length > 0 ? { missing } : { layout }
}

/** The headings of the columns that an import does not read. */
export function headingsNotRead(kind: ImportKind, headings: readonly string[]): string[] {
  const found = layoutOf(kind, headings)
  const used = new Set('layout' in found ? Object.values(found.layout) : [])
  return headings
    .filter((_, index) => !used.has(index))
    .map(cleanCell)
    .filter(Boolean)
}

/** The column's name in a spreadsheet: 0 is A, 27 is AB. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}
