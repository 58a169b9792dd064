import { decoded } from './outside.mjs'
import { relationsOf } from './text-parts.mjs'
import { authors, paragraphs } from './text-paragraphs.mjs'
import { asName } from './text-writer.mjs'

/** Parts of a DOCX that contain no text by people. */
const without = /^(theme\d*|fontTable|webSettings|comments(Ids|Extended|Extensible))\.xml$/i
const isOfText = /^word\/.*\.xml$/i

/**
 * Reads the text of a DOCX, including comments, changes, notes and hidden text. Finds its parts by their relationships
 * as well as by name, because a part can have any name.
 */
export async function throughWord({ names, xml }, writer) {
  const author = authors(writer)
  const related = await relatedIn({ names, xml })
  const isRead = name => isOfText.test(name) || (related.has(name.toLowerCase()) && !isOther.test(name))
  const parts = names.filter(name => isRead(name) && !without.test(name.split('/').at(-1)))
  const isMain = name => related.get(name.toLowerCase()) === 'officeDocument' || /^word\/document\d*\.xml$/i.test(name)
  const main = parts.filter(isMain)
  for (const name of [...main, ...parts.filter(each => !main.includes(each))])
    await xml(name, partReader(writer, author, isMain(name) ? null : placeIn(name, related.get(name.toLowerCase()))))
}

/** Parts that are read elsewhere, or are not XML. */
const isOther =
  /^(docProps|customXml|_rels|_xmlsignatures)\/|\/_rels\/|\/(media|embeddings|fonts|printerSettings)\/|\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|bin|rels|odttf)$/i

/** @returns the types of the parts that relationships name, by their names in lower case */
async function relatedIn({ names, xml }) {
  const found = new Map()
  for (const name of names.filter(each => /(^|\/)_rels\/[^/]*\.rels$/i.test(each))) {
    const source = decoded(name.replace(/_rels\/([^/]*)\.rels$/i, '$1'))
    for (const { isOutside, target, type } of (await relationsOf({ xml }, source, name)).values())
      if (!isOutside) found.set(decoded(target).toLowerCase(), type)
  }
  return found
}

/**
 * The place of a part's text, such as `header` or `comment`, from the type of its relationship or else from its name.
 * Not used for the main document, whose paragraphs are numbered instead.
 */
function placeIn(part, type) {
  const own = part
    .split('/')
    .at(-1)
    .replace(/\d*\.xml$/i, '')
    .toLowerCase()
  const kinds = ['header', 'footer', 'footnotes', 'endnotes', 'comments']
  const name = kinds.includes(type) ? type : own
  if (kinds.includes(name))
    return { in: { footnotes: 'footnote', endnotes: 'endnote', comments: 'comment' }[name] ?? name }
  return { in: /\/(charts|diagrams|drawings)\//i.test(part) ? 'drawing' : 'hidden' }
}

/** Elements with shown or deleted text. */
const texts = new Set(['t', 'delText'])
/** Elements with the instructions of a field. */
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

/** Reads whether a run is hidden, and whether a paragraph is a heading. */
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

/** Elements of bookmarks, fields and styles, each with its attribute for the name that a person gave. */
const named = { bookmarkStart: 'name', tag: 'val', name: 'val' }

/**
 * Writes the text that Word keeps in attributes: descriptions of pictures, values of form fields, variables, field
 * codes, people's names, and the names of bookmarks, tags and styles.
 */
export function extras(writer, name, given) {
  const said = Object.hasOwn(named, name) ? given[named[name]] : undefined
  // Word joins the words of a bookmark's name with underscores
  if (said) writer.add({ in: 'hidden' }, said.replaceAll('_', ' '))
  const { descr, title, alt, string, val, userId, displayText, instr } = given
  if (name === 'docPr' || name === 'cNvPr' || name === 'shape' || name === 'textpath' || name === 'imagedata')
    for (const text of [descr, title, alt, string]) if (text) writer.add({ in: 'picture' }, text)
  if (/^(docVar|default|helpText|statusText|listEntry|alias)$/.test(name) && val) writer.add({ in: 'hidden' }, val)
  if (name === 'listItem' && displayText) writer.add({ in: 'hidden' }, displayText)
  if (name === 'presenceInfo' && userId) writer.add({ in: 'hidden' }, userId.replaceAll('::', ' '))
  if (name === 'fldSimple' && instr) writer.add({ in: 'hidden' }, instr)
}
