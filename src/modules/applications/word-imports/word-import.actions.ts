import type { Db, Tx } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { itemByCode, itemById, itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { theService } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, NotOpen, Stale } from '../../../domain/refusals.ts'
import { readWordForm, wordType, type WordFormRead } from '../../../files/word-form.ts'
import type { Parts } from '../../../parts.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import { sameText } from '../../../web/merged-text.ts'
import { parseForm } from '../../../web/parse-form.ts'
import type { FormRequest } from '../../../web/submit-form.ts'
import type { Received } from '../../../web/uploads.ts'
import type { T } from '../../../words/words.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { writeAnswer } from '../answers/answer.actions.ts'
import { answerTo } from '../answers/answer.store.ts'
import { addCommentsFromWord } from '../comments/comment.actions.ts'
import { commentForm } from '../comments/comment.forms.ts'
import { markOf, openDraft, type CarriedAnswer, type CarriedDraft } from '../word-drafts/word-draft.forms.ts'
import { findWrittenInWord, type WrittenInWord } from '../word-drafts/word-draft.store.ts'
import { authorOfComment, returnedText, type Accepted } from './word-import.forms.ts'
import {
  deleteImport,
  deleteOldImports,
  importOf,
  saveImport,
  updateImport,
  type ImportContents,
  type NotReadReason,
  type ReturnedAnswer,
  type ReturnedComment,
  type WordImport,
} from './word-import.store.ts'

/** The maximum size of a document, in bytes. */
export const mostDocumentBytes = 10 * 1024 * 1024

/** The limit on documents that one person imports. Reading a document keeps a process busy for some time. */
const documentsAnHour: Limit = { name: 'imported Word documents', most: 60, seconds: 3_600 }

/** @throws TooMany above the number of documents allowed in an hour */
export const countDocument = (work: UnitOfWork): Promise<number> =>
  countOne(work.trx, documentsAnHour, work.actor.id, work.at)

/** The reasons for refusing a document. */
export type NotImported = 'type' | 'unreadable' | 'not_ours' | 'other_application'

/**
 * Compares the uploaded document with the downloaded draft. Writes nothing.
 * @returns the changes, or the reason for refusing the document
 * @throws Busy when too many documents are being read
 */
export async function readDocument(
  { db, config }: Pick<Parts, 'db' | 'config'>,
  { t, actor }: Pick<FormRequest, 't' | 'actor'>,
  it: WrittenInWord,
  { files: [file] }: Pick<Received, 'files'>,
): Promise<WordImport | NotImported> {
  const path = file?.staged?.path
  if (!file || !path || file.type !== wordType) return 'type'
  const read = await readWordForm(path, file.type)
  if (!read) return 'unreadable'
  const carried = openDraft(config.sessionSecret, read.carried)
  if (!carried) return 'not_ours'
  if (carried.applicationId !== it.application.id) return 'other_application'
  const earlier = await frameworkVersion(db, carried.frameworkVersionId)
  const mayWrite = (item: Item) => can(actor, 'answer.write_item', it.application, item.id)
  return {
    contents: contentsOf(t, { ...it, mayWrite, carried, asDownloaded: earlier }, read),
    downloadedAt: carried.downloadedAt,
  }
}

interface Comparing extends WrittenInWord {
  mayWrite: (item: Item) => boolean
  carried: CarriedDraft
  /** the framework version at the time of the download */
  asDownloaded: Framework
}

function contentsOf(t: T, it: Comparing, read: WordFormRead): ImportContents {
  const compared = it.carried.answers.map(answer => compareAnswer(t, it, answer, read.answers))
  const notRead = compared.filter((each): each is NotRead => typeof each === 'object' && 'reason' in each)
  const outside = codesWithTextOutside(it.carried, read).filter(code => !notRead.some(each => each.code === code))
  return {
    answers: compared.filter((each): each is ReturnedAnswer => typeof each === 'object' && 'text' in each),
    unchanged: compared.filter((each, at) => each === 'unchanged' && !outside.includes(it.carried.answers[at]!.code))
      .length,
    notRead: [...notRead, ...outside.map(code => ({ code, reason: 'outside' as const }))],
    comments: read.comments.map(comment => returnedComment(t, it, comment)),
    hasChanges: read.hasChanges,
    hasPictures: read.hasPictures,
    hasTables: read.hasTables,
    hasNotes: read.hasNotes,
    isOfEarlierCriteria: it.carried.frameworkVersionId !== it.application.frameworkVersionId,
  }
}

