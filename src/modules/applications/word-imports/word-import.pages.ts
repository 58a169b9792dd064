import { itemById, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { PersonalDetailAt } from '../../../domain/personal-data.ts'
import { daysWordImportsKept } from '../../../domain/retention.ts'
import type { ButtonForm, Link, Notice } from '../../../web/components.ts'
import { errorSummary, fileField, hiddenField, textArea } from '../../../web/fields.ts'
import { emptyForm, errorOf, formOf, valueOf, type Form } from '../../../web/form.ts'
import { mergeTexts, sameText } from '../../../web/merged-text.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { wordDifferences } from '../../../web/word-differences.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { foundInWords } from '../../evidence/evidence.public.ts'
import { maxCharactersOf } from '../answers/answer.forms.ts'
import type { Answer } from '../answers/answer.store.ts'
import { textVersions } from '../answers/conflict.pages.ts'
import type { WrittenInWord } from '../word-drafts/word-draft.store.ts'
import { maxAnHour } from '../comments/comment.actions.ts'
import { mostDocumentBytes, type AcceptedComments, type Importing, type NotImported } from './word-import.actions.ts'
import type { ImportContents, ReturnedAnswer } from './word-import.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/word-imports/start': ReturnType<typeof startPage>
    'applications/word-imports/changes': ReturnType<typeof changesPage>
    'applications/word-imports/comments': { lines: readonly ReturnType<typeof commentLine>[] }
    'applications/word-imports/compare': ReturnType<typeof comparePage>
  }
}

const addressOf = ({ id }: { id: string }, below = ''): string => `/applications/${id}/word${below}`

/**
 * The page from which people download the application as a Word document. People who can write the application also get
 * the form to upload the changed document.
 */
export function startPage(
  t: T,
  actor: Actor,
  { application, hasImport }: Pick<WrittenInWord, 'application'> & { hasImport: boolean },
  form: Form = emptyForm,
) {
  const mayWrite = can(actor, 'answer.write', application)
  return {
    title: t('word.title'),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: t('word.title'), caption: application.organisationName, size: 'l' as const },
    text: [t(mayWrite ? 'word.about.download' : 'word.about.download.reader'), t('word.about.programs')],
    download: { text: t('word.download'), href: `/applications/${application.id}/draft.docx` },
    waiting: hasImport ? waitingNotice(t, application) : null,
    upload: mayWrite
      ? {
          text: [t('word.about.import'), t('word.about.kept', { days: daysWordImportsKept })],
          file: fileField(form, 'file', t('word.file.label'), {
            hint: t('word.file.hint', { megabytes: mostDocumentBytes / 1024 / 1024 }),
            accept: '.docx',
          }),
        }
      : null,
  }
}

const waitingNotice = (t: T, application: { id: string }): Notice => ({
  tone: 'welcome',
  icon: 'page-plus',
  heading: t('word.waiting'),
  text: [],
  link: { text: t('word.waiting.link'), href: addressOf(application, '/changes') },
})

export const whyNotImported = (t: T, problem: NotImported): string => t(`word.refused.${problem}`)

/** An import, with the current answers in the application, and possible personal details in the document. */
export interface ChangesShown extends Importing {
  now: ReadonlyMap<string, Answer>
  /** `where` is the id of an item */
  personalDetails: readonly PersonalDetailAt[]
}

/** The page that lists everything in the document that is not in the application yet. */
export function changesPage(t: T, it: ChangesShown, form: Form = emptyForm) {
  const { application, framework, read, now } = it
  const { contents } = read
  const left = contents.answers.filter(({ itemId, text }) => !sameText(text, textOf(now.get(itemId))))
  const placed = contents.comments.filter(({ itemId }) => itemId !== null)
  const others = contents.comments.filter(({ itemId }) => itemId === null)
  return {
    title: t('word.changes.title'),
    back: { text: t('word.title'), href: addressOf(application) },
    errors: errorSummary(form),
    heading: { text: t('word.changes.title'), caption: application.organisationName, size: 'l' as const },
    lead: t('word.changes.lead', { moment: dayAndTime(t, read.downloadedAt) }),
    notices: noticesOf(t, contents),
    unchanged: t('word.unchanged', { count: contents.unchanged + contents.answers.length - left.length }),
    problems: contents.notRead.map(({ code, reason }) => ({
      text: t(`word.not_read.${reason}`, { code }),
      link:
        reason === 'gone'
          ? null
          : { text: t('word.not_read.link', { code }), href: `/applications/${application.id}/criteria/${code}` },
    })),
    changes: left.flatMap(answer => {
      const item = itemById(framework, answer.itemId)
      return item ? [changeOf(t, it, { item, answer })] : []
    }),
    comments:
      placed.length === 0
        ? null
        : {
            error: { id: 'comments', error: errorOf(form, 'comments') },
            lines: placed.map(comment => commentLine(t, comment, itemById(framework, comment.itemId!))),
            form: {
              action: addressOf(application, '/comments'),
              text: t('word.comments.button', { count: placed.length }),
              kind: 'secondary' as const,
            },
          },
    others: others.map(comment => commentLine(t, comment, null)),
    end: endForm(t, application, left.length),
  }
}

const textOf = (answer: Answer | undefined): string => answer?.narrative ?? ''

