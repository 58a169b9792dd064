import { open, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import type { FileType } from '../domain/evidence.ts'
import { concurrencyLimit } from './concurrency-limit.ts'
import { askForDocument } from './document.ts'
import type { Answer } from './limited-process.ts'
import { fileRefusals } from './refusals.ts'

/**
 * Why some or all of a document could not be read. The message for each is in words/en/evidence/document-details.ts.
 */
export const unreadReasons = [
  'too large',
  'too slow',
  'only pictures',
  'some pictures',
  'fonts',
  'embedded',
  'cropped',
  'unreadable',
  'system error',
] as const
export type Unread = (typeof unreadReasons)[number]

const name = z.string().max(100)
const number = z.int().min(0)

const isHidden = z.boolean().default(false)
const only = <In extends string>(place: In) => z.object({ in: z.literal(place) })
const by = { by: name.optional() }

/** The position of some text in a document. `isHidden`: the document does not show it. */
const place = z.discriminatedUnion('in', [
  z.object({ in: z.literal('page'), page: number, line: number, isHidden }),
  z.object({ in: z.literal('paragraph'), paragraph: number, heading: name.optional(), isHidden }),
  z.object({ in: z.literal('cell'), sheet: name, cell: name, isHidden }),
  z.object({ in: z.literal('slide'), slide: number, isHidden }),
  z.object({ in: z.literal('notes'), slide: number }),
  z.object({ in: z.literal('line'), line: number }),
  z.object({ in: z.literal('row'), row: number }),
  z.object({
    in: z.literal('comment'),
    ...by,
    page: number.optional(),
    slide: number.optional(),
    sheet: name.optional(),
    cell: name.optional(),
  }),
  z.object({ in: z.literal('deleted'), ...by }),
  z.object({ in: z.literal('changes'), ...by }),
  z.object({ in: z.literal('field'), page: number.optional() }),
  z.object({ in: z.literal('link'), page: number.optional() }),
  only('attachment'),
  only('bookmark'),
  only('drawing'),
  only('embedded'),
  only('endnote'),
  only('footer'),
  only('footnote'),
  only('header'),
  only('hidden'),
  only('master'),
  only('name'),
  only('picture'),
  only('pivot'),
])
export type TextPlace = z.output<typeof place>

/** A part of a document's text, at most 8,000 characters on one line. */
export interface TextPart {
  place: TextPlace
  text: string
  /** whether the text is the name of a person who wrote or changed something */
  isAuthor?: boolean
  /** how the next part continues this one: `line` on the same line, `word` in the middle of its last word */
  continues?: 'line' | 'word'
  /** whether another part contains the same text */
  repeats?: boolean
}

const mostWaiting = 200

/** Whether a file of this type has text that can be read. Pictures and recordings have none. */
export const hasText = (type: FileType): boolean => type.startsWith('application/') || type.startsWith('text/')

/**
 * Reads the visible and hidden text of a document in the limited process, but not handwriting, text in pictures, or
 * letters that a font displays as other letters.
 * @param path of the document, in staging
 * @param take gets each part in order; reading pauses while its promise is pending
 * @returns null, or why some of the text was not read
 * @throws Busy when the queue for the child process is full
 */
export async function readText(
  path: string,
  type: FileType,
  take: (part: TextPart) => Promise<void> | void,
): Promise<Unread | null> {
  const to = `${path}.text`
  try {
    const answer = await besidePages(() => askForDocument(path)({ task: 'read the text', from: path, to, type }))
    const isWhole = await inTurn(() => eachPart(to, take))
    return unreadIn(answer) ?? (isWhole ? null : 'too large')
  } finally {
    await rm(to, { force: true })
  }
}

// Leaves one core free for web requests. Inspecting new uploads does not count towards this limit.
const besidePages = concurrencyLimit(Math.max(1, availableParallelism() - 1), mostWaiting)

// This process reads and searches the child's output for one document at a time, with pauses for other requests.
const inTurn = concurrencyLimit(1, Infinity)

const unreadAfterEnd = { 'too long': 'too slow', 'too much': 'too large', 'by itself': 'unreadable' } as const

function unreadIn(answer: Answer): Unread | null {
  if ('ended' in answer) return unreadAfterEnd[answer.ended]
  const { refused, unread } = answer.said
  if (refused === null && unread === null) return null
  if (typeof refused === 'string' && !fileRefusals.some(each => each === refused)) return 'system error'
  return unreadReasons.find(each => each === unread) ?? 'unreadable'
}

const part = z.object({
  place,
  text: z.string(),
  isAuthor: z.boolean().optional(),
  continues: z.enum(['line', 'word']).optional(),
  repeats: z.boolean().optional(),
})

/**
 * The maximum number of bytes of the child's output that are read. Only very many short parts, such as a million cells
 * of one letter, take more.
 */
const mostBytes = 64 * 1024 * 1024
const portion = 16 * 1024

/**
 * Calls `take` with each part in the child's output. Leaves out invalid lines: the child has opened an untrusted
 * document, and may have been killed in the middle of a line.
 * @returns false when the output is longer than `mostBytes`, so that its end was not read
 */
async function eachPart(path: string, take: (part: TextPart) => Promise<void> | void): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return true
  try {
    for await (const line of file.readLines({
      encoding: 'utf8',
      end: mostBytes - 1,
      highWaterMark: portion,
      autoClose: false,
    })) {
      const read = part.safeParse(parsed(line))
      if (read.success) await take(read.data as TextPart)
    }
    return (await file.stat()).size <= mostBytes
  } finally {
    await file.close()
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
