import { join } from 'node:path'
import { projectFolder } from '../config.ts'
import { Busy } from '../domain/refusals.ts'
import { instant, millisecondsBetween, type Instant } from '../domain/time.ts'
import type { Parts } from '../parts.ts'
import { limitedProcess } from './limited-process.ts'

/** Sends a task to the child process that makes PDFs. Its tasks are in typeset-child.mjs. */
export const askForPdf = limitedProcess('typeset-child.mjs')

/** The data for a template: text, lists and objects. */
export type DocumentData = Readonly<Record<string, unknown>>

/** A document of headings, paragraphs and tables, for the template `components/paper`. */
export interface Paper<Paragraph extends PaperParagraph = string> {
  title: string
  lead: string[]
  sections: PaperSection<Paragraph>[]
}
/** The text of a paragraph, or its parts, some of which were added or removed. */
export type PaperParagraph = string | readonly PaperRun[]
export interface PaperRun {
  kind: 'same' | 'removed' | 'added'
  /**
   * the word printed before a change, for people who cannot see the line under or through the text; '' when unchanged
   */
  label: string
  text: string
}
export interface PaperSection<Paragraph extends PaperParagraph = string> {
  heading: string
  level: 2 | 3
  paragraphs: Paragraph[]
  table: { columns: string[]; rows: string[][] } | null
  /** the number of blank lines to write on */
  space?: number
}

/**
 * Makes a tagged PDF (PDF/UA-1) from a Typst template. Logs a PDF that does not conform, and returns it too.
 * @param template its path in `views`, without the extension
 * @param at the creation time stored in the PDF
 * @throws Busy when the queue is full, or the child process took too long or ended; Error when the template cannot be
 * compiled
 */
export async function typeset(
  { log }: Pick<Parts, 'log'>,
  { template, data, at }: { template: string; data: DocumentData; at: Instant },
): Promise<Buffer> {
  const seconds = Math.floor(millisecondsBetween(instant('1970-01-01T00:00Z'), at) / 1_000)
  const job = { task: 'typeset', workspace, template: `${template}.typ`, data, seconds }
  const answer = await askForPdf(job)
  if ('ended' in answer) {
    log.error({ template, ended: answer.ended }, 'a PDF was not made')
    throw new Busy()
  }
  const { refused, pdf, isAccessible } = answer.said
  if (refused !== null || typeof pdf !== 'string') throw new Error(`${template}.typ: ${String(refused)}`)
  if (!isAccessible) log.warn({ template }, 'a PDF does not conform to PDF/UA-1')
  return Buffer.from(pdf, 'base64')
}

const workspace = join(projectFolder, 'views')