/** The codes of the questions next to which someone typed a paragraph outside the answer after the download. */
function codesWithTextOutside({ answers, written }: CarriedDraft, { outside }: WordFormRead): string[] {
  if (written.length === 0) return []
  const known = new Set([...written, markOf('')])
  const codes = new Set(outside.filter(({ text }) => !known.has(markOf(text))).map(({ code }) => code))
  return answers.map(({ code }) => code).filter(code => codes.has(code))
}

/** A comment from the document, with the item of the question beside it (see `ReturnedComment`). */
function returnedComment(
  t: T,
  it: Comparing,
  { code, author, text }: WordFormRead['comments'][number],
): ReturnedComment {
  const { data } = parseForm(commentForm(t, []), { body: text })
  const item = code === null ? null : currentItem(it, code)
  return { itemId: data && item ? item.id : null, author: cleanAuthor(t, author), text: data?.body ?? text }
}

const cleanAuthor = (t: T, author: string): string => parseForm(authorOfComment(t), { author }).data?.author ?? ''

interface NotRead {
  code: string
  reason: NotReadReason
}

/** The item that had this code when the document was downloaded; null when it cannot be edited in Word now. */
function currentItem({ asDownloaded, items }: Comparing, code: string): Item | null {
  const before = itemByCode(asDownloaded, code)
  return items.find(({ id }) => id === before?.id) ?? null
}

/** Whether the application still asks for the item that had this code when the document was downloaded. */
function isStillAsked({ asDownloaded, framework, application }: Comparing, code: string): boolean {
  const before = itemByCode(asDownloaded, code)
  return itemsAskedBy(framework, application.kind).some(({ id }) => id === before?.id)
}

function compareAnswer(
  t: T,
  it: Comparing,
  { code, text: read }: CarriedAnswer,
  answers: WordFormRead['answers'],
): ReturnedAnswer | NotRead | 'unchanged' {
  const [found, ...more] = answers.filter(each => each.code === code)
  if (!found) return { code, reason: 'missing' }
  if (more.length > 0) return { code, reason: 'twice' }
  if (found.isMoved) return { code, reason: 'moved' }
  if (sameText(found.text, read)) return 'unchanged'
  const item = currentItem(it, code)
  if (!item) return { code, reason: isStillAsked(it, code) ? 'closed' : 'gone' }
  if (!it.mayWrite(item)) return { code, reason: 'closed' }
  const { data } = parseForm(returnedText(t, it.application.kind, item), { narrative: found.text })
  if (!data) return { code, reason: 'long' }
  return sameText(data.narrative, read) ? 'unchanged' : { itemId: item.id, text: data.narrative, read }
}

/**
 * Whether there is nothing in the document for a person to check. Pictures and notes do not count, because they cannot
 * be imported.
 */
const isEmpty = ({ answers, notRead, comments }: ImportContents): boolean =>
  answers.length === 0 && notRead.length === 0 && comments.length === 0

/** Whether the document has no changes at all since the download. */
export const isSame = (contents: ImportContents): boolean =>
  isEmpty(contents) && !contents.hasPictures && !contents.hasNotes

/**
 * Stores the content of the document, but not the document itself, for this person to check. If the document has no
 * changes, only deletes the person's earlier import.
 */
export async function keepImport(work: UnitOfWork, { application }: WrittenInWord, read: WordImport): Promise<void> {
  const by = { application, person: work.actor }
  if (isSame(read.contents)) return deleteImport(work.trx, by)
  await saveImport(work.trx, by, { ...read, at: work.at })
}

/** An application with the document that a person is importing into it. */
export interface Importing extends WrittenInWord {
  read: WordImport
}

/**
 * @throws as `findWrittenInWord` does
 * @throws NotFound when this person has no unfinished import
 */
