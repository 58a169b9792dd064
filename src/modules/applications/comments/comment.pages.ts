import type { Actor } from '../../../domain/actor.ts'
import { itemById, type Item } from '../../../domain/framework.ts'
import type { Mentionable } from '../../../domain/mention.ts'
import { can } from '../../../domain/permissions.ts'
import type { PersonalDetail } from '../../../domain/personal-data.ts'
import type { Button, ButtonForm, Link, Pagination } from '../../../web/components.ts'
import { errorSummary, hiddenField, select, textArea, type Select, type TextArea } from '../../../web/fields.ts'
import { emptyForm, errorOf, formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { foundInWords } from '../../evidence/evidence.public.ts'
import { maxCommentLength } from './comment.forms.ts'
import type { Comment, CommentsSubject } from './comment.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/comments/list': ReturnType<typeof commentsPage>
    'applications/comments/comment': ReturnType<typeof commentPage>
    'applications/comments/lines': { lines: readonly CommentLine[] }
    'applications/comments/form': NewComment
    'applications/comments/fields': CommentFields
    'applications/comments/fold': CommentsFold
  }
}

export interface CommentLine {
  id: string
  who: string
  at: string
  /** a link to the item, on a page with comments on several items; otherwise null */
  about: Link | null
  text: readonly string[]
  /** a sentence that names the author in Word; null for a comment that was not imported */
  from: string | null
  link: Link | null
}

export interface CommentFields {
  body: TextArea
  mention: Select | null
  button: Button
}
export type NewComment = CommentFields & { action: string }

/** The data of a page of comments, on one item or on all items. */
export interface CommentsShown extends CommentsSubject {
  actor: Actor
  /** null on the page of all items */
  item: Item | null
  comments: readonly Comment[]
  next: string | null
  members: readonly Mentionable[]
  /** whether only comments that mention this person are shown */
  isMine: boolean
  personalDetails: readonly PersonalDetail[]
}

/**
 * The comments on one item or on all, newest first.
 * @param form the form as entered, if it was refused
 */
export function commentsPage(t: T, it: CommentsShown, form: Form = emptyForm) {
  const { application, item, actor } = it
  const found = foundInWords(t, it.personalDetails)
  const about = item ? t('comments.about', { code: item.code, title: item.title }) : null
  const address = `/applications/${application.id}`
  return {
    title: t('comments.title'),
    back: about
      ? { text: about, href: `${address}/criteria/${item!.code}` }
      : { text: t(`application.kind.${application.kind}`), href: address },
    errors: errorSummary(form),
    heading: { text: t('comments.title'), caption: about ?? application.organisationName, size: 'l' as const },
    form: item && can(actor, 'comment.write', application) ? newComment(t, it, item, form) : null,
    remark: found === null ? null : t('comments.personal_data', { found }),
    lines: { lines: it.comments.map(comment => lineOf(t, it, comment)) },
    none: it.comments.length === 0 ? t(it.isMine ? 'comments.none.mine' : 'comments.none') : null,
    pagination: pagesOf(t, it.next),
  }
}

const pagesOf = (t: T, next: string | null): Pagination => ({
  previous: null,
  next: next ? { text: t('comments.earlier'), href: next } : null,
})

const newComment = (
  t: T,
  { application, members, actor }: Pick<CommentsShown, 'application' | 'members' | 'actor'>,
  item: Item,
  form: Form = emptyForm,
): NewComment => ({
  action: `/applications/${application.id}/criteria/${item.code}/comments`,
  ...fieldsOf(t, form, others(members, actor), t('comments.body')),
  button: { text: t('comments.button'), kind: 'secondary' },
})

const others = (members: readonly Mentionable[], { id }: Pick<Actor, 'id'>): Mentionable[] =>
  members.filter(member => member.id !== id)

const fieldsOf = (t: T, form: Form, members: readonly Mentionable[], label: string) => ({
  body: textArea(form, 'body', label, {
    hint: t('comments.body.hint'),
    rows: 3,
    most: maxCommentLength,
    size: 's',
  }),
  mention:
    members.length === 0
      ? null
      : select(form, 'mention', t('comments.mention'), {
          choices: members.map(({ id, name }) => ({ value: id, text: name })),
          empty: t('comments.mention.nobody'),
          size: 's',
        }),
})

interface Reading {
  application: CommentsSubject['application']
  framework: CommentsSubject['framework']
  actor: Actor
  item: Item | null
}

