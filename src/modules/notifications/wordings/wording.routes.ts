import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { WordingName } from '../../../domain/wording.ts'
import { latestWordings, wordingInUse, wordingVersions } from '../../../email/wording.store.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { resetWording, saveWording } from './wording.actions.ts'
import { resetForm, wordingForm } from './wording.forms.ts'
import { addressOfWording, wordingAt, wordingList, wordingPage, type WordingEdited } from './wording.pages.ts'
import { previewCases, previewOn } from './wording.store.ts'

export const wordingRoutes = ({ db, ...parts }: Parts): Route[] => [
  get('/letters', 'wordings.manage', async (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'notifications/wordings/list', wordingList(res.locals.t, await latestWordings(db, res.locals.t)))
  }),

  get('/letters/:name', 'wordings.manage', async (req, res, permission) => {
    const { t } = res.locals
    const actor = actorOf(res)
    allow(actor, permission)
    const name = nameIn(req.params)
    const asked = queryText(req, 'case')
    const it = await wordingEdited({ db, t, actor, at: parts.clock.now() }, name, asked === '' ? null : asked)
    page(res, 'notifications/wordings/edit', wordingPage(t, it))
  }),

  submitForm(
    { db, ...parts },
    {
      path: '/letters/:name',
      permission: 'wordings.manage',
      load: async ({ actor, permission, params, t }) => {
        allow(actor, permission)
        return { name: nameIn(params), t }
      },
      form: ({ t }, { name }) => wordingForm(t, name),
      act: (work, about, { data }) => saveWording(work, about, data),
      done: (t, { name }, { result: isNew }) => ({
        address: addressOfWording(name),
        notice: t(isNew ? 'wordings.saved' : 'wordings.unchanged'),
      }),
      redraw: async (asking, { name }, form) =>
        show('notifications/wordings/edit', wordingPage(asking.t, await wordingEdited(asking, name, null), form)),
      redrawStale: async (asking, { name }, form) =>
        show('notifications/wordings/edit', wordingPage(asking.t, await wordingEdited(asking, name, null), form, true)),
    },
  ),

  submitForm(
    { db, ...parts },
    {
      path: '/letters/:name/ours',
      permission: 'wordings.manage',
      load: async ({ actor, permission, params, t }) => {
        allow(actor, permission)
        return { name: nameIn(params), t }
      },
      form: () => resetForm,
      act: (work, about, { data }) => resetWording(work, about, data.version),
      done: (t, { name }) => ({ address: addressOfWording(name), notice: t('wordings.reset.done') }),
    },
  ),
]

function nameIn({ name }: { name: string }): WordingName {
  const found = wordingAt(name)
  if (!found) throw new NotFound()
  return found
}

/**
 * @param caseId the case for the preview; null for none
 * @throws NotFound for a case that the person cannot preview
 */
async function wordingEdited(
  { db, t, actor, at }: { db: Db | Tx; t: T; actor: Actor; at: Instant },
  name: WordingName,
  caseId: string | null,
): Promise<WordingEdited> {
  const inUse = await wordingInUse(db, t, name)
  const shown = caseId === null ? null : await previewOn(db, { actor, t }, caseId, { name, wording: inUse, at })
  if (caseId !== null && shown === null) throw new NotFound()
  return {
    name,
    inUse,
    versions: await wordingVersions(db, t, name),
    cases: await previewCases(db, actor, name),
    preview: caseId === null || shown === null ? null : { caseId, shown },
  }
}