export async function findImporting(
  db: Db | Tx,
  by: { actor: FormRequest['actor']; permission: 'answer.write'; id: string },
): Promise<Importing> {
  const written = await findWrittenInWord(db, by)
  const read = await importOf(db, { application: written.application, person: by.actor })
  if (!read) throw new NotFound()
  return { ...written, read }
}

/**
 * Finds an item whose answer was changed in the document.
 * @throws as `findImporting` does
 * @throws NotFound when the document has no changed answer to the item
 * @throws NotOpen when the panel has not asked about the item
 */
export async function findReturned(
  db: Db | Tx,
  { code, ...by }: { actor: FormRequest['actor']; permission: 'answer.write'; id: string; code: string },
): Promise<Importing & { item: Item; returned: ReturnedAnswer }> {
  const importing = await findImporting(db, by)
  const item = itemByCode(importing.framework, code)
  const returned = importing.read.contents.answers.find(({ itemId }) => itemId === item?.id)
  if (!item || !returned) throw new NotFound()
  const { application } = importing
  if (!can(by.actor, 'answer.write_item', application, item.id))
    throw new NotOpen('answer_not_asked', `/applications/${application.id}/criteria/${item.code}`)
  return { ...importing, item, returned }
}

/**
 * Saves an answer from the document, and keeps the current rating.
 * @returns whether anything in the document is left to check
 * @throws Forbidden when this person cannot write the item
 * @throws Stale when the answer, or the application's status or criteria, has changed since it was read
 */
export async function acceptAnswer(
  work: UnitOfWork,
  { application, item, read: { contents } }: Importing & { item: Item },
  { narrative, version, criteria }: Accepted,
): Promise<boolean> {
  if (criteria !== '' && criteria !== application.frameworkVersionId) throw new Stale()
  const answer = await answerTo(work.trx, application, item.id)
  if ((answer?.version ?? 0) !== version) throw new Stale()
  await writeAnswer(work, application, item, { narrative, ownRating: answer?.ownRating ?? null, version })
  const answers = contents.answers.filter(({ itemId }) => itemId !== item.id)
  return keepRest(work, application, { ...contents, answers })
}

/** The result of adding a document's comments. */
export interface AcceptedComments {
  added: number
  /** the number of comments left over because of a limit */
  later: number
  /** whether anything in the document is left to check */
  isLeft: boolean
}

/**
 * Adds each of the document's comments once. Comments above a limit, and those without an item, stay in the import.
 * @throws Forbidden when this person cannot comment
 * @throws FormRefused when a limit allows no new comment now
 * @throws Stale when the application's status or criteria have changed
 */
export async function acceptComments(
  work: UnitOfWork,
  { application, framework, read: { contents } }: Importing,
): Promise<AcceptedComments> {
  if (!can(work.actor, 'comment.write', application)) throw new Forbidden('comment.write')
  const placed = contents.comments.flatMap(({ itemId, ...comment }) =>
    itemId !== null && itemById(framework, itemId) ? [{ itemId, ...comment }] : [],
  )
  const { added, left } = await addCommentsFromWord(work, application, placed)
  const comments = [...left, ...contents.comments.filter(({ itemId }) => itemId === null)]
  return { added, later: left.length, isLeft: await keepRest(work, application, { ...contents, comments }) }
}

async function keepRest(
  work: UnitOfWork,
  application: WrittenInWord['application'],
  contents: ImportContents,
): Promise<boolean> {
  const by = { application, person: work.actor }
  if (isEmpty(contents)) await deleteImport(work.trx, by)
  else await updateImport(work.trx, by, contents)
  return !isEmpty(contents)
}

/** Deletes the person's import, including what is still left to check. */
export const endImport = ({ trx, actor }: UnitOfWork, { application }: Importing): Promise<void> =>
  deleteImport(trx, { application, person: actor })

/** The daily job that deletes imports that were not finished within `daysWordImportsKept` days. */
export const deleteOldWordImports = ({ write, clock }: Pick<Parts, 'write' | 'clock'>): Promise<void> =>
  write(theService, ({ trx }) => deleteOldImports(trx, clock.now()))
