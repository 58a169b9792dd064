// Old Office files are compound files: sectors of one size, of which some hold a directory of named streams. The format
// is [MS-CFB], https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb

const at = { sectorShift: 30, firstOfDirectory: 48, tables: 76 }
/** The numbers of sectors that the header holds for the table of sectors. Larger files have more of them elsewhere. */
const tablesInHeader = 109
const lineLength = 128
const nameLength = 64

/**
 * Streams of an equation from before Office 2007: the equation, its picture, and what it is. None has other text.
 */
const ofEquations = /^(Equation Native|\x01Ole|\x01CompObj|\x03ObjInfo|\x02OlePres\d{3}|\x03(PIC|META|EPRINT))$/

/** Whether an old Office file is only an equation. A larger file can contain equations beside its text. */
export function isOldEquation(bytes) {
  const names = namesIn(bytes)
  return names.includes('Equation Native') && names.every(name => ofEquations.test(name))
}

/** @returns the names of all streams and storages; none when the directory cannot be read */
function namesIn(bytes) {
  try {
    return [...linesOf(bytes)].flatMap(nameOf)
  } catch {
    return []
  }
}

const unused = 0
const root = 5

function nameOf(line) {
  const length = Math.min(nameLength, line.readUInt16LE(nameLength))
  const type = line.readUInt8(nameLength + 2)
  return type === unused || type === root ? [] : [line.toString('utf16le', 0, Math.max(0, length - 2))]
}

const lastSector = 0xfffffff9

/** @throws RangeError for a number of a sector that the file does not have, and for a circular list */
function* linesOf(bytes) {
  const size = 2 ** bytes.readUInt16LE(at.sectorShift)
  let left = bytes.length / size
  for (
    let sector = bytes.readUInt32LE(at.firstOfDirectory);
    sector <= lastSector;
    sector = after(bytes, sector, size)
  ) {
    const from = (sector + 1) * size
    if ((left -= 1) < 0 || from + size > bytes.length) throw new RangeError()
    for (let line = from; line < from + size; line += lineLength) yield bytes.subarray(line, line + lineLength)
  }
}

/** The number of the sector that continues this one. */
function after(bytes, sector, size) {
  const perTable = size / 4
  const table = Math.floor(sector / perTable)
  if (table >= tablesInHeader) throw new RangeError()
  return bytes.readUInt32LE((bytes.readUInt32LE(at.tables + 4 * table) + 1) * size + 4 * (sector % perTable))
}
