import { branchKinds, organisationKinds, type BranchKind, type OrganisationKind } from './organisation.ts'
import { memberRoles, type MemberRole } from './actor.ts'
import { cleanCell, dayIn, emailIn, postcodeIn, roughDayIn, wasCleaned, type RoughDay } from './import-cells.ts'
import { columnName, type ImportField, type ImportKind, type Layout } from './import-columns.ts'
import type { Day } from './time.ts'

/** The reason for the outcome of a row. Each has a sentence in words/en/imports/reasons.ts. */
export interface Reason {
  is: string
  with?: Readonly<Record<string, string | number>>
}

export interface OrganisationGiven {
  name: string
  kind: OrganisationKind | null
  place: string
  mailbox: string
}
export interface BranchGiven {
  name: string
  kind: BranchKind | null
  address: string
  postcode: string
  opened: RoughDay | null
  closed: RoughDay | null
  email: string
}
export interface AwardGiven {
  organisation: string
  place: string
  /** branch names; an empty list means all open branches */
  branches: readonly string[]
  from: Day
  to: Day
  decidedBy: string
  source: string
}
export interface PersonGiven {
  name: string
  email: string
  role: MemberRole
  organisation: string
  place: string
}

/** The values of a row, and its problems. `notes` describe values that were corrected. */
export interface RowRead {
  organisation?: OrganisationGiven
  branch?: BranchGiven
  award?: AwardGiven
  person?: PersonGiven
  problems: readonly Reason[]
  notes: readonly Reason[]
}

export interface RawRow {
  cells: readonly string[]
  wrong: readonly { column: number; why: 'formula' | 'error' | 'long' }[]
}

/**
 * The settings for reading the rows of one file. `isAddress`: whether a text is one email address. `holdsLink`: whether
 * an email program could turn part of a text into a link.
 */
export interface Reading {
  kind: ImportKind
  layout: Layout
  /** the number of headings */
  columns: number
  /** true for a CSV file, in which every row has every column */
  isCsv: boolean
  today: Day
  isAddress(text: string): boolean
  holdsLink(text: string): boolean
}

/** Reads one row of a file. Never throws: anything wrong is listed in the row's `problems`. */
export function readRow(reading: Reading, row: RawRow): RowRead {
  const cells = cellsOf(reading, row)
  const broken = brokenIn(reading, row)
  const read = readers[reading.kind](cells, reading)
  return { ...read, problems: broken.length > 0 ? broken : read.problems }
}

interface Cells {
  text(field: ImportField): string
  raw(field: ImportField): string
  column(field: ImportField): string
}

const cellsOf = ({ layout }: Reading, { cells }: RawRow): Cells => {
  const raw = (field: ImportField): string => cells[layout[field] ?? -1] ?? ''
  return { raw, text: field => cleanCell(raw(field)), column: field => columnName(layout[field] ?? 0) }
}

function brokenIn({ columns, isCsv, layout }: Reading, { cells, wrong }: RawRow): Reason[] {
  const isLong = cells.slice(columns).some(cell => cell.trim() !== '')
  const isShort = isCsv && cells.length < columns
  if (isLong || isShort)
    return [{ is: isShort ? 'short row' : 'columns', with: { count: cells.length, wanted: columns } }]
  const used = new Set(Object.values(layout))
  return wrong
    .filter(({ column }) => used.has(column))
    .map(({ column, why }) => ({ is: `cell ${why}`, with: { column: columnName(column) } }))
}

const longestName = 200
const missing = (cells: Cells, field: ImportField, is: string): Reason[] =>
  cells.text(field) === '' ? [{ is, with: { column: cells.column(field) } }] : tooLong(cells, field)
const tooLong = (cells: Cells, field: ImportField): Reason[] =>
  cells.text(field).length > longestName ? [{ is: 'too long', with: { column: cells.column(field) } }] : []

const readers = {
  organisations: readBranch,
  awards: readAward,
  people: readPerson,
} satisfies Record<ImportKind, (cells: Cells, reading: Reading) => RowRead>

/** The ids of types of organisation and branch by their names on screen, where the two differ. */
const wordsOnScreen: Readonly<Record<string, string>> = {
  'single library': 'library',
  'charity or trust': 'charity',
  'mobile library': 'mobile',
}

