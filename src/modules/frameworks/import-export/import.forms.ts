import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLMap } from 'yaml'
import { z } from 'zod'
import { problemsIn, type DraftProblem } from '../../../domain/framework-checks.ts'
import { placedItems } from '../../../domain/framework-draft.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import { documentSchema } from '../frameworks/framework.forms.ts'

/** Bytes. The draft that we publish has 23,000. */
export const mostYamlBytes = 120_000

/** What is wrong with a file, and on which line, counted from 1. */
export type YamlProblem = { line: number | null } & (
  | { what: 'not text' | 'too deep' | 'alias' | 'tag' | 'several documents' | 'not a map' | 'other framework' }
  | { what: 'syntax'; message: string }
  | { what: 'missing' | 'unknown key' | 'wrong' | 'too long'; field: string }
  | { what: 'not one of'; field: string; choices: readonly string[] }
  | { what: 'content'; problem: DraftProblem }
)

type Read = { document: FrameworkDocument; problems: null } | { document: null; problems: YamlProblem[] }

const mostProblems = 50
/** Parts of our own published file that only describe what the code does. */
const onlyDescribed = ['panelActions', 'panel.seatCountsWhen']

/**
 * Reads a version's document from YAML. Aliases, tags and several documents are refused.
 * @returns the document, or everything that is wrong with it, each with its line
 */
export function readYaml(bytes: Uint8Array, framework: { slug: string; stream: string }): Read {
  const text = textOf(bytes)
  if (text === null) return { document: null, problems: [{ what: 'not text', line: null }] }
  const lines = new LineCounter()
  try {
    // The parser compares each key with every other one, so keys are compared below.
    const parsed = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: false, logLevel: 'error' })
    const problems = problemsOfSyntax(parsed, lines)
    return problems.length > 0 ? refused(problems) : readParsed(parsed, lines, framework)
  } catch (error) {
    if (error instanceof RangeError) return refused([{ what: 'too deep', line: null }])
    throw error
  }
}

const refused = (problems: YamlProblem[]): Read => ({ document: null, problems: problems.slice(0, mostProblems) })

/** UTF-8 without control characters, or null. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? null : text
  } catch {
    return null
  }
}

function problemsOfSyntax(parsed: Document.Parsed, lines: LineCounter): YamlProblem[] {
  const wrong = [...parsed.errors, ...parsed.warnings].map((problem): YamlProblem => {
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

/** Keys that are there twice, and keys that are not text. */
function wrongKeys({ items }: YAMLMap, lines: LineCounter): YamlProblem[] {
  const seen = new Set<string>()
  const wrong: YamlProblem[] = []
  for (const { key } of items) {
    const line = isNode(key) && key.range ? lines.linePos(key.range[0]).line : null
    const text = isScalar(key) ? String(key.value) : null
    if (text === null) wrong.push({ what: 'syntax', line, message: 'Map keys must be text' })
    else if (seen.has(text)) wrong.push({ what: 'syntax', line, message: 'Map keys must be unique' })
    else seen.add(text)
  }
  return wrong
}

function readParsed(
  parsed: Document.Parsed,
  lines: LineCounter,
  { slug, stream }: { slug: string; stream: string },
): Read {
  const given: unknown = parsed.toJS({ maxAliasCount: 0 })
  const lineOf = (path: readonly PropertyKey[]): number | null => lineAt(parsed, lines, path)
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return refused([{ what: 'not a map', line: 1 }])
  const result = documentSchema.safeParse(given)
  const unknown = unknownKeys(given, result.success ? result.data : null, [])
  const problems = [
    ...(result.success ? [] : result.error.issues.slice(0, mostProblems)).map(issue => problemOf(issue, given, lineOf)),
    ...unknown
      .slice(0, mostProblems)
      .map((path): YamlProblem => ({ what: 'unknown key', field: path.join('.'), line: lineOf(path) })),
  ]
  if (!result.success || problems.length > 0) return refused(problems)
  const document: FrameworkDocument = result.data
  if (document.framework !== slug || document.stream !== stream)
    return refused([{ what: 'other framework', line: lineOf(['framework']) }])
  const content = problemsIn(document).map((problem): YamlProblem => ({
    what: 'content',
    problem,
    line: lineOfProblem(document, problem, lineOf),
  }))
  return content.length > 0 ? refused(content) : { document, problems: null }
}

/** The line of a node, or of the nearest one around it. */
function lineAt(parsed: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? parsed.contents : parsed.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return null
}

function problemOf(
  issue: z.core.$ZodIssue,
  given: unknown,
  lineOf: (path: readonly PropertyKey[]) => number | null,
): YamlProblem {
  const field = issue.path.map(String).join('.')
  const line = lineOf(issue.path)
  if (issue.code === 'invalid_value')
    return { what: 'not one of', field, line, choices: issue.values.map(String).filter(each => !each.includes(' ')) }
  if (valueAt(given, issue.path) === undefined) return { what: 'missing', field, line }
  if (issue.code === 'too_big') return { what: 'too long', field, line }
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

/** Keys that the schema does not have, such as a misspelt one. @param known the document as the schema reads it */
function unknownKeys(given: unknown, known: unknown, path: readonly PropertyKey[]): PropertyKey[][] {
  if (known === null || typeof given !== 'object' || given === null || typeof known !== 'object') return []
  if (Array.isArray(given))
    return given.flatMap((each, index) => unknownKeys(each, (known as unknown[])[index], [...path, index]))
  return Object.entries(given).flatMap(([key, value]): PropertyKey[][] => {
    const here = [...path, key]
    if (Object.hasOwn(known, key)) return unknownKeys(value, (known as Record<string, unknown>)[key], here)
    return onlyDescribed.includes(here.join('.')) ? [] : [here]
  })
}

const lists = ['prerequisites', 'criteria', 'lookingAhead'] as const

/** The line of the last item that the problem names: of two with the same code, the second one. */
function lineOfProblem(
  document: FrameworkDocument,
  { codes }: DraftProblem,
  lineOf: (path: readonly PropertyKey[]) => number | null,
): number | null {
  const places = lists.flatMap(list => document[list].map(({ code, id }, index) => ({ list, index, code, id })))
  const place = places.findLast(({ code, id }) => codes.includes(code) || codes.includes(id))
  return place ? lineOf([place.list, place.index]) : null
}

/** The ids of all items in a document, to find those that an import removes. */
export const codesIn = (document: FrameworkDocument): string[] => placedItems(document).map(({ item }) => item.code)

/** A JSON schema of the YAML, for editors that check a file while it is written. */
export const jsonSchema = (): unknown => z.toJSONSchema(documentSchema, { io: 'input' })
