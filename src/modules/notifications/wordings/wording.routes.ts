import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Wording, WordingName } from '../../../domain/wording.ts'
import { latestWordings, wordingInUse, wordingVersions } from '../../../email/wording.store.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { formOf } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { resetWording, saveWording } from './wording.actions.ts'
import { resetForm, wordingForm } from './wording.forms.ts'
import {
  addressOfWording,
  wordingAt,
  wordingList,
  wordingPage,
  type CasePreviewed,
  type WordingEdited,
} from './wording.pages.ts'
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
    page(res, 'notifications/wordings/edit', wordingPage(t, await wordingEdited({ db, t, actor }, name)))
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
      form: async ({ db, actor, t }, { name }) => {
        const cases = await previewCases(db, actor, name)
        return wordingForm(
          t,
          name,
          cases.map(({ id }) => id),
        )
      },
      check: {
        ask: async ({ db, actor, t, at }, { name }, { data, received }) => {
          if (data.then !== 'preview') return { answer: null }
          if (data.case === null) throw new NotFound()
          const question = await previewed({ db, actor, t, at }, name, { caseId: data.case, wording: data })
          return { form: formOf(valuesIn(received.body)), question }
        },
        again: () => null,
      },
      act: (work, about, { data }) => saveWording(work, about, data),
      done: (t, { name }, { result: isNew }) => ({
        address: addressOfWording(name),
        notice: t(isNew ? 'wordings.saved' : 'wordings.unchanged'),
      }),
      redraw: async (asking, { name }, form, preview: CasePreviewed | null) =>
        show(
          'notifications/wordings/edit',
          wordingPage(asking.t, await wordingEdited(asking, name), { form, preview }),
        ),
      redrawStale: async (asking, { name }, form) =>
        show(
          'notifications/wordings/edit',
          wordingPage(asking.t, await wordingEdited(asking, name), { form, isStale: true }),
        ),
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

const wordingEdited = async (
  { db, t, actor }: { db: Db | Tx; t: T; actor: Actor },
  name: WordingName,
): Promise<WordingEdited> => ({
  name,
  inUse: await wordingInUse(db, t, name),
  versions: await wordingVersions(db, t, name),
  cases: await previewCases(db, actor, name),
})

/**
 * @param asked.wording the text as typed, which need not be saved
 * @throws NotFound for a case that the person cannot preview
 */
async function previewed(
  { db, t, actor, at }: { db: Db | Tx; t: T; actor: Actor; at: Instant },
  name: WordingName,
  { caseId, wording }: { caseId: string; wording: Wording },
): Promise<CasePreviewed> {
  const shown = await previewOn(db, { actor, t }, caseId, { name, wording, at })
  if (shown === null) throw new NotFound()
  return { caseId, shown }
}
