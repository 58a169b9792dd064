import { isFile } from './outside.mjs'
import { Refused } from './zip.mjs'

const ends = String.raw`\s*\(`
/** Excel and LibreOffice put prefixes such as `_xlfn.` and `COM.MICROSOFT.` before the names of functions. */
const begins = String.raw`(?:^|[^\p{L}\p{N}_.])(?:[\p{L}\p{N}_]+\.)*`
const functions = names => new RegExp(`${begins}(?:${names})${ends}`, 'iu')

/** Functions that load data whenever the table is calculated. Some belong to Google Sheets. */
const loads = functions(
  'WEBSERVICE|IMAGE|STOCKHISTORY|TRANSLATE|DETECTLANGUAGE|COPILOT|PY|IMPORT(?:DATA|FEED|HTML|RANGE|XML)',
)
const startsPrograms = functions(String.raw`DDE|RTD|CALL|EXEC|FOPEN|REGISTER|REGISTER\.ID|SQL\.REQUEST`)
const links = functions('HYPERLINK')

/**
 * @param text an Excel or OpenDocument formula
 * @param isOpenDocument true to allow `|`, which separates the rows of an array in OpenDocument; in Excel,
 * `program|topic` starts a program
 * @throws Refused when the formula loads data, starts a program or links to a file
 */
export function refuseFormula(text, isOpenDocument = false) {
  const names = text.replace(/"(?:[^"]|"")*"/g, '""')
  const quoted = names.match(/'(?:[^']|'')*'#?/g) ?? []
  const plain = names.replace(/'(?:[^']|'')*'/g, "''")
  const isWithProgram = !isOpenDocument && plain.replace(/\[[^[\]]*\]/g, '').includes('|')
  if (startsPrograms.test(plain) || isWithProgram) throw new Refused('macro')
  if (loads.test(plain) || quoted.some(isOfAnotherFile)) throw new Refused('elsewhere')
  if (links.test(plain) && (text.match(/"(?:[^"]|"")*"/g) ?? []).some(each => isFile(each.slice(1, -1))))
    throw new Refused('elsewhere')
}

/** Whether a quoted name is the address of another file, which LibreOffice writes with a `#` after it. */
const isOfAnotherFile = name => isFile(name.slice(1)) || name.includes('://') || name.endsWith("'#")
