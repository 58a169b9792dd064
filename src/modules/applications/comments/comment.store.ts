import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { itemByCode, type Framework, type Item } from '../../../domain/framework.ts'
import type { Mentionable } from '../../../domain/mention.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { addMilliseconds, type Day, type Instant } from '../../../domain/time.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

export interface Comment {
  id: string
  applicationId: string
  itemId: string
  body: string
  writtenBy: string
  writer: string
  /**
   * the author in the Word document that `writer` imported; '' if the document names nobody, null for a comment that
   * was not imported
   */
  fromAuthor: string | null
  writtenAt: Instant
  editedAt: Instant | null
  version: number
}

/** A selection of an application's comments, newest first. */
export interface CommentSelection {
  /** the item; null for comments on all items */
  itemId: string | null
  /** only comments that mention this person; null for all */
  mentioning?: string | null
  /** the last comment of the previous page; null for the first page */
  after: { at: string; id: string } | null
  limit: number
}

const fields = [
  'id',
  'applicationId',
  'itemId',
  'body',
  'writtenBy',
  'writer',
  'fromAuthor',
  'writtenAt',
  'editedAt',
  'version',
] as const

/** The selected comments, newest first, as a lookup. */
export const commentsOf = withKeptSql((db: Db | Tx, id: string, wanted: CommentSelection): Lookup<Comment[]> => {
  const { itemId, mentioning = null, after, limit } = wanted
  const query = () =>
    lines(db)
      .where('comments.application_id', id)
      .modify(narrowed => {
        if (itemId !== null) narrowed.where('comments.item_id', itemId)
        if (mentioning !== null)
          narrowed.whereIn('comments.id', db('comment_mentions').where({ person_id: mentioning }).select('comment_id'))
        if (after) narrowed.whereRaw('(comments.written_at, comments.id) < (?, ?)', [after.at, after.id])
      })
      .orderBy([
        { column: 'comments.written_at', order: 'desc' },
        { column: 'comments.id', order: 'desc' },
      ])
      .limit(limit)
  return lookup<Comment, Comment[]>(query, fields, rows => rows)
})

const lines = (db: Db | Tx) =>
  db('comments')
    .join('people', 'people.id', 'comments.written_by')
    .select(
      'comments.id',
      'comments.application_id as applicationId',
      'comments.item_id as itemId',
      'comments.body',
      'comments.written_by as writtenBy',
      'people.name as writer',
      'comments.from_author as fromAuthor',
      'comments.written_at as writtenAt',
      'comments.edited_at as editedAt',
      'comments.version',
    )

/** The number of comments on each item. */
export const commentCounts = withKeptSql((db: Db | Tx, id: string): Lookup<Map<string, number>> =>
  lookup<{ itemId: string; count: number }, Map<string, number>>(
    () =>
      db('comments')
        .where({ application_id: id })
        .groupBy('item_id')
        .select('item_id as itemId', db.raw('count(*) as count')),
    ['itemId', 'count'],
    rows => new Map(rows.map(({ itemId, count }) => [itemId, count])),
  ),
)

/** The active members of the library, sorted by name. They can read its comments and be mentioned in them. */
export const membersIn = withKeptSql((db: Db | Tx, organisationId: string): Lookup<Mentionable[]> =>
  lookup<Mentionable, Mentionable[]>(
    () =>
      db('memberships')
        .join('people', 'people.id', 'memberships.person_id')
        .where('memberships.organisation_id', organisationId)
        .whereNull('memberships.ended_at')
        .where('people.status', 'active')
        .groupBy('people.id', 'people.name')
        .orderBy(['people.name_key', 'people.id'])
        .select('people.id', 'people.name'),
    ['id', 'name'],
    rows => rows,
  ),
)

/** An application, and the framework whose criteria its comments are about. */
export interface CommentsSubject {
  application: ApplicationRecord
  framework: Framework
}

interface Finding {
  actor: Actor
  permission: 'comment.read' | 'comment.write'
  id: string
}

/**
 * @throws NotFound for everyone outside the library, so that they do not learn whether there are comments
 * @throws Forbidden for a member of the library without `permission`
 */
export async function findCommented(db: Db | Tx, { actor, permission, id }: Finding): Promise<CommentsSubject> {
  const application = await findApplication(db, actor, 'application.know', id)
  if (!can(actor, 'comment.read', application)) throw new NotFound()
  if (!can(actor, permission, application)) throw new Forbidden(permission)
  return { application, framework: await frameworkVersion(db, application.frameworkVersionId) }
}

