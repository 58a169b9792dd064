import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { autosavedForm } from '../../../web/autosave.ts'
import { typingIn, type Entered } from '../../../web/autosaved-page.ts'
import type { Route } from '../../../web/routes.ts'
import { show, type FormRequest, type TemplateView } from '../../../web/submit-form.ts'
import { findApplication } from '../../access/access.public.ts'
import { saveLightRenewal } from './light-renewal.actions.ts'
import { versionOf } from './light-form.pages.ts'
import { keptFields, lightRenewalForm } from './light-renewal.forms.ts'
import { lightPage } from './light-renewal.pages.ts'
import { lightRenewalOf, type LightRenewal } from './light-renewal.store.ts'

export const lightRenewalRoutes = (parts: Parts): Route[] =>
  autosavedForm(
    parts,
    {
      path: '/applications/:id',
      permission: 'answer.write',
      load: lightRenewalToWrite,
      form: ({ t }, light) => lightRenewalForm(t, light),
      act: (work, light, { data }) => saveLightRenewal(work, light, data),
      done: (t, light, { data }) =>
        data.then === 'check'
          ? { address: `${addressOf(light)}/submission` }
          : { address: addressOf(light), notice: t('renewal.light.saved') },
      redraw: (asking, light, form) => pageToWrite(asking, light, { form, isStale: false }),
      redrawStale: (asking, light, form) => pageToWrite(asking, light, { form, isStale: true }),
    },
    {
      fields: keptFields,
      address: addressOf,
      record: async (_db, { t }, light) => ({ version: versionOf(t, light), editing: '' }),
      discard: { permission: 'answer.read', load: asking => lightRenewalIn({ ...asking, permission: 'answer.read' }) },
    },
  )

const addressOf = ({ application }: LightRenewal): string => `/applications/${application.id}`

async function pageToWrite(
  { db, actor, t, today }: Pick<FormRequest, 'db' | 'actor' | 't' | 'today'>,
  light: LightRenewal,
  entered: Entered,
): Promise<TemplateView> {
  const typing = await typingIn(db, { actor, today }, addressOf(light))
  return show('applications/light-renewals/edit', lightPage(t, actor, light, { typing, entered }))
}

type Asking<Asked extends 'answer.read' | 'answer.write'> = Pick<FormRequest, 'db' | 'actor' | 'at'> & {
  permission: Asked
  params: { id: string }
}

async function lightRenewalToWrite(asking: Asking<'answer.write'>): Promise<LightRenewal> {
  const light = await lightRenewalIn(asking)
  if (light.application.status === 'more evidence asked') throw new NotFound()
  return light
}

async function lightRenewalIn({
  db,
  actor,
  permission,
  params,
  at,
}: Asking<'answer.read' | 'answer.write'>): Promise<LightRenewal> {
  const application = await findApplication(db, actor, permission, params.id)
  if (application.kind !== 'renewal') throw new NotFound()
  return lightRenewalOf(db, actor, application, at)
}
