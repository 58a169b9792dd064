import { isFile, isInside, isLocalFile, isPlainHyperlink, leadsOutside } from './outside.mjs'
import { withoutPrefix } from './xml.mjs'
import { Refused } from './zip.mjs'

// Checks the fields of a Word document. The code of a field can be spread over runs and inner fields.

const mostOfACode = 8_192
/** A placeholder for the result of a field that is inside the code of another field. */
const result = '\ufffc'

const programs = ['DDE', 'DDEAUTO', 'CONTROL', 'HTMLCONTROL']
const loading = ['INCLUDETEXT', 'INCLUDE', 'IMPORT', 'LINK', 'RD', 'DATABASE', 'DATA']
/** Fields that may name an address without loading it. */
const harmless =
  /^(=|ADDIN|ADDRESSBLOCK|ADVANCE|ASK|AUTHOR|AUTONUM\w*|AUTOTEXT\w*|BARCODE|BIBLIOGRAPHY|BIDIOUTLINE|CITATION|COMMENTS|COMPARE|CREATEDATE|DATE|DISPLAYBARCODE|DOCPROPERTY|DOCVARIABLE|EDITTIME|EMBED|EQ|FILENAME|FILESIZE|FILLIN|FORM\w+|GOTOBUTTON|GREETINGLINE|IF|INDEX|INFO|KEYWORDS|LASTSAVEDBY|LISTNUM|MACROBUTTON|MERGE\w+|NEXT|NEXTIF|NOTEREF|NUM\w+|PAGE|PAGEREF|PRINT|PRINTDATE|PRIVATE|QUOTE|REF|REVNUM|SAVEDATE|SECTION|SECTIONPAGES|SEQ|SET|SHAPE|SKIPIF|STYLEREF|SUBJECT|SYMBOL|TA|TC|TEMPLATE|TIME|TITLE|TOA|TOC|USER\w+|XE)$/

/**
 * @throws Refused when a field starts a program, loads something or links to a file. Also throws it when the code is
 * too long, or is complete only after Word has evaluated another field
 */
export function refuseField(code) {
  const [, name, given] = /^[\s"“”]*([^\s"“”\\\ufffc]*)([\s\S]*)$/.exec(code)
  const type = name.toUpperCase()
  if (given.startsWith(result) || programs.includes(type)) throw new Refused('macro')
  // QUOTE turns numbers into characters, which can hide a command
  if (type === 'QUOTE' && /^\s*\d+\s+\d/.test(given)) throw new Refused('macro')
  if (!harmless.test(type) && (code.length > mostOfACode || !isHarmless(type, given))) throw new Refused('elsewhere')
}

function isHarmless(type, given) {
  const addresses = given.split(/[\s"“”]+/).map(each => each.replaceAll('\\\\', '\\'))
  if (type === 'HYPERLINK') {
    const first = firstIn(given)
    return isPlainHyperlink(first) && !first.startsWith(result) && !addresses.some(isFile)
  }
  if (type === 'INCLUDEPICTURE') return isOwnPicture(firstIn(given))
  return !loading.includes(type) && !addresses.some(leadsOutside)
}

/**
 * The first argument, in quotes or up to the next white space. Empty if a switch comes first: a backslash
 * followed by a letter or by `!`, `*`, `@` or `#`.
 */
function firstIn(given) {
  const [, quoted, bare = ''] = /^\s*(?:["“”]([^"“”]*)|(\S*))/.exec(given)
  const address = quoted ?? (/^\\[a-z!*@#]$/i.test(bare) ? '' : bare)
  return address.replaceAll('\\\\', '\\')
}

/**
 * Whether a picture field loads nothing from elsewhere. For a pasted picture, Word for Mac writes a local path, and
 * Outlook the name of a part of the email.
 */
const isOwnPicture = address =>
  address !== '' && !address.includes(result) && (isInside(address) || isLocalFile(address))

/** Word may leave deleted text out of a code, so the codes are checked with and without it. */
const ways = [{ hasDeleted: false }, { hasDeleted: true }]

/** @returns handlers for the elements and text of one part */
export function wordFields() {
  const readers = ways.map(fieldsRead)
  return {
    open(name, attributes, around) {
      for (const each of readers) each.open(name, attributes, around)
    },
    close(name, around) {
      for (const each of readers) each.close(name, around)
    },
    text(said, around) {
      const within = around.at(-1)
      if (within === 'instrText' || within === 'delInstrText' || within === 't')
        for (const each of readers) each.text(said, within, around)
    },
    end() {
      for (const each of readers) each.end()
    },
  }
}

/**
 * Whether an element is one of several alternatives. Word shows only one of them, so a field must not reach from one
 * into another.
 */
const isAlternative = name => name === 'Choice' || name === 'Fallback'

function fieldsRead({ hasDeleted }) {
  const fields = []
  /** the numbers of the alternatives that contain the current position, outermost first */
  const alternatives = [0]
  let count = 0
  /** the code outside any field, which Word shows as text */
  let alone = ''
  const separate = field => {
    if (field?.isCode) refuseField(field.code)
    if (field) field.isCode = false
  }
  const begin = (code = '') => {
    const outer = fields.at(-1)
    if (outer?.isCode) outer.code += result
    fields.push({ code, isCode: true, alternative: alternatives.at(-1) })
  }
  const refuseDivided = field => {
    if (field?.isCode && field.alternative !== alternatives.at(-1)) throw new Refused('macro')
  }
  const mark = type => {
    refuseDivided(fields.at(-1))
    if (type === 'begin') begin()
    if (type === 'separate') separate(fields.at(-1))
    if (type === 'end') separate(fields.pop())
  }
  const finish = () => {
    refuseField(alone)
    alone = ''
  }
  return {
    open(name, attributes) {
      if (isAlternative(name)) alternatives.push((count += 1))
      if (name === 'fldChar') mark(fieldMarkOf(attributes))
      if (name !== 'fldSimple') return
      for (const code of allOf(attributes, 'instr')) refuseField(code)
      begin(allOf(attributes, 'instr')[0])
      separate(fields.at(-1))
    },
    close(name) {
      if (name === 'fldSimple') separate(fields.pop())
      if (isAlternative(name)) {
        if (fields.at(-1)?.alternative === alternatives.at(-1) && fields.at(-1).isCode) throw new Refused('macro')
        alternatives.pop()
      }
      const field = fields.at(-1)
      if ((name === 'tab' || name === 'br') && field?.isCode) field.code += ' '
      if (name === 'p') finish()
    },
    text(said, within) {
      if (within === 'delInstrText' && !hasDeleted) return
      const field = fields.at(-1)
      refuseDivided(field)
      if (field?.isCode && field.code.length < mostOfACode) field.code += said
      else if (!field && within !== 't' && alone.length < mostOfACode) alone += said
    },
    end() {
      finish()
      for (const field of fields) separate(field)
    },
  }
}

/** @throws Refused when two attributes differ only by prefix, because programs differ on which one they use */
function fieldMarkOf(attributes) {
  const [type = '', ...others] = allOf(attributes, 'fldCharType')
  if (others.length > 0) throw new Refused('macro')
  return type.trim()
}

const allOf = (attributes, name) =>
  Object.entries(attributes)
    .filter(([each]) => withoutPrefix(each) === name)
    .map(([, value]) => value)
