import { readParts, relationsOf } from './text-parts.mjs'
import { Refused } from './zip.mjs'

/**
 * The maximum number of characters in `carried`, the answers, the other paragraphs and the comments. The longest
 * application has 800,000.
 */
const mostText = 4_000_000
const mostMarks = 1_000
const mostComments = 500
const mostOutside = 10_000

const mark = /^los_(question|answer|group)_([A-Z]?\d{1,2})(?!\d)/
const off = new Set(['0', 'false', 'off'])
const removing = new Set(['del', 'moveFrom'])
const adding = new Set(['ins', 'moveTo'])
const drawings = new Set(['drawing', 'pict', 'object'])
const notes = new Set(['footnoteReference', 'endnoteReference'])

/**
 * Reads a form that word.ts made, as if every tracked change were accepted.
 * @returns `carried`, the data in the document's properties; `answers`, one for each label, with `isMoved` if the label
 * is below another question; `outside`, the paragraphs of each question above its answer; `comments`, with their
 * questions; and whether there were changes, footnotes, or pictures or tables in answers
 * @throws Refused when it is damaged or too large
 */
export async function readForm(from) {
  const found = {
    carried: '',
    answers: [],
    outside: [],
    comments: [],
    hasChanges: false,
    hasPictures: false,
    hasTables: false,
    hasNotes: false,
  }
  const unread = await readParts(from, { step() {} }, async parts => {
    const ofDocument = [...(await relationsOf(parts, '', '_rels/.rels')).values()]
    const partOf = (relations, type) => relations.find(each => each.type === type && !each.isOutside)?.target ?? ''
    const main = partOf(ofDocument, 'officeDocument')
    found.carried = await carriedIn(parts, partOf(ofDocument, 'custom-properties'))
    const body = bodyReader(found)
    await parts.xml(main, body)
    found.answers = body.answers()
    const related = [...(await relationsOf(parts, main)).values()]
    found.comments = await commentsIn(parts, partOf(related, 'comments'), body.places)
  })
  if (unread) throw new Refused('damaged')
  const isTooMuch =
    found.answers.length > mostMarks || found.outside.length > mostOutside || found.comments.length > mostComments
  if (isTooMuch || lengthOf(found) > mostText) throw new Refused('bomb')
  return found
}

const lengthOf = ({ carried, answers, outside, comments }) =>
  [answers, outside, comments].flat().reduce((sum, { text }) => sum + text.length, carried.length)

/**
 * Joins the values of the numbered properties in which `word.ts` stores `carried`. Each holds a short piece, because
 * Word shows at most 255 characters of a property.
 */
async function carriedIn(parts, name) {
  const pieces = []
  let at = -1
  await parts.xml(name, {
    start(element, given) {
      if (element === 'property') at = Number(/^Library of Sanctuary (\d{1,4})$/.exec(given.name ?? '')?.[1] ?? 0) - 1
    },
    text(said, element) {
      if (at >= 0 && element === 'lpwstr') pieces[at] = (pieces[at] ?? '') + said
    },
  })
  return pieces.join('')
}

/** @returns `answers()`, `places` (the question that each comment is about, by comment id), and XML handlers */
function bodyReader(found) {
  const text = runReader(found)
  const regions = []
  const places = new Map()
  let [code, region, label] = [null, null, null]
  const add = paragraph => {
    if (region && label === null) addTo(region, paragraph)
    else if (code !== null && paragraph.text.trim() !== '' && found.outside.length <= mostOutside)
      found.outside.push({ code, text: paragraph.text })
  }
  const keep = () => {
    const paragraph = text.current()
    if (paragraph?.text) add({ ...paragraph, joins: false })
    if (paragraph) paragraph.text = ''
  }
  const startRegion = ({ id, name = '' }) => {
    const [, kind, named] = mark.exec(name) ?? []
    if (!kind) return
    keep()
    if (kind === 'answer' && regions.length <= mostMarks)
      regions.push((region = { code: named, isMoved: code !== named, paragraphs: [] }))
    else region = null
    code = kind === 'group' ? null : named
    label = kind === 'answer' ? id : null
  }
  return {
    places,
    answers: () => regions.map(({ code, isMoved, paragraphs }) => ({ code, isMoved, text: textOf(paragraphs) })),
    start(name, given) {
      text.start(name, given)
      if (text.isIgnored()) return
      if (name === 'bookmarkStart') startRegion(given)
      else if (name === 'bookmarkEnd' && given.id === label) {
        keep()
        label = null
      } else if (name === 'commentRangeStart' || name === 'commentReference') {
        if (!places.has(given.id)) places.set(given.id, code)
      } else if (notes.has(name)) found.hasNotes = true
      else if (region && drawings.has(name)) found.hasPictures = true
      else if (region && name === 'tbl') found.hasTables = true
      text.add(spaceOf(name, given, text.parent()))
    },
    text(said, name) {
      if (name === 't') text.add(said)
    },
    end(name) {
      const paragraph = text.end(name)
      if (paragraph) add(paragraph)
    },
  }
}

