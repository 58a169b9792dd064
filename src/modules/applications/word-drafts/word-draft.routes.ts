import { runLookup } from '../../../db/lookups.ts'
import { dayOf } from '../../../domain/time.ts'
import { wordType } from '../../../files/word-form.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { pledgeIn } from '../pledges/pledge.store.ts'
import { signDraft } from './word-draft.forms.ts'
import { carriedBy, draftInWord } from './word-draft.pages.ts'
import { answersByItem, findWrittenInWord } from './word-draft.store.ts'

/** The routes to download a draft as a Word document, for every member of its library. */
export const wordDraftRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/draft.docx', 'answer.read', async (req, res, permission) => {
    const { t } = res.locals
    const found = await findWrittenInWord(parts.db, { actor: actorOf(res), permission, id: req.params.id })
    const pledge = await runLookup(parts.db, pledgeIn(parts.db, found.application.id))
    const draft = { ...found, answers: await answersByItem(parts.db, found), pledge, at: parts.clock.now() }
    const { wordForm } = await import('../../../files/word.ts') // loaded only here, so that the service starts faster
    const carried = signDraft(parts.config.sessionSecret, carriedBy(t, draft))
    const document = await wordForm(draftInWord(t, draft, carried))
    const name = t('word.file', { number: found.application.number, day: dayOf(draft.at) })
    res.set(downloadHeaders(wordType, name)).send(document)
  }),
]
