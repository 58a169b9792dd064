import type { Parts } from '../../../parts.ts'
import { withError } from '../../../web/parse-form.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { personalDetailsInText } from '../../evidence/evidence.public.ts'
import { answerTo } from '../answers/answer.store.ts'
import { answersByItem, findWrittenInWord } from '../word-drafts/word-draft.store.ts'
import {
  acceptAnswer,
  acceptComments,
  countDocument,
  endImport,
  findImporting,
  findReturned,
  isSame,
  keepImport,
  mostDocumentBytes,
  readDocument,
  type Importing,
} from './word-import.actions.ts'
import { acceptForm, uploadForm } from './word-import.forms.ts'
import {
  changesPage,
  commentsNotice,
  comparePage,
  startPage,
  whyNotImported,
  type ChangesShown,
  type Compared,
} from './word-import.pages.ts'
import { hasImport, type WordImport } from './word-import.store.ts'

const start = '/applications/:id/word'
const changes = '/applications/:id/word/changes'

/** The pages for writing an application in Word: the download, and the import of the changed document. */
export const wordImportRoutes = (parts: Parts): Route[] => [
  get(start, 'answer.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const it = await findWrittenInWord(parts.db, { actor, permission, id: req.params.id })
    const isImporting = await hasImport(parts.db, { application: it.application, person: actor })
    page(res, 'applications/word-imports/start', startPage(res.locals.t, actor, { ...it, hasImport: isImporting }))
  }),

  submitForm(parts, {
    path: start,
    permission: 'answer.write',
    load: ({ db, actor, permission, params }) => findWrittenInWord(db, { actor, permission, id: params.id }),
    files: { name: 'file', most: 1, limit: mostDocumentBytes, only: ['DOCX'] },
    form: ({ t }) => uploadForm(t),
    check: {
      // The document is read before the transaction starts. The action gets its contents.
      ask: async ({ t, actor }, it, { received }) => {
        await parts.write(actor, countDocument)
        const read = await readDocument(parts, { t, actor }, it, received)
        if (typeof read === 'object') return { answer: read }
        return { form: withError(received.body, { field: 'file', message: whyNotImported(t, read) }), question: null }
      },
      again: () => null,
    },
    act: async (work, it, { answer }) => {
      const read = answer as WordImport
      await keepImport(work, it, read)
      return isSame(read.contents)
    },
    done: (t, { application }, { result }) => ({
      address: `/applications/${application.id}/word${result ? '' : '/changes'}`,
      notice: result ? t('word.same') : null,
    }),
    redraw: async ({ db, t, actor }, it, form) => {
      const isImporting = await hasImport(db, { application: it.application, person: actor })
      return show('applications/word-imports/start', startPage(t, actor, { ...it, hasImport: isImporting }, form))
    },
  }),

  get(changes, 'answer.write', async (req, res, permission) => {
    const actor = actorOf(res)
    const it = await findImporting(parts.db, { actor, permission, id: req.params.id })
    const shown = await changesShown({ db: parts.db, actor }, it)
    page(res, 'applications/word-imports/changes', changesPage(res.locals.t, shown))
  }),

  get(`${changes}/:code`, 'answer.write', async (req, res, permission) => {
    const actor = actorOf(res)
    const it = await findReturned(parts.db, { actor, permission, ...req.params })
    const compared = await comparedOf({ db: parts.db, actor }, it, it.returned.text)
    page(res, 'applications/word-imports/compare', comparePage(res.locals.t, compared))
  }),

  submitForm(parts, {
    path: `${changes}/:code`,
    permission: 'answer.write',
    load: ({ db, actor, permission, params }) => findReturned(db, { actor, permission, ...params }),
    form: ({ t }, { application, item }) => acceptForm(t, application.kind, item),
    act: (work, it, { data }) => acceptAnswer(work, it, data),
    done: (t, { application, item: { code, title } }, { result: isLeft }) => ({
      address: `/applications/${application.id}${isLeft ? '/word/changes' : ''}`,
      notice: t('answers.saved.named', { code, title }),
    }),
    redraw: (asking, it, form) => drawn(asking, it, { form, isStale: false }),
    redrawStale: (asking, it, form) => drawn(asking, it, { form, isStale: true }),
  }),

  submitForm(parts, {
    path: '/applications/:id/word/comments',
    permission: 'answer.write',
    load: ({ db, actor, permission, params }) => findImporting(db, { actor, permission, id: params.id }),
    act: (work, it) => acceptComments(work, it),
    done: (t, { application }, { result }) => ({
      address: `/applications/${application.id}${result.isLeft ? '/word/changes' : '/comments'}`,
      notice: commentsNotice(t, result),
    }),
    redraw: async (asking, it, form) =>
      show('applications/word-imports/changes', changesPage(asking.t, await changesShown(asking, it), form)),
  }),

  submitForm(parts, {
    path: '/applications/:id/word/end',
    permission: 'answer.write',
    load: ({ db, actor, permission, params }) => findImporting(db, { actor, permission, id: params.id }),
    act: endImport,
    done: (t, { application }) => ({ address: `/applications/${application.id}`, notice: t('word.ended') }),
  }),
]

type Reading = Pick<FormRequest, 'db' | 'actor'>

async function changesShown({ db, actor }: Reading, it: Importing): Promise<ChangesShown> {
  const texts = it.read.contents.answers.map(({ itemId, text }) => ({ where: itemId, text }))
  return {
    ...it,
    now: await answersByItem(db, it),
    personalDetails: await personalDetailsInText(db, actor, organisationOf(it), texts),
  }
}

const organisationOf = ({ application }: Importing) => ({
  id: application.organisationId,
  name: application.organisationName,
})

async function comparedOf(
  { db, actor }: Reading,
  it: Awaited<ReturnType<typeof findReturned>>,
  text: string,
): Promise<Compared> {
  return {
    ...it,
    current: await answerTo(db, it.application, it.item.id),
    personalDetails: await personalDetailsInText(db, actor, organisationOf(it), [{ where: it.item.id, text }]),
  }
}

async function drawn(
  asking: FormRequest,
  it: Awaited<ReturnType<typeof findReturned>>,
  sent: { form: Form; isStale: boolean },
) {
  const compared = await comparedOf(asking, it, valueOf(sent.form, 'narrative'))
  return show('applications/word-imports/compare', comparePage(asking.t, compared, sent))
}
