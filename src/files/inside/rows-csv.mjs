import { parse } from 'csv-parse'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { Unread } from './rows-unread.mjs'

const longestRow = 400_000

/**
 * Reads the rows of a CSV (RFC 4180). The separator is the candidate that occurs most often in the first line.
 * @throws Unread when a row cannot be read, and errors of the file system
 */
export async function throughCsvRows(path, writer) {
  const encoding = await encodingOf(path)
  const parser = parse({
    delimiter: await separatorOf(path, encoding),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRow,
    bom: true,
  })
  const text = Readable.from(decoded(path, encoding))
  text.on('error', problem => parser.destroy(problem))
  let number = 0
  try {
    for await (const cells of text.pipe(parser)) writer.add((number += 1), cells)
  } catch (problem) {
    if (problem instanceof Unread || problem.syscall) throw problem
    if (problem.code === 'CSV_MAX_RECORD_SIZE') throw new Unread('long row', number + 1)
    throw new Unread(/^CSV_/.test(problem.code) ? 'quotes' : 'unreadable', number + 1)
  } finally {
    text.destroy()
  }
}

/**
 * The encoding of a table: UTF-16 with a byte order mark, UTF-8, or Windows-1252, in which spreadsheets still save CSV
 * files.
 */
async function encodingOf(path) {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let isFirst = true
  try {
    for await (const chunk of createReadStream(path)) {
      if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le'
      if (isFirst && chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be'
      isFirst = false
      utf8.decode(chunk, { stream: true })
    }
    utf8.decode()
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

async function* decoded(path, encoding) {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path)) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

const separators = [',', ';', '\t']

async function separatorOf(path, encoding) {
  let first = ''
  for await (const text of decoded(path, encoding)) {
    first += text
    if (/[\n\r]/.test(first) || first.length > longestRow) break
  }
  const line = /[^\n\r]*/.exec(first)[0]
  return separators.toSorted((one, other) => line.split(other).length - line.split(one).length)[0]
}
