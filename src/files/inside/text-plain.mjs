import { open } from 'node:fs/promises'
import { tableText } from './text-table.mjs'
import { Stopped } from './text-writer.mjs'

const mostBytes = 16 * 1024 * 1024
/** A line of more characters than this may have been wrapped, so the next line may continue it. */
const wrapped = 50

/**
 * Reads the lines of a text file.
 * @throws Stopped when it is too long
 */
export async function throughText(path, writer) {
  const { text, isWhole } = await decoded(path)
  let line = 0
  for (const { 0: each } of text.matchAll(/[^\n\r]*(?:\r\n|\n|\r|$)/g)) {
    line += 1
    writer.add({ in: 'line', line }, each, each.trim().length > wrapped ? { continues: 'line' } : {})
  }
  if (!isWhole) throw new Stopped('too large')
}

/**
 * Reads the cells of a CSV.
 * @throws Stopped when it is too long
 */
export async function throughCsv(path, writer) {
  const { text, isWhole } = await decoded(path)
  const row = tableText(writer)
  for (const { number, cells } of rowsIn(text))
    row(cells.map((each, column) => ({ column, text: each, place: { in: 'row', row: number } })))
  if (!isWhole) throw new Stopped('too large')
}

/** Decodes UTF-16 with a byte order mark, UTF-8, or Windows-1252, in which spreadsheets still save CSV files. */
async function decoded(path) {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, mostBytes)), 0, undefined, 0)
    return { text: inItsEncoding(buffer.subarray(0, bytesRead)), isWhole: size <= mostBytes }
  } finally {
    await file.close()
  }
}

function inItsEncoding(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    // in stream mode, because the bytes may end in the middle of a character
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const separators = [',', ';', '\t']

/** The rows of a CSV (RFC 4180). The separator is the candidate that occurs most often in the first line. */
function* rowsIn(text) {
  const first = /[^\n\r]*/.exec(text)[0]
  const [separator] = separators.toSorted((one, other) => first.split(other).length - first.split(one).length)
  const cell = new RegExp(`("[^"]*(?:""[^"]*)*"|[^${separator}\n\r]*)(${separator}|\r\n|\n|\r|$)`, 'g')
  let cells = []
  let number = 1
  for (const [, written, end] of text.matchAll(cell)) {
    cells.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written)
    if (end === separator) continue
    yield { number, cells }
    cells = []
    number += 1
  }
}