const noticesOf = (t: T, { isOfEarlierCriteria, ...has }: ImportContents): string[] => [
  ...(isOfEarlierCriteria ? [t('word.notice.criteria')] : []),
  ...(has.hasChanges ? [t('word.notice.tracked')] : []),
  ...(has.hasTables ? [t('word.notice.tables')] : []),
  ...(has.hasPictures ? [t('word.notice.pictures')] : []),
  ...(has.hasNotes ? [t('word.notice.notes')] : []),
]

const titleOf = (t: T, { code, title }: Item): string => t('comments.about', { code, title })

function changeOf(t: T, it: ChangesShown, { item, answer }: { item: Item; answer: ReturnedAnswer }) {
  const current = it.now.get(item.id)
  const found = foundInWords(
    t,
    it.personalDetails.filter(({ where }) => where === item.id),
  )
  const isBoth = isChangedHere(current, answer)
  const address = addressOf(it.application, `/changes/${item.code}`)
  return {
    id: item.code,
    heading: titleOf(t, item),
    both: isBoth ? t('word.both') : null,
    changes: isBoth
      ? []
      : [{ name: t('word.differences'), stretches: wordDifferences(textOf(current), answer.text), note: null }],
    remark: found === null ? null : t('personal_data.remark', { found }),
    accept: isBoth ? null : acceptButton(t, it, { item, answer, current }),
    link: {
      text: t(isBoth ? 'word.compare' : 'word.edit'),
      href: address,
      hidden: titleOf(t, item),
    } satisfies Link,
  }
}

/** Whether someone has changed the answer in the application since the document was downloaded. */
const isChangedHere = (current: Answer | undefined, { read }: ReturnedAnswer): boolean =>
  !sameText(textOf(current), read)

const acceptButton = (
  t: T,
  { application }: ChangesShown,
  { item, answer, current }: { item: Item; answer: ReturnedAnswer; current: Answer | undefined },
): ButtonForm => ({
  action: addressOf(application, `/changes/${item.code}`),
  text: t('word.accept'),
  hidden: titleOf(t, item),
  fields: [
    { name: 'version', value: current?.version ?? 0 },
    { name: 'criteria', value: application.frameworkVersionId },
    { name: 'read', value: textOf(current) },
    { name: 'narrative', value: answer.text },
  ],
})

const commentLine = (t: T, { author, text }: { author: string; text: string }, item: Item | null) => ({
  about: item && titleOf(t, item),
  from: author === '' ? t('comments.from_word.unnamed') : t('comments.from_word', { name: author }),
  text: paragraphs(text),
})

/** The notice that says how many comments were added, and how many are left for later. */
export function commentsNotice(t: T, { added, later }: AcceptedComments): string {
  if (added === 0) return t('word.comments.known')
  const sentences = [t('word.comments.added', { count: added })]
  if (later > 0) sentences.push(t('word.comments.later', { count: later, most: maxAnHour, days: daysWordImportsKept }))
  return sentences.join(' ')
}

const endForm = (t: T, application: { id: string }, count: number): ButtonForm => ({
  action: addressOf(application, '/end'),
  text: count === 0 ? t('word.end') : t('word.end.rest', { count }),
  kind: 'secondary',
})

/** An answer in the document, with the current answer in the application. */
export interface Compared extends Importing {
  item: Item
  returned: ReturnedAnswer
  current: Answer | null
  personalDetails: readonly PersonalDetailAt[]
}

/**
 * The page to edit one changed answer. If the application's answer changed too, the page shows both and a merged text.
 * @param sent the form that was refused; its `isStale` says whether the answer changed after the page was opened
 */
export function comparePage(t: T, it: Compared, sent: { form: Form; isStale: boolean } | null = null) {
  const { application, item, returned, current } = it
  const now = current?.narrative ?? ''
  const yours = sent ? valueOf(sent.form, 'narrative') : returned.text
  const read = sent ? valueOf(sent.form, 'read') : returned.read
  const isBoth = sent ? sent.isStale : !sameText(now, returned.read)
  const merged = isBoth ? mergeTexts({ read, theirs: now, yours }) : { text: yours, isBoth: false }
  const kept = sent && !sent.isStale ? sent.form.values : {}
  const form: Form = {
    ...formOf({ version: String(current?.version ?? 0), criteria: application.frameworkVersionId, read: now, ...kept }),
    errors: sent?.form.errors ?? [],
  }
  const shown = { ...form, values: { ...form.values, narrative: merged.text } }
  const found = foundInWords(t, it.personalDetails)
  return {
    title: titleOf(t, item),
    back: { text: t('word.changes.title'), href: addressOf(application, '/changes') },
    errors: errorSummary(shown),
    heading: { text: titleOf(t, item), caption: t('word.changes.title'), size: 'l' as const },
    text: t(isBoth ? 'word.both.text' : 'word.edit.text'),
    versions: isBoth ? textVersions(t, { theirs: now, yours, writer: current?.writtenBy ?? null }) : null,
    changes: isBoth ? [] : [{ name: t('word.differences'), stretches: wordDifferences(now, yours), note: null }],
    remark: found === null ? null : t('personal_data.remark', { found }),
    action: addressOf(application, `/changes/${item.code}`),
    hidden: ['version', 'criteria', 'read'].map(name => hiddenField(shown, name)),
    narrative: textArea(shown, 'narrative', t(isBoth ? 'answers.conflict.merged' : 'word.edit.label'), {
      hint: isBoth ? t(merged.isBoth ? 'answers.conflict.merged.both' : 'answers.conflict.merged.hint') : null,
      rows: 12,
      most: maxCharactersOf(application.kind, item),
      size: 'm',
    }),
  }
}