function lineOf(t: T, { application, framework, actor, item }: Reading, comment: Comment): CommentLine {
  const href = `/applications/${application.id}/comments/${comment.id}`
  const about = item ? null : itemById(framework, comment.itemId)
  const hidden = t('comments.by', { name: comment.writer, when: dayAndTime(t, comment.writtenAt) })
  return {
    id: comment.id,
    who: comment.writtenBy === actor.id ? t('comments.you', { name: comment.writer }) : comment.writer,
    at: comment.editedAt
      ? t('comments.edited', { when: dayAndTime(t, comment.writtenAt) })
      : dayAndTime(t, comment.writtenAt),
    about: about && {
      text: t('comments.about', { code: about.code, title: about.title }),
      href: `/applications/${application.id}/criteria/${about.code}/comments`,
    },
    text: paragraphs(comment.body),
    from: fromWord(t, comment),
    link: linkTo(t, { application, actor }, { comment, href, hidden }),
  }
}

const fromWord = (t: T, { fromAuthor }: Pick<Comment, 'fromAuthor'>): string | null => {
  if (fromAuthor === null) return null
  return fromAuthor === '' ? t('comments.from_word.unnamed') : t('comments.from_word', { name: fromAuthor })
}

function linkTo(
  t: T,
  { application, actor }: Pick<Reading, 'application' | 'actor'>,
  { comment, href, hidden }: { comment: Comment; href: string; hidden: string },
): Link | null {
  if (can(actor, 'comment.change', application, comment)) return { text: t('comments.change'), href, hidden }
  return can(actor, 'comment.delete', application, comment) ? { text: t('comments.delete'), href, hidden } : null
}

/** The latest comments on an item, collapsed on the item's page. */
export interface CommentsFold {
  summary: string
  isOpen: boolean
  lines: { lines: readonly CommentLine[] }
  all: Link | null
  form: NewComment | null
  /** the fields for a new comment, when they are part of the answer's form; otherwise null */
  fields: CommentFields | null
}

/** The maximum number of comments on the page of an item. */
export const mostFolded = 3

/**
 * The comments on the page of an item. Where the item can be answered, a new comment is part of the answer's form, so
 * that every button saves both texts.
 * @param answer the answer's form; null where the item cannot be answered
 */
export function commentsFold(
  t: T,
  it: Reading & { item: Item; comments: readonly Comment[]; count: number; members: readonly Mentionable[] },
  answer: Form | null,
): CommentsFold {
  const { application, item, count } = it
  const shown = answer ?? emptyForm
  const mayWrite = can(it.actor, 'comment.write', application)
  const form = mayWrite ? newComment(t, it, item, shown) : null
  return {
    summary: t('comments.fold', { count }),
    isOpen: valueOf(shown, 'body') !== '' || errorOf(shown, 'body') !== null,
    lines: { lines: it.comments.slice(0, mostFolded).map(comment => lineOf(t, it, comment)) },
    all:
      count > mostFolded
        ? { text: t('comments.all', { count }), href: `/applications/${application.id}/criteria/${item.code}/comments` }
        : null,
    form: answer ? null : form,
    fields: answer && form && fieldsInAnswer(t, form),
  }
}

const fieldsInAnswer = (t: T, { body, mention, button }: NewComment): CommentFields => ({
  body: { ...body, hint: `${t('comments.body.hint')} ${t('comments.body.with_answer')}` },
  mention,
  button: { ...button, name: 'then', value: 'comments' },
})

/** One comment, on the page where its writer can change it, and its writer or a lead can delete it. */
export interface CommentToChange extends CommentsSubject {
  actor: Actor
  comment: Comment
  members: readonly Mentionable[]
}

export function commentPage(t: T, it: CommentToChange, form?: Form) {
  const { application, framework, actor, comment } = it
  const shown = form ?? formOf({ body: comment.body, version: String(comment.version) })
  const version = hiddenField(shown, 'version', 0)
  const mayChange = can(actor, 'comment.change', application, comment)
  const item = itemById(framework, comment.itemId)
  const title = t(mayChange ? 'comments.change.title' : 'comments.delete.title')
  return {
    title,
    back: backTo(t, application.id, item),
    errors: errorSummary(shown),
    heading: { text: title, caption: item ? titleOf(t, item) : application.organisationName, size: 'l' as const },
    lines: { lines: mayChange ? [] : [{ ...lineOf(t, { application, framework, actor, item }, comment), link: null }] },
    form: mayChange
      ? {
          version,
          ...fieldsOf(t, shown, others(it.members, actor), t('comments.change.body')),
        }
      : null,
    remove: {
      action: `/applications/${application.id}/comments/${comment.id}/deletion`,
      text: t('comments.delete.button'),
      fields: [version],
      kind: mayChange ? 'secondary' : 'warning',
    } satisfies ButtonForm,
  }
}

const titleOf = (t: T, { code, title }: Item): string => t('comments.about', { code, title })

const backTo = (t: T, applicationId: string, item: Item | null): Link =>
  item
    ? { text: titleOf(t, item), href: `/applications/${applicationId}/criteria/${item.code}/comments` }
    : { text: t('comments.title'), href: `/applications/${applicationId}/comments` }
