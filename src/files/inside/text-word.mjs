import { authors, paragraphs } from './text-paragraphs.mjs'
import { asName } from './text-writer.mjs'

/** Parts of a DOCX without anyone's text. */
const without =
  /^(styles|stylesWithEffects|theme\d*|fontTable|numbering|webSettings|comments(Ids|Extended|Extensible))\.xml$/i

/** The text of a DOCX: body, comments, changes, headers, footers, notes, text boxes, and what is hidden. */
export async function throughWord({ names, xml }, writer) {
  const author = authors(writer)
  const parts = names.filter(name => /^word\/.*\.xml$/i.test(name) && !without.test(name.split('/').at(-1)))
  const main = parts.filter(name => /^word\/document\d*\.xml$/i.test(name))
  for (const name of [...main, ...parts.filter(each => !main.includes(each))])
    await xml(name, partReader(writer, author, placeIn(name)))
}

/** Where the paragraphs of a part are. The body says so itself. */
function placeIn(part) {
  const name = part
    .split('/')
    .at(-1)
    .replace(/\d*\.xml$/i, '')
    .toLowerCase()
  if (/^word\/document\d*\.xml$/i.test(part)) return null
  if (/^word\/(header|footer|footnotes|endnotes|comments)\d*\.xml$/i.test(part))
    return { in: { footnotes: 'footnote', endnotes: 'endnote', comments: 'comment' }[name] ?? name }
  return { in: /\/(charts|diagrams|drawings)\//i.test(part) ? 'drawing' : 'hidden' }
}

/** Elements whose text is shown, deleted, or the instructions of a field. */
const texts = new Set(['t', 'delText'])
const codes = new Set(['instrText', 'delInstrText'])
const spaces = new Set(['tab', 'br', 'cr', 'ptab'])
const changes = { ins: 'inserted', moveTo: 'inserted', del: 'deleted', moveFrom: 'deleted' }
const off = new Set(['0', 'false', 'off'])

function partReader(writer, author, fixed) {
  const text = paragraphs(writer)
  const state = { fixed, number: 0, heading: '', changes: [], runs: [], code: '', by: '' }
  const placeOf = number => () => {
    if (state.fixed) return state.by ? { ...state.fixed, by: state.by } : state.fixed
    return { in: 'paragraph', paragraph: number, ...(state.heading ? { heading: state.heading } : {}) }
  }
  return {
    start(name, given) {
      if (given.author !== undefined) startAuthor(state, author, name, given.author)
      if (name === 'p') text.begin(placeOf((state.number += 1)))
      else if (name === 'r') state.runs.push({ isHidden: false })
      else if (name in changes) state.changes.push([changes[name], asName(given.author ?? '')])
      else if (spaces.has(name)) text.add(' ', runOf(state))
      else if (name === 'noBreakHyphen') text.add('-', runOf(state))
      else startProperty(state, text.current(), name, given)
      extras(writer, name, given)
    },
    text(said, name) {
      if (texts.has(name)) text.add(said, runOf(state))
      else if (codes.has(name)) state.code += said
      else if (!text.current()) writer.add(placeOf(state.number)(), said)
    },
    end(name) {
      if (name === 'r') state.runs.pop()
      else if (name in changes) state.changes.pop()
      else if (name === 'p') endParagraph(state, text, writer)
    },
  }
}

function startAuthor(state, author, name, given) {
  const by = author(given, state.fixed?.in === 'comment' ? { in: 'comment' } : undefined)
  if (name === 'comment') state.by = by
}

const runOf = ({ runs, changes: open }) => ({ ...runs.at(-1), ...Object.fromEntries(open) })

/** Properties that say whether a run is hidden and a paragraph is a heading. */
function startProperty(state, paragraph, name, { val = '' }) {
  if (name === 'vanish' && state.runs.length > 0 && !off.has(val)) state.runs.at(-1).isHidden = true
  if (paragraph && name === 'pStyle' && /^(heading|title)/i.test(val)) paragraph.isHeading = true
}

function endParagraph(state, text, writer) {
  const { isHeading, shown } = text.current() ?? {}
  if (isHeading) state.heading = asName(shown)
  text.end()
  if (state.code !== '') writer.add({ in: 'hidden' }, state.code)
  state.code = ''
}

/** Descriptions of pictures, values of form fields, variables, and people named beside the text. */
export function extras(writer, name, { descr, title, alt, string, val, userId, displayText, instr }) {
  if (name === 'docPr' || name === 'cNvPr' || name === 'shape' || name === 'textpath' || name === 'imagedata')
    for (const text of [descr, title, alt, string]) if (text) writer.add({ in: 'picture' }, text)
  if (/^(docVar|default|helpText|statusText|listEntry|alias)$/.test(name) && val) writer.add({ in: 'hidden' }, val)
  if (name === 'listItem' && displayText) writer.add({ in: 'hidden' }, displayText)
  if (name === 'presenceInfo' && userId) writer.add({ in: 'hidden' }, userId.replaceAll('::', ' '))
  if (name === 'fldSimple' && instr) writer.add({ in: 'hidden' }, instr)
}
