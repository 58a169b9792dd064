import { z } from 'zod'
import { problemsIn, type DraftProblem } from '../../../domain/framework-checks.ts'
import { placedItems } from '../../../domain/framework-draft.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import { documentSchema } from '../frameworks/framework.forms.ts'
import { mostProblems, readBySchema, type FileProblem, type LineOf } from './yaml.forms.ts'

/** The maximum number of bytes of a YAML file. The working draft has about 22,000. */
export const mostYamlBytes = 120_000

/**
 * A problem with a version's file, and its line number, counted from 1. The line is null when the problem is about the
 * whole file.
 */
export type YamlProblem =
  FileProblem | ({ line: number | null } & ({ what: 'other framework' } | { what: 'content'; problem: DraftProblem }))

type Read = { document: FrameworkDocument; problems: null } | { document: null; problems: YamlProblem[] }

/** Keys of the working draft's YAML that are ignored, because they only describe what the code does. */
const onlyDescribed = ['panelActions', 'panel.seatCountsWhen']

/**
 * Reads a version's document from YAML.
 * @returns the document, or the first `mostProblems` problems with the file
 */
export function readYaml(bytes: Uint8Array, { slug, stream }: { slug: string; stream: string }): Read {
  const read = readBySchema(bytes, documentSchema, onlyDescribed)
  if (read.problems) return refused(read.problems)
  const { lineOf } = read
  const document: FrameworkDocument = read.data
  if (document.framework !== slug || document.stream !== stream)
    return refused([{ what: 'other framework', line: lineOf(['framework']) }])
  const content = problemsIn(document).map((problem): YamlProblem => ({
    what: 'content',
    problem,
    line: lineOfProblem(document, problem, lineOf),
  }))
  return content.length > 0 ? refused(content) : { document, problems: null }
}

const refused = (problems: YamlProblem[]): Read => ({ document: null, problems: problems.slice(0, mostProblems) })

const lists = ['prerequisites', 'criteria', 'lookingAhead'] as const

/**
 * The line of the item with the problem, or of the list with the problem. If several items have it, the last one. Null
 * when it concerns no item or list.
 */
function lineOfProblem(document: FrameworkDocument, { what, codes }: DraftProblem, lineOf: LineOf): number | null {
  if (what === 'choices missing' || what === 'same choice') return lineOf([codes[0]!.split(':')[0]!])
  const places = lists.flatMap(list => document[list].map(({ code, id }, index) => ({ list, index, code, id })))
  const place = places.findLast(({ code, id }) => codes.includes(code) || codes.includes(id))
  return place ? lineOf([place.list, place.index]) : null
}

/** The codes of all items in a document. */
export const codesIn = (document: FrameworkDocument): string[] => placedItems(document).map(({ item }) => item.code)

/** A JSON schema for the YAML, so that text editors can check a file while it is being written. */
export const jsonSchema = (): unknown => z.toJSONSchema(documentSchema, { io: 'input' })
