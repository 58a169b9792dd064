import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectFolder } from '../src/config.ts'
import { templatesIn } from './check-views.ts'

// Prettier cannot read EJS, so this checks the layout of templates: one element per line, indented by nesting.

export interface LayoutProblem {
  line: number
  message: string
}
/**
 * Something that an earlier line opened: `what` is `<p` for a tag, `p` for its element, `"` for an attribute's value,
 * `<%` for code, or a bracket in code.
 */
interface Opened {
  what: string
  line: number
}
interface Token {
  closes?: string
  opens?: string
}

const longestLine = 120
const mostLines = 90
const tagName = String.raw`[a-z]\w*(?:<%=.*?%>)?` // a heading's level can be printed: <h<%= view.level %>>
const patterns = {
  content: new RegExp(`<%#?|</${tagName}>|<${tagName}|.`, 'y'),
  tag: /<%|"|\/?>|./y,
  value: /<%|"|./y,
  code: /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|%>|./y,
  comment: /%>|./y,
}
const brackets: Record<string, string> = { ')': '(', ']': '[', '}': '{' }
const isVoid = (element: string): boolean => /^(br|hr|img|input|link|meta|wbr)$/.test(element)
const isElement = ({ what }: Opened): boolean => /^[a-z]/.test(what)

/**
 * Finds lines that are too long, are wrongly indented, open two elements or close an unopened one, and templates that
 * are too long or leave something open.
 */
export function layoutProblems(text: string): LayoutProblem[] {
  const opened: Opened[] = []
  const lines = text.replace(/\n$/, '').split('\n')
  const problems = lines.flatMap((line, index) =>
    problemsOf(line, index + 1, opened).map(message => ({ line: index + 1, message })),
  )
  if (opened.length > 0) problems.push({ line: lines.length, message: `leaves ${innermost(opened)} open` })
  if (lines.length > mostLines)
    problems.push({ line: lines.length, message: `is past the limit of ${mostLines} lines` })
  return problems
}

/** @param opened what earlier lines opened, changed by what this line opens and closes */
function problemsOf(text: string, line: number, opened: Opened[]): string[] {
  const problems: string[] = []
  const indentation = text.length - text.trimStart().length
  if (text.length > longestLine) problems.push(`has ${text.length} characters; at most ${longestLine} are allowed`)
  let elements = 0
  let expected: number | null = null
  for (let at = indentation; at < text.length;) {
    const mode = modeOf(opened)
    patterns[mode].lastIndex = at
    const found = patterns[mode].exec(text)![0]
    at += found.length
    const { closes, opens } = tokenOf(found, mode, opened)
    if (!closes && opens !== '<%' && found.trim()) expected ??= depth(opened, line)
    if (closes && !close(opened, closes)) problems.push(`closes ${closes} inside ${innermost(opened)}`)
    if (opens) opened.push({ what: opens, line })
    if (opens?.startsWith('<') && !/^<(%|br$|wbr$)/.test(opens)) elements++
  }
  expected ??= depth(opened, line)
  if (text && indentation !== expected) problems.push(`is indented by ${indentation} instead of ${expected}`)
  if (elements > 1) problems.push('opens more than one element')
  const left = opened.filter(each => each.line === line)
  if (left.length > 1 && left.some(isElement)) problems.push('opens an element and a block that end on other lines')
  return problems
}

const innermost = (opened: Opened[]): string => opened.findLast(({ what }) => what !== '<%')?.what ?? 'nothing'

/** The kind of text that follows: markup, a tag, an attribute value or code. */
function modeOf(opened: Opened[]): keyof typeof patterns {
  const { what = '' } = opened.findLast(each => /^[<"]/.test(each.what)) ?? {}
  if (what === '') return 'content'
  if (what === '"') return 'value'
  if (what === '<%') return 'code'
  return what === '<%#' ? 'comment' : 'tag'
}

function tokenOf(found: string, mode: keyof typeof patterns, opened: Opened[]): Token {
  if (found === '<%' || found === '<%#') return { opens: found }
  switch (mode) {
    case 'comment':
      return found === '%>' ? { closes: '<%#' } : {}
    case 'code':
      if (found === '%>') return { closes: '<%' }
      return /^[([{]$/.test(found) ? { opens: found } : { closes: brackets[found] }
    case 'value':
      return found === '"' ? { closes: found } : {}
    case 'content':
      if (found.startsWith('</')) return { closes: found.slice(2, -1) }
      return found.length > 1 ? { opens: found } : {}
    case 'tag':
      if (found === '"') return { opens: found }
      return found.endsWith('>') ? tagEnd(found, opened) : {}
  }
}

function tagEnd(found: string, opened: Opened[]): Token {
  const closes = opened.findLast(({ what }) => what.startsWith('<'))!.what
  const element = closes.slice(1)
  return found === '/>' || isVoid(element) ? { closes } : { closes, opens: element }
}

/**
 * Removes the last `what` from the list. Returns false and removes nothing when it is not open, or when something other
 * than code is still open inside it.
 */
function close(opened: Opened[], what: string): boolean {
  const at = opened.findLastIndex(each => each.what === what)
  if (at === -1 || (what !== '<%' && opened.slice(at + 1).some(each => each.what !== '<%'))) return false
  opened.splice(at, 1)
  return true
}

/** The indentation of a line: two spaces for each earlier line with an element that is still open. */
function depth(opened: Opened[], line: number): number {
  return new Set(opened.map(each => each.line).filter(earlier => earlier < line)).size * 2
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [template, text] of templatesIn(join(projectFolder, 'views'))) {
    for (const { line, message } of layoutProblems(text)) {
      console.error(`views/${template}.ejs:${line} ${message}`)
      process.exitCode = 1
    }
  }
}
