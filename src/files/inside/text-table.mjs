// Reads the cells of a table. Column headings show which cells may be personal details.

/** Patterns for the headings of columns with personal details, each with a label for its kind of detail. */
const headings = [
  [
    /^(first|given|middle|last|family|full|preferred|known as|child'?s?|parent'?s?|guardian'?s?|learner'?s?|pupil'?s?|participant'?s?|attendee'?s?|reader'?s?|member'?s?|volunteer'?s?|client'?s?|customer'?s?)[ _-]?names?$|^(forenames?|surnames?)$|^names? of (the )?(child|parent|learner|participant|reader|person|client)/i,
    'Name',
  ],
  [/^(d\.?o\.?b\.?|born|birthday)$|\b(date of birth|birth ?date)\b/i, 'Date of birth'],
  [/\b(phone|mobile|telephone|whatsapp|contact number)\b|^tel\b/i, 'Phone'],
  [
    /\b(home office|case|client|asylum|nass|passport|visa|nhs|police)\b.{0,12}\b(number|no\.?|ref(erence)?|id)\b/i,
    'Case number',
  ],
]
const longestHeading = 60
const longestValue = 60
const firstBirth = 7_000 // the serial number of a day in 1919
const lastBirth = 60_000
const dayZero = Date.UTC(1899, 11, 30)
const dayLength = 24 * 60 * 60 * 1000

/**
 * @returns a function that writes the text of one row. `isNumber` marks a cell stored as a number, which is written
 * only if it may be a personal detail
 */
export function tableText(writer) {
  const labels = new Map()
  return cells => {
    for (const { column, text, place, isNumber = false } of cells) {
      const heading = headingIn(text)
      if (heading) labels.set(column, heading)
      const label = heading ? undefined : labels.get(column)
      const said = labelled(label, text.trim(), isNumber)
      if (said !== '') writer.add(place, said)
    }
  }
}

const headingIn = text =>
  text.length > longestHeading ? undefined : headings.find(([sought]) => sought.test(text.trim()))?.[1]

function labelled(label, text, isNumber) {
  if (!label || text === '' || text.length > longestValue) return isNumber && !/^\d{10,15}$/.test(text) ? '' : text
  // spreadsheets drop the leading zero of a phone number
  if (label === 'Phone') return isNumber && /^[1-9]\d{9}$/.test(text) ? `0${text}` : text
  return `${label}: ${label === 'Date of birth' && isNumber ? asDay(text) : text}`
}

/** The day that a spreadsheet stores as a number. A number that cannot be a date of birth stays as it is. */
function asDay(text) {
  const days = Math.floor(Number(text))
  if (!(days >= firstBirth && days <= lastBirth)) return text
  return new Date(dayZero + days * dayLength).toISOString().slice(0, 10)
}
