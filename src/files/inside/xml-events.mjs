import { maxParsed, xmlParser, xmlText } from './xml.mjs'

const skipped = /<\?[^>]*\?>|<!DOCTYPE[^>[]*(\[[^\]]*\])?\s*>/gi

/**
 * Reads XML for its text: elements as they start and end, and the text in between. Unlike `readXml` it takes documents
 * that are cut off or not quite right, because a person may read them all the same.
 * @param on.start gets the name of an element without its prefix, and its attributes, also without theirs
 * @param on.end gets the name
 * @param on.text gets a text and the name of its element
 * @returns false when the document was too long to be read to its end
 * @throws Refused when it is no XML
 */
export function eachXmlEvent(bytes, on) {
  const open = []
  const closeTo = depth => {
    while (open.length > depth) {
      const name = open.pop()
      on.end?.(name)
    }
  }
  const parser = xmlParser({
    element(names, attributes) {
      closeTo(names.length - 1)
      open.push(names.at(-1))
      on.start?.(names.at(-1), withoutPrefixes(attributes))
    },
    text(names, text) {
      closeTo(names.length)
      on.text?.(text, names.at(-1))
    },
  })
  const whole = xmlText(bytes.subarray(0, maxParsed)).replace(skipped, '')
  const text = withoutLongRuns(whole)
  parser.parse(text, false)
  closeTo(0)
  return bytes.length <= maxParsed && text === whole
}

const longestRun = 256 * 1024

/** The parser collects a text letter by letter, which takes some hundred times its size in memory. */
function withoutLongRuns(text) {
  const kept = []
  let from = 0
  for (let at = 0, next = 0; next >= 0; at = next + 1) {
    next = text.indexOf('<', at)
    const end = next < 0 ? text.length : next
    if (end - at <= longestRun) continue
    kept.push(text.slice(from, at + longestRun))
    from = end
  }
  return kept.length === 0 ? text : [...kept, text.slice(from)].join('')
}

/** Where two differ only by prefix, the first keeps its short name. */
function withoutPrefixes(attributes) {
  const plain = { ...attributes }
  for (const [name, value] of Object.entries(attributes)) plain[name.slice(name.indexOf(':') + 1)] ??= value
  return plain
}