/**
 * A reader of paragraphs and runs that leaves out deleted and hidden text. Open paragraphs are on a stack, because a
 * text box can nest them.
 */
function runReader(found) {
  const path = []
  const open = []
  let [deleted, fallbacks, isHidden] = [0, 0, false]
  const isMark = () => path.at(-2) === 'rPr' && path.at(-3) === 'pPr'
  const isFormer = () => path.includes('pPrChange') || path.includes('rPrChange')
  return {
    current: () => open.at(-1),
    parent: () => path.at(-2),
    isIgnored: () => fallbacks > 0,
    add(said) {
      if (open.length > 0 && deleted === 0 && fallbacks === 0 && !isHidden) open.at(-1).text += said
    },
    start(name, { val = '' }) {
      path.push(name)
      if (name === 'Fallback') fallbacks += 1
      if (fallbacks > 0) return
      if (removing.has(name) || adding.has(name)) found.hasChanges = true
      if (name === 'p') open.push({ text: '', isListed: false, joins: false })
      else if (name === 'r') isHidden = false
      else if (removing.has(name) && !isMark()) deleted += 1
      else if (removing.has(name) && open.length > 0) open.at(-1).joins = true
      else if (name === 'numPr' && open.length > 0 && !isFormer()) open.at(-1).isListed = true
      else if (name === 'vanish' && path.at(-3) === 'r' && !isFormer()) isHidden = !off.has(val)
    },
    /** @returns the paragraph that ends here */
    end(name) {
      const isOfMark = isMark()
      path.pop()
      if (name === 'Fallback') fallbacks -= 1
      else if (fallbacks > 0) return null
      if (removing.has(name) && !isOfMark) deleted -= 1
      if (name === 'r') isHidden = false
      return name === 'p' ? open.pop() : null
    },
  }
}

function spaceOf(name, { type = '' }, parent) {
  if (name === 'br') return type === 'page' || type === 'column' ? '' : '\n'
  if (name === 'cr') return '\n'
  if (name === 'noBreakHyphen') return '-'
  return (name === 'tab' || name === 'ptab') && parent === 'r' ? ' ' : ''
}

/** Adds a paragraph. If the end of the paragraph before it was deleted, joins the two, as Word does. */
function addTo({ paragraphs }, paragraph) {
  const last = paragraphs.at(-1)
  if (!last?.joins) paragraphs.push(paragraph)
  else Object.assign(last, { text: last.text + paragraph.text, joins: paragraph.joins })
}

/** Joins paragraphs with an empty line between them, and the items of a list with a line break. */
function textOf(paragraphs) {
  let [text, wasListed] = ['', false]
  for (const { text: said, isListed } of paragraphs) {
    const line = said.replace(/[ \t]*\n[ \t]*/g, '\n').trim()
    if (line === '') continue
    if (text !== '') text += isListed && wasListed ? '\n' : '\n\n'
    text += `${isListed && !line.startsWith('•') ? '• ' : ''}${line}`
    wasListed = isListed
  }
  return text
}

async function commentsIn(parts, name, places) {
  const comments = []
  const text = runReader({})
  let comment = null
  await parts.xml(name, {
    start(element, given) {
      text.start(element, given)
      if (element === 'comment')
        comment = { code: places.get(given.id) ?? null, author: (given.author ?? '').slice(0, 200), paragraphs: [] }
      text.add(spaceOf(element, given, text.parent()))
    },
    text(said, element) {
      if (element === 't') text.add(said)
    },
    end(element) {
      const paragraph = text.end(element)
      if (paragraph && comment) comment.paragraphs.push(paragraph)
      if (element !== 'comment' || !comment) return
      if (comments.length <= mostComments) comments.push(comment)
      comment = null
    },
  })
  return comments
    .map(({ code, author, paragraphs }) => ({ code, author, text: textOf(paragraphs) }))
    .filter(each => each.text !== '')
}
