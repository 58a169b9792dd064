import { createHash } from 'node:crypto'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { mentionedIn, type Mentionable } from '../../../domain/mention.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused } from '../../../domain/refusals.ts'
import { addMinutes, dayOf } from '../../../domain/time.ts'
import { holdApplication } from '../../access/access.public.ts'
import type { CommentGiven } from './comment.forms.ts'
import {
  commentTally,
  fingerprintsOf,
  deleteComment,
  insertComment,
  insertCommentsFromWord,
  insertMentions,
  updateComment,
  type Comment,
} from './comment.store.ts'

/** The maximum number of comments that one person can add in an hour. */
export const maxAnHour = 60
/** The maximum number of comments on one application. */
export const maxOnApplication = 2_000

/** The application that a comment is written on, and the people who can be mentioned in it. */
export interface Commenting {
  application: Application
  members: readonly Mentionable[]
}

/**
 * Adds a comment to one item. The history does not record comments, because the charity reads the history
 * (docs/decisions/0060).
 * @throws FormRefused when this person or this application has reached its limit of comments
 * @throws Stale when the application's status or criteria have changed
 */
export async function addComment(
  work: UnitOfWork,
  { application, members }: Commenting,
  { itemId, ...given }: CommentGiven & { itemId: string },
): Promise<void> {
  await holdApplication(work.trx, application)
  const { recent, all } = await tallyOf(work, application)
  if (recent >= maxAnHour) throw new FormRefused('body', 'comments.too_many')
  if (all >= maxOnApplication) throw new FormRefused('body', 'comments.full')
  const id = await insertComment(work.trx, application, {
    itemId,
    body: given.body,
    writtenBy: work.actor.id,
    at: work.at,
  })
  await mention(work, { id }, { members, given })
}

/** The number of comments that the person has written in the last hour, and the number on the application. */
const tallyOf = ({ trx, actor, at }: UnitOfWork, application: Application) =>
  commentTally(trx, application, { personId: actor.id, since: addMinutes(at, -60) })

/** A comment in a Word document. */
export interface CommentInWord {
  itemId: string
  author: string
  text: string
}

/**
 * Adds the new comments of a Word document in the name of the person who imports it. The comments count towards that
 * person's hourly limit, but names in them do not count as mentions.
 * @returns the number of comments added, and the comments that were not added because of a limit
 * @throws FormRefused when there are new comments and a limit allows none of them
 * @throws Stale when the application's status or criteria have changed
 */
export async function addCommentsFromWord(
  work: UnitOfWork,
  application: Application,
  comments: readonly CommentInWord[],
): Promise<{ added: number; left: CommentInWord[] }> {
  await holdApplication(work.trx, application)
  const known = await fingerprintsOf(work.trx, application)
  const fresh = [...new Map(comments.map(each => [fingerprintOf(each), each]))].filter(([it]) => !known.has(it))
  const { recent, all } = await tallyOf(work, application)
  const room = Math.max(0, Math.min(maxAnHour - recent, maxOnApplication - all))
  if (fresh.length > 0 && all >= maxOnApplication) throw new FormRefused('comments', 'comments.full')
  if (fresh.length > 0 && room === 0) throw new FormRefused('comments', 'word.comments.too_many', { most: maxAnHour })
  const rows = fresh
    .slice(0, room)
    .map(([fingerprint, { itemId, author, text }]) => ({ itemId, author, body: text, fingerprint }))
  await insertCommentsFromWord(work.trx, application, rows, { writtenBy: work.actor.id, at: work.at })
  return { added: rows.length, left: fresh.slice(room).map(([, comment]) => comment) }
}

const fingerprintOf = ({ itemId, author, text }: CommentInWord): string =>
  createHash('sha256')
    .update(JSON.stringify([itemId, author, text]))
    .digest('hex')

/**
 * @throws Forbidden for someone else's comment
 * @throws Stale when the comment has changed since it was read
 */
export async function changeComment(
  work: UnitOfWork,
  { application, members, comment }: Commenting & { comment: Comment },
  given: CommentGiven & { version: number },
): Promise<void> {
  if (!can(work.actor, 'comment.change', application, comment)) throw new Forbidden('comment.change')
  await updateComment(work.trx, comment, { body: given.body, version: given.version, at: work.at })
  await mention(work, comment, { members, given })
}

/**
 * @param version the version of the comment that the page showed
 * @throws Forbidden unless the person is a lead, or a contributor who wrote the comment
 * @throws Stale when the comment has changed since
 */
export async function removeComment(
  work: UnitOfWork,
  { application, comment }: { application: Application; comment: Comment },
  version: number,
): Promise<void> {
  if (!can(work.actor, 'comment.delete', application, comment)) throw new Forbidden('comment.delete')
  await deleteComment(work.trx, { ...comment, version })
}

/**
 * Records the people whom a comment mentions, except the person who writes it. A mention stays even if the comment no
 * longer contains it.
 */
async function mention(
  work: UnitOfWork,
  comment: Pick<Comment, 'id'>,
  { members, given }: { members: readonly Mentionable[]; given: CommentGiven },
): Promise<void> {
  const named = mentionedIn(given.body, members)
  const people = new Set(given.mention ? [...named, given.mention] : named)
  people.delete(work.actor.id)
  await insertMentions(work.trx, comment, { people: [...people], on: dayOf(work.at) })
}
