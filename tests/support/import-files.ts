import { workbook } from './office-files.ts'

// Files to import, with invented libraries and the columns and problems of the open data on UK libraries.

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
export const openDataHeadings = [
  'Local authority',
  'Library name',
  'Address 1',
  'Address 2',
  'Address 3',
  'Postcode',
  'Unique property reference number',
  'Statutory',
  'Type of library',
  'Year opened',
  'Year closed',
  ...days.map(day => `${day} staffed hours`),
  ...days.map(day => `${day} unstaffed hours`),
  'Special hours',
  'Co-located',
  'Co-located with',
  'Notes',
  'URL',
  'Email address',
]

export type RowOf = Partial<Record<string, string>>

/** A row of the open data. Missing values are empty. */
export const openDataRow = (given: RowOf): string[] => openDataHeadings.map(heading => given[heading] ?? '')

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
export const asCsv = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(rows.map(row => `${row.map(cell).join(',')}\n`).join(''))

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
/** A workbook with these rows. Cells with only digits become numbers, as when someone types them. */
export const asWorkbook = (rows: readonly (readonly string[])[]): Buffer =>
  workbook(
    rows
      .map(
        (row, index) =>
          `<row r="${index + 1}">${row
            .map(text =>
              /^\d+$/.test(text) ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t>${xml(text)}</t></is></c>`,
            )
            .join('')}</row>`,
      )
      .join(''),
  )

const council = (number: number): string => `Invented ${number} Council`
const letter = (number: number): string => String.fromCharCode(65 + (number % 26))
const pad = (number: number): string => String(number).padStart(2, '0')

/** Rows of open data about different branches, some of them closed. */
export function manyBranches(rows: number, councils: number): string[][] {
  const each = Math.ceil(rows / councils)
  return Array.from({ length: rows }, (_, index) => {
    const [number, branch] = [Math.floor(index / each) + 1, (index % each) + 1]
    return openDataRow({
      'Local authority': council(number),
      'Library name': `Branch ${branch}, Number ${number}`,
      'Address 1': `${branch} Invented Street`,
      'Address 2': 'Made-up Town',
      Postcode: `ZZ${(number % 98) + 1} ${branch % 10}${letter(branch)}${letter(number)}`,
      Statutory: 'Yes',
      'Type of library': branch % 7 === 0 ? 'LAL-' : 'LAL',
      'Year closed': branch % 9 === 0 ? `20${pad(number % 24)}` : '',
      'Monday staffed hours': '09:00-17:00',
      Notes: branch % 5 === 0 ? 'Moved here,\nwith a "new" room' : '',
      'Email address': branch % 4 === 0 ? `mailto:branch${index}@library.example\u00c2\u00a0` : '',
    })
  })
}
