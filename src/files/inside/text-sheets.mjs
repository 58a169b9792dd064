import { eachRow } from './text-sheet.mjs'
import { authors } from './text-paragraphs.mjs'
import { relationsOf } from './text-parts.mjs'
import { asName, Stopped } from './text-writer.mjs'

const mostStrings = 1_000_000
const mostCharacters = 4_000_000

/** Parts of an XLSX that contain no text by people, or are read together with another part. */
const without =
  /^xl\/(workbook|styles|sharedStrings|calcChain|metadata|sheetMetadata)\.xml$|^xl\/(theme|worksheets|chartsheets|richData)\/|(Style|colors)\d*\.xml$/i

/**
 * Reads the text of an XLSX: cells (including those of hidden sheets, rows and columns), comments, names, headers,
 * footers and pivot tables.
 */
export async function throughSheets(parts, writer) {
  const author = authors(writer)
  const book = await workbook(parts, writer)
  const strings = await sharedStrings(parts)
  const used = new Set()
  const persons = await personsIn(parts, author)
  const seen = new Set()
  for (const sheet of book) {
    await eachRow(parts, { ...sheet, strings, used }, writer)
    for (const { target, type } of (await relationsOf(parts, sheet.part)).values())
      if (/^(comments|threadedComment)$/.test(type)) {
        seen.add(target)
        await comments(parts, { part: target, sheet, persons, author }, writer)
      }
  }
  for (const [index, text] of strings.entries()) if (!used.has(index)) writer.add({ in: 'hidden' }, text)
  for (const name of parts.names.filter(each => /^xl\/.*\.xml$/i.test(each) && !without.test(each) && !seen.has(each)))
    await otherPart(parts, name, author, writer)
}

/**
 * The sheets with their names, states and parts, including sheets that the workbook does not list. Writes the names of
 * sheets and ranges, with their comments.
 */
async function workbook(parts, writer) {
  const relations = await relationsOf(parts, 'xl/workbook.xml')
  const sheets = []
  await parts.xml('xl/workbook.xml', {
    start(element, { name = '', state = 'visible', id, comment }) {
      if (element === 'sheet')
        sheets.push({ name: asName(name), isHidden: state !== 'visible', part: relations.get(id)?.target ?? '' })
      if (element === 'sheet' || element === 'definedName') writer.add({ in: 'name' }, name.replaceAll('_', ' '))
      if (comment) writer.add({ in: 'name' }, comment)
    },
    text: (said, element) => {
      if (element === 'definedName' && said.includes('"')) writer.add({ in: 'name' }, said)
    },
  })
  const listed = new Set(sheets.map(({ part }) => part))
  const others = parts.names.filter(name => /^xl\/worksheets\/[^/]+\.xml$/i.test(name) && !listed.has(name))
  return [...sheets, ...others.map(part => ({ name: '', isHidden: true, part }))]
}

/**
 * The shared strings to which cells refer by number.
 * @throws Stopped when there are too many
 */
export async function sharedStrings({ names, xml }) {
  const strings = []
  let length = 0
  let current = ''
  for (const name of names.filter(each => /^xl\/sharedStrings\d*\.xml$/i.test(each)))
    await xml(name, {
      text(said, element) {
        if (element === 't') current += said
      },
      end(element) {
        if (element !== 'si') return
        strings.push(current)
        length += current.length
        current = ''
        if (strings.length > mostStrings || length > mostCharacters) throw new Stopped('too large')
      },
    })
  return strings
}

/** The authors of threaded comments, by their ids. */
async function personsIn({ names, xml }, author) {
  const persons = new Map()
  for (const part of names.filter(name => /^xl\/persons\//i.test(name)))
    await xml(part, {
      start(element, { displayName, id, userId }) {
        if (element !== 'person') return
        persons.set(id, author(displayName, { in: 'comment' }))
        author(userId?.split('::')[1], { in: 'comment' })
      },
    })
  return persons
}

/**
 * Writes comments with their authors. Old comments list their authors by name. Threaded comments refer to people by id.
 */
async function comments({ xml }, { part, sheet, persons, author }, writer) {
  const listed = []
  let at = {}
  let said = ''
  await xml(part, {
    start(element, { ref, authorId, personId }) {
      if (element === 'author') said = ''
      if (element !== 'comment' && element !== 'threadedComment') return
      said = ''
      const by = persons.get(personId) ?? listed[authorId] ?? ''
      at = {
        in: 'comment',
        ...(by ? { by } : {}),
        ...(sheet.name ? { sheet: sheet.name } : {}),
        ...(ref ? { cell: asName(ref) } : {}),
      }
    },
    text(text, element) {
      if (element === 't' || element === 'text' || element === 'author') said += text
    },
    end(element) {
      if (element === 'author') listed.push(author(said, { in: 'comment' }))
      if (element === 'comment' || element === 'threadedComment') writer.add(at, said)
    },
  })
}

const namedInTables = new Set(['tableColumn', 'cacheField', 'userInfo', 'sheetId'])

/** Reads pivot tables, tables, charts, text boxes, shared workbooks and links to other workbooks. */
async function otherPart({ xml }, part, author, writer) {
  const place = { in: kindOfPart(part) }
  let said = ''
  await xml(part, {
    start(element, { refreshedBy, userName, name, v, descr, title, alt }) {
      for (const by of [refreshedBy, userName]) if (by) author(by)
      if (namedInTables.has(element) && name) writer.add(place, name)
      if (element === 's' && v) writer.add(place, v)
      if (element === 'cNvPr' || element === 'shape')
        for (const text of [descr, title, alt]) writer.add({ in: 'picture' }, text ?? '')
    },
    text(text, element) {
      if (element === 't') said += text
      else writer.add(place, text)
    },
    end(element) {
      if (element !== 'p' && element !== 'is' && element !== 'si') return
      writer.add(place, said)
      said = ''
    },
  })
  writer.add(place, said)
}

function kindOfPart(part) {
  if (/\/pivot/i.test(part)) return 'pivot'
  return /\/(drawings|charts|diagrams)\//i.test(part) ? 'drawing' : 'hidden'
}
