import { closeSync, openSync, writeSync } from 'node:fs'
import { Refused } from './zip.mjs'

// Writes the text of a document to a file, one part per line, so that the whole text is never in memory.

const mostCharacters = 4_000_000
const secondsEach = 8
const longestPart = 8_000
const longestName = 100
const portion = 64 * 1024

/**
 * Thrown to stop reading. `reason` is one of `unreadReasons` in document-text.ts. Text that was already written is
 * kept.
 */
export class Stopped extends Refused {
  constructor(reason) {
    super(reason)
    this.reason = reason
  }
}

/**
 * @param path of the file to write
 * @returns `add`, which writes a text with the marks of `TextPart`; `step`, which flushes, in case the process is
 * killed; `letters`, which counts what was added; and `close`. `add` and `step` throw Stopped beyond the limits
 */
export function textWriter(path) {
  const file = openSync(path, 'wx', 0o600)
  const until = performance.now() + secondsEach * 1000
  let waiting = ''
  let length = 0
  let parts = 0
  const flush = () => {
    if (waiting !== '') writeSync(file, waiting)
    waiting = ''
  }
  const checkTime = () => {
    if (performance.now() > until) throw new Stopped('too slow')
  }
  return {
    step() {
      checkTime()
      flush()
    },
    add(place, text, marks = {}) {
      if ((parts += 1) % 32 === 0) checkTime()
      const room = mostCharacters - length
      for (const piece of piecesOf(plain(text.slice(0, room)))) {
        length += piece.length
        waiting += `${JSON.stringify({ place, text: piece, ...marks })}\n`
        if (waiting.length > portion) flush()
      }
      if (text.length > room) throw new Stopped('too large')
    },
    letters: () => length,
    close() {
      try {
        flush()
      } finally {
        closeSync(file)
      }
    },
  }
}

/**
 * Text on one line, without soft hyphens, zero-width spaces and word joiners, because they would hide a name from a
 * search.
 */
const plain = text =>
  text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed()

/** Splits long text at a space, so that a word is cut only if it is longer than a part. */
function* piecesOf(text) {
  for (let at = 0; at < text.length;) {
    const space = text.length - at > longestPart ? text.lastIndexOf(' ', at + longestPart) : text.length
    const end = space > at ? space : at + longestPart
    yield text.slice(at, end)
    at = end + (text[end] === ' ' ? 1 : 0)
  }
}

/** The name of a person, a sheet or a heading, as part of a place. */
export const asName = text =>
  plain(text.slice(0, 4 * longestName))
    .slice(0, longestName)
    .toWellFormed()
