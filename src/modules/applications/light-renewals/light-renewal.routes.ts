import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { parseForm } from '../../../web/parse-form.ts'
import type { Route } from '../../../web/routes.ts'
import { show, submitForm, type Asking } from '../../../web/submit-form.ts'
import { findApplication } from '../../access/access.public.ts'
import { conflictsIn, saveLightRenewal } from './light-renewal.actions.ts'
import { lightRenewalForm } from './light-renewal.forms.ts'
import { formReadAgain, lightPage } from './light-renewal.pages.ts'
import { lightRenewalOf, type LightRenewal } from './light-renewal.store.ts'

export const lightRenewalRoutes = (parts: Parts): Route[] => [
  submitForm(parts, {
    path: '/applications/:id',
    permission: 'answer.write',
    load: lightRenewalToWrite,
    form: ({ t }, light) => lightRenewalForm(t, light),
    act: (work, light, { data }) => saveLightRenewal(work, light, data),
    done: (t, { application }, { data }) =>
      data.then === 'check'
        ? { address: `/applications/${application.id}/submission` }
        : { address: `/applications/${application.id}`, notice: t('renewal.light.saved') },
    redraw: ({ t, actor }, light, form) =>
      show('applications/light-renewals/edit', lightPage(t, actor, light, { form })),
    redrawStale: ({ t, actor }, light, form) => {
      const { data } = parseForm(lightRenewalForm(t, light), form.values)
      const conflicts = data ? conflictsIn(light, data) : []
      const drawn = { form: formReadAgain(t, form, light), conflicts }
      return show('applications/light-renewals/edit', lightPage(t, actor, light, drawn))
    },
  }),
]

async function lightRenewalToWrite({
  db,
  actor,
  permission,
  params,
  at,
}: Pick<Asking, 'db' | 'actor' | 'at'> & {
  permission: 'answer.write'
  params: { id: string }
}): Promise<LightRenewal> {
  const application = await findApplication(db, actor, permission, params.id)
  if (application.kind !== 'renewal' || application.status === 'more evidence asked') throw new NotFound()
  return lightRenewalOf(db, actor, application, at)
}
