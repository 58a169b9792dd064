import type { Area } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { removeArea, saveArea } from '../drafts/draft.actions.ts'
import { areaForm } from '../drafts/draft.forms.ts'
import { draftIn, versionIn, type VersionRecord } from '../drafts/draft.store.ts'
import { areaPage, formOfArea } from './area.pages.ts'

/** The areas of a draft, such as Learn, Embed and Share. */
export const areaRoutes = (parts: Parts): Route[] => [
  get('/frameworks/:id/areas/new', 'frameworks.edit', async (req, res, permission) => {
    const draft = await draftIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, 'frameworks/areas/area', areaPage(res.locals.t, { draft, area: null }, formOfArea(null)))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/areas/new',
    permission: 'frameworks.edit',
    load: async asking => ({ draft: await versionIn(asking), area: null }),
    form: ({ t }) => areaForm(t),
    act: (work, subject, { data }) => saveArea(work, subject, data),
    done: (t, { draft }, { data }) => ({
      address: `/frameworks/${draft.id}`,
      notice: t('frameworks.area.saved', { title: data.title }),
    }),
    redraw: ({ t }, subject, form) => show('frameworks/areas/area', areaPage(t, subject, form)),
  }),

  get('/frameworks/:id/areas/:area', 'frameworks.edit', async (req, res, permission) => {
    const asked = { db: parts.db, actor: actorOf(res), permission, params: req.params }
    await draftIn(asked)
    const subject = await areaIn(asked)
    page(res, 'frameworks/areas/area', areaPage(res.locals.t, subject, formOfArea(subject.area)))
  }),

  submitForm(parts, {
    path: '/frameworks/:id/areas/:area',
    permission: 'frameworks.edit',
    load: areaIn,
    form: ({ t }) => areaForm(t),
    act: (work, subject, { data }) => saveArea(work, subject, data),
    done: (t, { draft }, { data }) => ({
      address: `/frameworks/${draft.id}`,
      notice: t('frameworks.area.saved', { title: data.title }),
    }),
    redraw: ({ t }, subject, form) => show('frameworks/areas/area', areaPage(t, subject, form)),
    redrawStale: ({ t }, subject, form) => show('frameworks/areas/area', areaPage(t, subject, form, 'stale')),
  }),

  submitForm(parts, {
    path: '/frameworks/:id/areas/:area/removal',
    permission: 'frameworks.edit',
    load: areaIn,
    act: (work, subject) => removeArea(work, subject),
    done: (t, { draft, area }) => ({
      address: `/frameworks/${draft.id}`,
      notice: t('frameworks.area.removed', { title: area.title }),
    }),
    redraw: ({ t }, subject, { errors }) =>
      show('frameworks/areas/area', areaPage(t, subject, { ...formOfArea(subject.area), errors })),
  }),
]

async function areaIn(
  asked: Pick<FormRequest, 'db' | 'actor'> & { permission: 'frameworks.edit'; params: { id: string; area: string } },
): Promise<{ draft: VersionRecord; area: Area }> {
  const draft = await versionIn(asked)
  const area = draft.document.areas.find(({ id }) => id === asked.params.area)
  if (!area) throw new NotFound()
  return { draft, area }
}
