import { authors, paragraphs } from './text-paragraphs.mjs'
import { isOnlyPictures, readParts } from './text-parts.mjs'
import { readable } from './text-pdf-notes.mjs'
import { sheets } from './text-opendocument-sheet.mjs'
import { asName, Stopped } from './text-writer.mjs'

/**
 * Reads the text of an ODT or ODS, including comments, changes, notes and hidden text.
 * @param readInside reads the bytes of an embedded document, and returns null, or why some of it was not read
 * @returns null, or why some of the text was not read
 * @throws Refused when the ZIP cannot be read
 */
export const throughOpenDocumentText = (source, writer, readInside) =>
  readParts(source, writer, async ({ names, xml, inside, hasCropped }) => {
    const author = authors(writer)
    const parts = names.filter(name => /(^|\/)(content|styles)\.xml$/i.test(name))
    // read the body first, then its styles, then embedded documents, whose paths are longer
    for (const name of parts.toSorted(
      (one, other) => one.split('/').length - other.split('/').length || one.localeCompare(other),
    ))
      await xml(name, partReader(writer, author, name.includes('/')))
    await inside(readInside)
    if (isOnlyPictures(names, writer)) throw new Stopped('only pictures')
    if (hasCropped()) throw new Stopped('cropped')
  })

/** The places of paragraphs outside the body, by the name of the element around them. */
const contexts = {
  header: 'header',
  'header-left': 'header',
  'header-first': 'header',
  footer: 'footer',
  'footer-left': 'footer',
  'footer-first': 'footer',
  annotation: 'comment',
  note: 'footnote',
  deletion: 'deleted',
  'cell-content-change': 'deleted',
  insertion: 'changes',
  'format-change': 'changes',
  'help-message': 'hidden',
  'error-message': 'hidden',
}
const withAuthor = new Set(['comment', 'deleted', 'changes'])
const spaces = new Set(['s', 'tab', 'line-break'])

function partReader(writer, author, isInside) {
  const table = sheets(writer)
  const text = paragraphs(table.writer)
  const body = { in: isInside ? 'embedded' : 'body', by: '', paragraphs: 0 }
  const state = {
    number: 0,
    heading: '',
    contexts: [body],
    spans: [],
    sections: [],
    hidden: new Set(),
    style: '',
    said: '',
  }
  const on = { state, text, table, writer, author }
  return {
    start(name, given) {
      table.start(name, given)
      startStyle(state, name, given)
      if (name in contexts) state.contexts.push({ in: contextOf(name, given), by: '', paragraphs: 0 })
      else if (name === 'p' || name === 'h') startParagraph(on, name, given)
      else if (name === 'span') state.spans.push(state.hidden.has(given['style-name']))
      else if (name === 'section') state.sections.push(given.display === 'none')
      else if (spaces.has(name)) text.add(' ', runOf(state))
      startValue(writer, name, given)
    },
    text: (said, name) => read(on, said, name),
    end: name => end(on, name),
  }
}

const contextOf = (name, given) => (given['note-class'] === 'endnote' ? 'endnote' : contexts[name])

/** Remembers the styles that hide text. Styles are declared before they are used. */
function startStyle(state, name, given) {
  if (name === 'style') state.style = given.name
  if (name === 'text-properties' && given.display === 'none') state.hidden.add(state.style)
}

function startParagraph({ state, text, table }, name, given) {
  const context = state.contexts.at(-1)
  context.paragraphs += 1
  state.number += context.in === 'body' ? 1 : 0
  const { number } = state
  text.begin(() => placeOf({ state, table }, context, number))
  Object.assign(text.current(), { isHeading: name === 'h', isHidden: state.hidden.has(given['style-name']) })
}

function placeOf({ state, table }, context, number) {
  const cell = table.cell()
  if (context.in === 'comment')
    return {
      in: 'comment',
      ...(context.by ? { by: context.by } : {}),
      ...(cell ? { sheet: cell.sheet, cell: cell.cell } : {}),
    }
  if (context.in !== 'body') return { in: context.in, ...(context.by ? { by: context.by } : {}) }
  if (cell || table.isSheet()) return cell ?? { in: 'drawing' }
  return { in: 'paragraph', paragraph: number, ...(state.heading ? { heading: state.heading } : {}) }
}

const runOf = ({ spans, sections }) => ({ isHidden: sections.includes(true) || spans.includes(true) })

function read({ state, text, writer }, said, name) {
  const context = state.contexts.at(-1)
  const isInParagraph = context.paragraphs > 0
  if (name === 'title' || name === 'desc') writer.add({ in: 'picture' }, said)
  else if (name === 'creator' && !isInParagraph && withAuthor.has(context.in)) state.said += said
  else if (isInParagraph && name !== 'note-citation') {
    const run = runOf(state)
    text.add(said, { isHidden: run.isHidden || text.current().isHidden })
  }
}

function end({ state, text, table, author }, name) {
  const context = state.contexts.at(-1)
  if (name === 'creator' && state.said !== '') {
    context.by = author(state.said, context.in === 'comment' ? { in: 'comment' } : undefined)
    state.said = ''
  } else if (name === 'p' || name === 'h') {
    context.paragraphs -= 1
    const { isHeading, shown } = text.current() ?? {}
    if (isHeading) state.heading = asName(shown)
    text.end()
  } else if (name === 'span') state.spans.pop()
  else if (name === 'section') state.sections.pop()
  else if (name in contexts) state.contexts.pop()
  table.end(name)
}

/** Writes the values outside the text: fields, form controls, links, and names that people chose. */
function startValue(writer, name, given) {
  if (name === 'a' || name === 'hyperlink') writer.add({ in: 'link' }, readable(given.href ?? ''))
  if (/^(user-field-decl|variable-set|hidden-text|hidden-paragraph|conditional-text|database-display)$/.test(name))
    for (const key of ['string-value', 'string-value-if-true', 'string-value-if-false'])
      writer.add({ in: 'hidden' }, given[key] ?? '')
  if (/^(text|textarea|combobox|listbox|item|option|button|checkbox|formatted-text|fixed-text)$/.test(name))
    for (const key of ['label', 'value', 'current-value', 'title']) writer.add({ in: 'field' }, given[key] ?? '')
  if (/^(table|named-range|database-range|bookmark|bookmark-start)$/.test(name))
    writer.add({ in: 'name' }, given.name ?? '')
}