function readBranch(cells: Cells, { isAddress, holdsLink, today }: Reading): RowRead {
  const isLink = holdsLink(cells.text('organisation'))
  const problems: Reason[] = [
    ...missing(cells, 'organisation', 'no organisation'),
    ...(isLink ? [{ is: 'organisation link', with: { column: cells.column('organisation') } }] : []),
    ...missing(cells, 'branch', 'no branch'),
    ...tooLong(cells, 'place'),
  ]
  const { kindOf, yearOf, emailOf } = checkedCells(cells, { isAddress, today }, problems)
  const branch: BranchGiven = {
    name: cells.text('branch'),
    kind: kindOf('branch', branchKinds),
    address: (['address1', 'address2', 'address3'] as const)
      .map(field => cells.text(field).replace(/,$/, ''))
      .filter(Boolean)
      .join(', ')
      .slice(0, 300),
    postcode: postcodeIn(cells.raw('postcode')) ?? cells.text('postcode').slice(0, 20),
    opened: yearOf('opened'),
    closed: yearOf('closed'),
    email: emailOf('email'),
  }
  if (branch.opened && branch.closed && branch.closed.day < branch.opened.day) problems.push({ is: 'closed early' })
  return {
    organisation: {
      name: cells.text('organisation'),
      kind: kindOf('organisation', organisationKinds),
      place: cells.text('place'),
      mailbox: emailOf('mailbox'),
    },
    branch,
    problems,
    notes: wasCleaned(cells.raw('email')) ? [{ is: 'mended email' }] : [],
  }
}

/** Returns functions that read cells and add anything wrong to `problems`. */
function checkedCells(cells: Cells, { isAddress, today }: Pick<Reading, 'isAddress' | 'today'>, problems: Reason[]) {
  return {
    kindOf<Kind extends string>(of: 'organisation' | 'branch', kinds: readonly Kind[]): Kind | null {
      const field = `${of}Kind` as const
      const text = cells.text(field).toLowerCase()
      const found = kinds.find(kind => kind === (wordsOnScreen[text] ?? text)) ?? null
      if (text !== '' && !found) problems.push({ is: 'kind', with: { text: cells.text(field), of } })
      return found
    },
    yearOf(field: 'opened' | 'closed'): RoughDay | null {
      if (cells.text(field) === '') return null
      const found = roughDayIn(cells.raw(field), field === 'closed' ? { today } : null)
      const isPossible = found !== null && found.day >= '1600-01-01' && found.day < '2200-01-01'
      if (!isPossible) problems.push({ is: `${field} wrong`, with: { text: cells.text(field).slice(0, 40) } })
      return isPossible ? found : null
    },
    emailOf(field: 'email' | 'mailbox'): string {
      const text = emailIn(cells.raw(field))
      if (text !== '' && !isAddress(text)) problems.push({ is: 'email wrong', with: { text: text.slice(0, 80) } })
      return text
    },
  }
}

function readAward(cells: Cells, { today }: Reading): RowRead {
  const problems: Reason[] = [
    ...missing(cells, 'organisation', 'no organisation'),
    ...missing(cells, 'decidedBy', 'no decider'),
    ...missing(cells, 'source', 'no source'),
  ]
  if (cells.text('branches') === '') problems.push({ is: 'no branches', with: { column: cells.column('branches') } })
  const dayOf = (field: 'from' | 'to'): Day | null => {
    const found = dayIn(cells.raw(field))
    if (cells.text(field) === '') problems.push({ is: 'no date', with: { column: cells.column(field) } })
    else if (!found)
      problems.push({ is: 'date wrong', with: { text: cells.text(field).slice(0, 40), column: cells.column(field) } })
    return found
  }
  const [from, to] = [dayOf('from'), dayOf('to')]
  if (from && to) problems.push(...datesWrong(from, to, today))
  const names = cells.text('branches')
  const isAll = /^(all|all branches|every branch)$/i.test(names)
  return {
    award: {
      organisation: cells.text('organisation'),
      place: cells.text('place'),
      branches: isAll ? [] : cells.raw('branches').split(/[;\n]/).map(cleanCell).filter(Boolean),
      from: from ?? today,
      to: to ?? today,
      decidedBy: cells.text('decidedBy'),
      source: cells.text('source'),
    },
    problems,
    notes: [],
  }
}

/**
 * The problem with the dates of an award; empty when there is none. The limits are those of the form that records one
 * award, except that any `to` in the tenth year from now is accepted.
 */
function datesWrong(from: Day, to: Day, today: Day): Reason[] {
  const lastYear = String(Number(today.slice(0, 4)) + 10)
  if (from < '2000-01-01' || to.slice(0, 4) > lastYear) return [{ is: 'year wrong' }]
  if (from > today) return [{ is: 'from in the future' }]
  return to > from ? [] : [{ is: 'to before from' }]
}

function readPerson(cells: Cells, { isAddress }: Reading): RowRead {
  const role = cells.text('role').toLowerCase()
  const email = emailIn(cells.raw('email'))
  const problems = [
    ...missing(cells, 'name', 'no name'),
    ...missing(cells, 'email', 'no email'),
    ...missing(cells, 'organisation', 'no organisation'),
  ]
  if (email !== '' && !isAddress(email)) problems.push({ is: 'email wrong', with: { text: email.slice(0, 80) } })
  const known = memberRoles.find(each => each === role)
  if (!known) problems.push({ is: 'role wrong', with: { text: cells.text('role').slice(0, 40) } })
  return {
    person: {
      name: cells.text('name'),
      email,
      role: known ?? 'contributor',
      organisation: cells.text('organisation'),
      place: cells.text('place'),
    },
    problems,
    notes: wasCleaned(cells.raw('email')) ? [{ is: 'mended email' }] : [],
  }
}
