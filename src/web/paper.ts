import type { DocumentData, Paper, PaperParagraph, PaperRun, PaperSection } from '../files/typeset.ts'
import type { T } from '../words/words.ts'
import type { TextDifference } from './word-differences.ts'

/** A section of a printed document. `space` is the number of blank lines to write on. */
export const paperSection = <Paragraph extends PaperParagraph = string>(
  heading: string,
  paragraphs: readonly Paragraph[] = [],
  { level = 2, table = null, space = 0 }: Partial<Pick<PaperSection, 'level' | 'table' | 'space'>> = {},
): PaperSection<Paragraph> => ({ heading, level, paragraphs: [...paragraphs], table, space })

/** Word-by-word differences as one paragraph. */
export const paperDifferences = (t: T, stretches: readonly TextDifference[]): PaperRun[] =>
  stretches.map(({ kind, text }) => ({ kind, label: kind === 'same' ? '' : t(`frameworks.${kind}`), text }))

/**
 * The data of a printed document for its template, `components/paper`.
 * @param footer the text at the foot of each page, such as who downloaded it and when
 */
export const paperDocument = (t: T, paper: Paper<PaperParagraph>, footer: string): DocumentData => ({
  language: t.language,
  author: t('documents.author'),
  footer,
  ...paper,
})
