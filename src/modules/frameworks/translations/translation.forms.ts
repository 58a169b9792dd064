import { z } from 'zod'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import {
  problemsOfTranslation,
  translationLanguages,
  type Translation,
  type TranslationLanguage,
  type TranslationProblem,
} from '../../../domain/translation.ts'
import { readVersion } from '../../../web/field-schemas.ts'
import { mostProblems, readBySchema, type FileProblem, type LineOf } from '../import-export/yaml.forms.ts'

/**
 * The maximum number of bytes of a file. The form that saves the translation contains the whole file, percent-encoded,
 * and must stay within the size limit for forms.
 */
export const mostTranslationBytes = 160_000

/**
 * A problem with a translation's file, and its line, counted from 1. The line is null if the whole file has the
 * problem.
 */
export type TranslationFileProblem =
  | FileProblem
  | ({ line: number | null } & (
      { what: 'other version' | 'other language' } | { what: 'content'; problem: TranslationProblem }
    ))

type Read = { translation: Translation; problems: null } | { translation: null; problems: TranslationFileProblem[] }

const invisible = /[\p{Default_Ignorable_Code_Point}\s]/gu

/**
 * A text that is empty until someone translates it. Spaces alone count as empty. A text is refused if it has only other
 * invisible characters.
 */
const translated = (most: number) =>
  z
    .string()
    .max(most)
    .refine(value => value.trim() === '' || value.replace(invisible, '') !== '')
    .transform(value => value.trim())
    .nullish()
    .transform(value => value ?? '')

const most = { title: 300, text: 5000, entries: 1000, evidence: 200 }
const texts = { id: z.string().max(60), title: translated(most.title), description: translated(most.text) }

const translationSchema = z.object({
  framework: z.string().max(60),
  // some programs remove the quotation marks around 0.1 when they save the file, so it becomes a number
  version: z.union([z.string(), z.number()]).transform(String),
  language: z.enum(translationLanguages),
  areas: z.array(z.object(texts)).max(most.entries),
  items: z
    .array(
      z.object({
        ...texts,
        evidence: z
          .array(translated(most.text))
          .max(most.evidence)
          .nullish()
          .transform(lines => (lines?.some(line => line !== '') ? lines : [])),
      }),
    )
    .max(most.entries),
})

/** @throws ZodError when the translation is invalid */
export const readTranslationDocument = (given: unknown): Translation => translationSchema.parse(given)

/**
 * Reads a translation of a version from YAML.
 * @returns the translation, or the first problems with the file
 */
export function readTranslation(
  bytes: Uint8Array,
  { version: { document }, language }: { version: { document: FrameworkDocument }; language: TranslationLanguage },
): Read {
  const read = readBySchema(bytes, translationSchema)
  if (read.problems) return refused(read.problems)
  const { data, lineOf } = read
  if (data.framework !== document.framework || data.version !== document.version)
    return refused([{ what: 'other version', line: lineOf(['version']) }])
  if (data.language !== language) return refused([{ what: 'other language', line: lineOf(['language']) }])
  const problems = problemsOfTranslation(document, data)
  return problems.length > 0
    ? refused(problems.map(problem => ({ what: 'content', problem, line: lineOfProblem(problem, lineOf) })))
    : { translation: data, problems: null }
}

const refused = (problems: TranslationFileProblem[]): Read => ({
  translation: null,
  problems: problems.slice(0, mostProblems),
})

const lineOfProblem = ({ list, index }: TranslationProblem, lineOf: LineOf): number | null =>
  lineOf(index === null ? [list] : [list, index, 'id'])

/** The content of the checked file, and the lock number of the translation when the page was opened. */
export const translationForm = z.object({
  yaml: z.string().max(mostTranslationBytes).catch(''),
  version: readVersion(),
})

export const removalForm = z.object({ version: readVersion() })
