import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemById, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { personalDetailsInText } from '../../evidence/evidence.public.ts'
import { addComment, changeComment, removeComment } from './comment.actions.ts'
import { changedCommentForm, commentForm, deletionForm } from './comment.forms.ts'
import { commentPage, commentsPage, type CommentsShown, type CommentToChange } from './comment.pages.ts'
import {
  commentOf,
  commentsOf,
  findCommented,
  findCommentedItem,
  membersIn,
  type CommentsSubject,
  type CommentSelection,
} from './comment.store.ts'

const onAPage = 20
const ofItem = '/applications/:id/criteria/:code/comments'
const one = '/applications/:id/comments/:commentId'

export const commentRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/comments', 'comment.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const subject = await findCommented(parts.db, { actor, permission, id: req.params.id })
    const isMine = queryText(req, 'show') === 'you'
    const it = await shownTo(parts.db, actor, { ...subject, item: null, isMine, after: placeAfter(req, 'at', 'id') })
    page(res, 'applications/comments/list', commentsPage(res.locals.t, it))
  }),

  get(ofItem, 'comment.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const subject = await findCommentedItem(parts.db, { actor, permission, ...req.params })
    const it = await shownTo(parts.db, actor, { ...subject, isMine: false, after: placeAfter(req, 'at', 'id') })
    page(res, 'applications/comments/list', commentsPage(res.locals.t, it))
  }),

  submitForm(parts, {
    path: ofItem,
    permission: 'comment.write',
    load: async ({ db, actor, permission, params }) => {
      const subject = await findCommentedItem(db, { actor, permission, ...params })
      return { ...subject, members: await runLookup(db, membersIn(db, subject.application.organisationId)) }
    },
    form: ({ t }, { members }) =>
      commentForm(
        t,
        members.map(({ id }) => id),
      ),
    act: (work, { item, ...it }, { data }) => addComment(work, it, { ...data, itemId: item.id }),
    done: (t, { application, item }) => ({
      address: `/applications/${application.id}/criteria/${item.code}/comments`,
      notice: t('comments.added'),
    }),
    redraw: async ({ t, db, actor }, subject, form) => {
      const it = await shownTo(db, actor, { ...subject, isMine: false, after: null })
      return show('applications/comments/list', commentsPage(t, it, form))
    },
  }),

  get(one, 'comment.read', async (req, res, permission) => {
    const it = await findComment(parts.db, { actor: actorOf(res), permission, ...req.params })
    page(res, 'applications/comments/comment', commentPage(res.locals.t, it))
  }),

  submitForm(parts, {
    path: one,
    permission: 'comment.read',
    load: ({ db, actor, permission, params }) => findComment(db, { actor, permission, ...params }),
    form: ({ t }, { members }) =>
      changedCommentForm(
        t,
        members.map(({ id }) => id),
      ),
    act: (work, it, { data }) => changeComment(work, it, data),
    done: (t, it) => ({ address: addressOf(it), notice: t('comments.changed') }),
    redraw: ({ t }, it, form) => show('applications/comments/comment', commentPage(t, it, form)),
  }),

  submitForm(parts, {
    path: `${one}/deletion`,
    permission: 'comment.read',
    load: ({ db, actor, permission, params }) => findComment(db, { actor, permission, ...params }),
    form: () => deletionForm,
    act: (work, it, { data }) => removeComment(work, it, data.version),
    done: (t, it) => ({ address: addressOf(it), notice: t('comments.deleted') }),
  }),
]

const addressOf = ({ application, framework, comment }: CommentToChange): string => {
  const item = itemById(framework, comment.itemId)
  return item
    ? `/applications/${application.id}/criteria/${item.code}/comments`
    : `/applications/${application.id}/comments`
}

interface ShowComments extends CommentsSubject {
  item: Item | null
  isMine: boolean
  after: CommentSelection['after']
}

async function shownTo(db: Db | Tx, actor: Actor, it: ShowComments): Promise<CommentsShown> {
  const { application, item, isMine, after } = it
  const found = await runLookups(db, {
    members: membersIn(db, application.organisationId),
    comments: commentsOf(db, application.id, {
      itemId: item?.id ?? null,
      mentioning: isMine ? actor.id : null,
      after,
      limit: onAPage + 1,
    }),
  })
  const below = `/applications/${application.id}`
  const address = item ? `${below}/criteria/${item.code}/comments` : `${below}/comments${isMine ? '?show=you' : ''}`
  const { lines, next } = pageOf(found.comments, onAPage, address, ({ writtenAt, id }) => ({ at: writtenAt, id }))
  const personalDetails = await personalDetailsInText(
    db,
    actor,
    { id: application.organisationId, name: application.organisationName },
    lines.map(({ body }) => ({ where: 'body', text: body })),
  )
  return { ...it, actor, comments: lines, next, members: found.members, personalDetails }
}

/**
 * @throws as `findCommented` does
 * @throws NotFound when the application has no such comment
 * @throws Forbidden for a comment that the person can only read
 */
async function findComment(
  db: Db | Tx,
  { commentId, ...by }: { actor: Actor; permission: 'comment.read'; id: string; commentId: string },
): Promise<CommentToChange> {
  const subject = await findCommented(db, by)
  const comment = await commentOf(db, subject.application, commentId)
  if (!can(by.actor, 'comment.delete', subject.application, comment)) throw new Forbidden('comment.delete')
  return {
    ...subject,
    actor: by.actor,
    comment,
    members: await runLookup(db, membersIn(db, subject.application.organisationId)),
  }
}
