import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type YAMLMap,
} from 'yaml'
import type { z } from 'zod'

// Reads uploaded YAML. Anchors, aliases, custom tags and multiple documents are refused.

/** A problem with a file, and its line, counted from 1. A line of null means the whole file. */
export type FileProblem = { line: number | null } & (
  | { what: 'not text' | 'too deep' | 'alias' | 'tag' | 'several documents' | 'not a map' }
  | { what: 'syntax'; message: string }
  | { what: 'missing' | 'unknown key' | 'wrong' | 'too long'; field: string }
  | { what: 'not one of'; field: string; choices: readonly string[] }
)

/** The maximum number of problems that a page shows. */
export const mostProblems = 50

/**
 * Finds the line of a part of the document, or of the nearest part that encloses it, counted from 1. Null in an empty
 * document.
 */
export type LineOf = (path: readonly PropertyKey[]) => number | null

type ReadYaml<Data> = { data: Data; lineOf: LineOf; problems: null } | { data: null; problems: FileProblem[] }

/**
 * Reads a YAML file with a schema.
 * @param ignored keys that the schema does not have but that are allowed, as paths such as `panel.seatCountsWhen`
 * @returns the data, or the problems with the file
 */
export function readBySchema<Schema extends z.ZodType>(
  bytes: Uint8Array,
  schema: Schema,
  ignored: readonly string[] = [],
): ReadYaml<z.output<Schema>> {
  const text = textOf(bytes)
  if (text === null) return refused([{ what: 'not text', line: null }])
  if (isTooDeep(text)) return refused([{ what: 'too deep', line: null }])
  const lines = new LineCounter()
  try {
    // The parser is slow at finding repeated keys, so `wrongKeys` finds them instead. Pretty errors are slow too.
    const options = { schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const
    const parsed = parseDocument(text, { lineCounter: lines, ...options })
    const problems = problemsOfSyntax(parsed, lines)
    return problems.length > 0 ? refused(problems) : readParsed(parsed, lines, { schema, ignored })
  } catch (error) {
    if (error instanceof RangeError) return refused([{ what: 'too deep', line: null }])
    throw error
  }
}

const refused = (problems: FileProblem[]): { data: null; problems: FileProblem[] } => ({ data: null, problems })

/** The bytes as text; null unless they are UTF-8 without control characters other than tabs and line breaks. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? null : text
  } catch {
    return null
  }
}

const mostLevels = 50
/**
 * Matches an indentation of at least 100 spaces, which no legitimate file has. The lines of a multi-line text do not
 * match.
 */
const farIndented = /^ {100,}$/

/**
 * Whether the text is nested so deeply that it could exhaust the parser's stack, which can end the whole process.
 * Counts open brackets, indentation, and consecutive markers of lists and keys (`- - -`).
 */
function isTooDeep(text: string): boolean {
  let [open, markers, isLineStart] = [0, 0, true]
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') open += 1
    if (token === ']' || token === '}') open = Math.max(0, open - 1)
    if (token === ',' || (open === 0 && token.endsWith('\n'))) markers = 0
    if (/^[-?:]$/.test(token)) markers += 1
    if (open > mostLevels || markers > mostLevels || (isLineStart && farIndented.test(token))) return true
    isLineStart = token.endsWith('\n')
  }
  return false
}

function problemsOfSyntax(parsed: Document.Parsed, lines: LineCounter): FileProblem[] {
  const wrong = [...parsed.errors, ...parsed.warnings].map((problem): FileProblem => {
    const line = lines.linePos(problem.pos[0]).line
    if (problem.code === 'MULTIPLE_DOCS') return { what: 'several documents', line }
    if (problem.code === 'TAG_RESOLVE_FAILED') return { what: 'tag', line }
    return { what: 'syntax', line, message: problem.message.split('\n')[0]!.replace(/ at line \d+.*$/, '') }
  })
  visit(parsed, (_key, node) => {
    if (!isNode(node) || !node.range) return
    const line = lines.linePos(node.range[0]).line
    if (isMap(node)) wrong.push(...wrongKeys(node, lines))
    if (isAlias(node) || ('anchor' in node && node.anchor)) wrong.push({ what: 'alias', line })
  })
  return wrong
}

/** Problems with the keys of a map: keys that occur twice, and keys that are not text. */
function wrongKeys({ items }: YAMLMap, lines: LineCounter): FileProblem[] {
  const seen = new Set<string>()
  const wrong: FileProblem[] = []
  for (const { key } of items) {
    const line = isNode(key) && key.range ? lines.linePos(key.range[0]).line : null
    const text = isScalar(key) ? String(key.value) : null
    if (text === null) wrong.push({ what: 'syntax', line, message: 'Map keys must be text' })
    else if (seen.has(text)) wrong.push({ what: 'syntax', line, message: 'Map keys must be unique' })
    else seen.add(text)
  }
  return wrong
}

function readParsed<Schema extends z.ZodType>(
  parsed: Document.Parsed,
  lines: LineCounter,
  { schema, ignored }: { schema: Schema; ignored: readonly string[] },
): ReadYaml<z.output<Schema>> {
  const given: unknown = parsed.toJS({ maxAliasCount: 0 })
  const lineOf: LineOf = path => lineAt(parsed, lines, path)
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return refused([{ what: 'not a map', line: 1 }])
  const result = schema.safeParse(given)
  const unknown = unknownKeys(given, result.success ? result.data : null, []).filter(
    path => !ignored.includes(path.join('.')),
  )
  const problems = [
    ...(result.success ? [] : result.error.issues.slice(0, mostProblems)).map(issue => problemOf(issue, given, lineOf)),
    ...unknown
      .slice(0, mostProblems)
      .map((path): FileProblem => ({ what: 'unknown key', field: path.join('.'), line: lineOf(path) })),
  ]
  return result.success && problems.length === 0 ? { data: result.data, lineOf, problems: null } : refused(problems)
}

/** The line of a node, or of the nearest node that encloses it; null in an empty document. */
function lineAt(parsed: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? parsed.contents : parsed.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return null
}

function problemOf(issue: z.core.$ZodIssue, given: unknown, lineOf: LineOf): FileProblem {
  const field = issue.path.map(String).join('.')
  const line = lineOf(issue.path)
  if (issue.code === 'invalid_value')
    return { what: 'not one of', field, line, choices: issue.values.map(String).filter(each => !each.includes(' ')) }
  if (valueAt(given, issue.path) === undefined) return { what: 'missing', field, line }
  if (issue.code === 'too_big' && issue.origin !== 'number') return { what: 'too long', field, line }
  return { what: 'wrong', field, line }
}

const valueAt = (given: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    given,
  )

/**
 * The paths of keys that the schema does not have, such as misspelt ones.
 * @param known the document as the schema reads it; null for an invalid document, for which the result is empty
 */
function unknownKeys(given: unknown, known: unknown, path: readonly PropertyKey[]): PropertyKey[][] {
  if (known === null || typeof given !== 'object' || given === null || typeof known !== 'object') return []
  if (Array.isArray(given))
    return given.flatMap((each, index) => unknownKeys(each, (known as unknown[])[index], [...path, index]))
  return Object.entries(given).flatMap(([key, value]): PropertyKey[][] => {
    const here = [...path, key]
    if (Object.hasOwn(known, key)) return unknownKeys(value, (known as Record<string, unknown>)[key], here)
    return [here]
  })
}
