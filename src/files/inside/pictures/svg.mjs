import { wideEncoding } from '../xml.mjs'
import { Refused } from '../zip.mjs'

const descriptions =
  /<!--[\s\S]*?-->|<!DOCTYPE[^[>]*>|<((?:\w+:)?metadata)\b[\s\S]*?<\/\1\s*>|<sodipodi:namedview\b[^>]*\/>/gi
const editors = /\s(?:inkscape|sodipodi):[\w-]+\s*=\s*("[^"]*"|'[^']*')/g
const inText = /(data:\s*image\/[^,"'<>]*;\s*base64\s*,)([\w+/=\s]*)/gi
const anyData = /data:\s*(image|video|audio)/gi
/** Numeric character references. Only those for characters without a meaning in XML are decoded. */
const numbers = /&#(?:x([0-9a-f]+)|(\d+));/gi
const declared = /^(<\?xml[^?]*\bencoding\s*=\s*["'])[^"']*/

export const isSvg = bytes =>
  /^\s*(<\?xml[\s\S]*?\?>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE[^[>]*>\s*)*<(\w+:)?svg\b/.test(text(bytes, 4_096))

/**
 * Removes comments, metadata and the data of drawing programs, which can contain names.
 * @param clean cleans each picture inside the SVG
 * @returns the SVG in UTF-8
 * @throws Refused for a recording, and for a picture that is not in Base64
 */
export function cleanSvg(bytes, clean) {
  let count = 0
  const cleaned = text(bytes)
    .replace(declared, '$1UTF-8')
    .replace(numbers, plainly)
    .replace(descriptions, '')
    .replace(editors, '')
    .replace(inText, (_all, about, data) => {
      count += 1
      return about + clean(Buffer.from(data, 'base64')).toString('base64')
    })
  if ((cleaned.match(anyData)?.length ?? 0) > count) throw new Refused('uncleanable')
  return Buffer.from(cleaned)
}

function plainly(all, hex, decimal) {
  const code = parseInt(hex ?? decimal, hex ? 16 : 10)
  const letter = code < 0x7f ? String.fromCharCode(code) : ''
  return /^[\w\s:;,/+=.-]$/.test(letter) ? letter : all
}

const text = (bytes, length = bytes.length) =>
  new TextDecoder(wideEncoding(bytes) ?? 'utf-8').decode(bytes.subarray(0, length))