/**
 * @throws as `findCommented` does
 * @throws NotFound for an item that this kind of application does not ask for
 */
export async function findCommentedItem(
  db: Db | Tx,
  { code, ...by }: Finding & { code: string },
): Promise<CommentsSubject & { item: Item }> {
  const subject = await findCommented(db, by)
  const item = itemByCode(subject.framework, code)
  if (!item || !item.askedIn.includes(subject.application.kind)) throw new NotFound()
  return { ...subject, item }
}

/** @throws NotFound when the application has no such comment */
export async function commentOf(db: Db | Tx, { id }: Pick<Application, 'id'>, commentId: string): Promise<Comment> {
  const [comment] = looksLikeId(commentId) ? await runLookup(db, commentLookup(db, id, commentId)) : []
  if (!comment) throw new NotFound()
  return comment
}

const commentLookup = withKeptSql((db: Db | Tx, applicationId: string, id: string): Lookup<Comment[]> =>
  lookup<Comment, Comment[]>(
    () => lines(db).where('comments.id', id).where('comments.application_id', applicationId),
    fields,
    rows => rows,
  ),
)

/**
 * The number of comments that a person has written on any application since a given time, and the number of all
 * comments on this application.
 */
export async function commentTally(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  { personId, since }: { personId: string; since: Instant },
): Promise<{ recent: number; all: number }> {
  const [recent] = await trx('comments')
    .where({ written_by: personId })
    .where('written_at', '>', since)
    .count<{ n: number | string }[]>('id as n')
  const [all] = await trx('comments').where({ application_id: id }).count<{ n: number | string }[]>('id as n')
  return { recent: Number(recent?.n ?? 0), all: Number(all?.n ?? 0) }
}

/** @returns the comment's id */
export async function insertComment(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  given: { itemId: string; body: string; writtenBy: string; at: Instant },
): Promise<string> {
  const commentId = newId()
  await trx('comments').insert({
    id: commentId,
    application_id: id,
    item_id: given.itemId,
    body: given.body,
    written_by: given.writtenBy,
    written_at: given.at,
    edited_at: null,
    version: 1,
  })
  return commentId
}

/** The fingerprints of the application's comments that were imported from Word documents. */
export async function fingerprintsOf(trx: Tx, { id }: Pick<Application, 'id'>): Promise<Set<string>> {
  const rows = await trx('comments').where({ application_id: id }).whereNotNull('fingerprint').select('fingerprint')
  return new Set(rows.map(({ fingerprint }) => fingerprint!))
}

/** Inserts the comments of a Word document, one millisecond apart to keep their order. */
export async function insertCommentsFromWord(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  comments: readonly { itemId: string; body: string; author: string; fingerprint: string }[],
  { writtenBy, at }: { writtenBy: string; at: Instant },
): Promise<void> {
  if (comments.length === 0) return
  const rows = comments.map(({ itemId, body, author, fingerprint }, place) => ({
    id: newId(),
    application_id: id,
    item_id: itemId,
    body,
    written_by: writtenBy,
    written_at: addMilliseconds(at, place),
    edited_at: null,
    from_author: author,
    fingerprint,
    version: 1,
  }))
  await trx('comments').insert(rows)
}

/** @throws Stale when the comment has changed since it was read */
export async function updateComment(
  trx: Tx,
  { id }: Pick<Comment, 'id'>,
  { body, version, at }: { body: string; version: number; at: Instant },
): Promise<void> {
  const changed = await trx('comments')
    .where({ id, version })
    .update({ body, edited_at: at, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/** @throws Stale when the comment has changed since `version` was read */
export async function deleteComment(trx: Tx, { id, version }: Pick<Comment, 'id' | 'version'>): Promise<void> {
  await trx('comment_mentions').where({ comment_id: id }).delete()
  if ((await trx('comments').where({ id, version }).delete()) === 0) throw new Stale()
}

/** Adds the people whom a comment mentions. People who were already mentioned keep the day of their first mention. */
export async function insertMentions(
  trx: Tx,
  { id }: Pick<Comment, 'id'>,
  { people, on }: { people: readonly string[]; on: Day },
): Promise<void> {
  if (people.length === 0) return
  await trx('comment_mentions')
    .insert(people.map(person_id => ({ id: newId(), comment_id: id, person_id, mentioned_on: on })))
    .onConflict(['comment_id', 'person_id'])
    .ignore()
}
