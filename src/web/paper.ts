import type { DocumentData, Paper, PaperSection } from '../files/typeset.ts'
import type { T } from '../words/words.ts'

/** A section of a printed document: a heading, then paragraphs, then an optional table or lines to write on. */
export const paperSection = (
  heading: string,
  paragraphs: readonly string[] = [],
  { level = 2, table = null, space = 0 }: Partial<Pick<PaperSection, 'level' | 'table' | 'space'>> = {},
): PaperSection => ({ heading, level, paragraphs: [...paragraphs], table, space })

/**
 * The data of a printed document for its template, `components/paper`.
 * @param footer the text at the foot of each page, such as who downloaded it and when
 */
export const paperDocument = (t: T, paper: Paper, footer: string): DocumentData => ({
  language: t.language,
  author: t('documents.author'),
  footer,
  ...paper,
})
