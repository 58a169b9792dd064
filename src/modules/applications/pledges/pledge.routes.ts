import { runLookup } from '../../../db/lookups.ts'
import { itemById } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { pledgeItem } from '../../../domain/pledge.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { recordPledge } from './pledge.actions.ts'
import { pledgeForm } from './pledge.forms.ts'
import { pledgePage, pledgeReadAgain, type PledgeSubject } from './pledge.pages.ts'
import { pledgeIn } from './pledge.store.ts'

const address = '/applications/:id/pledge'

/** The page where a library enters who signed its pledge, and when. */
export const pledgeRoutes = (parts: Parts): Route[] => [
  get(address, 'answer.write', async (req, res, permission) => {
    const subject = await findSubject({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    page(res, 'applications/pledges/edit', pledgePage(res.locals.t, subject, null))
  }),

  submitForm(parts, {
    path: address,
    permission: 'answer.write',
    load: findSubject,
    form: ({ t, today }) => pledgeForm(t, today),
    act: (work, subject, { data }) => recordPledge(work, subject, data),
    done: (t, { application, item: { code, title } }) => ({
      address: `/applications/${application.id}/criteria/${code}`,
      notice: t('answers.saved.named', { code, title }),
    }),
    redraw: ({ t }, subject, form) => show('applications/pledges/edit', pledgePage(t, subject, form)),
    redrawStale: ({ t }, subject, form) =>
      show('applications/pledges/edit', pledgePage(t, subject, pledgeReadAgain(t, subject, form), true)),
  }),
]

/**
 * @throws as `findApplication` does
 * @throws NotFound when the criteria do not ask for a pledge
 * @throws Forbidden when this person cannot write the item about the pledge now
 */
async function findSubject({
  db,
  actor,
  permission,
  params,
}: Pick<FormRequest, 'db' | 'actor'> & {
  permission: 'answer.write'
  params: { id: string }
}): Promise<PledgeSubject> {
  const application = await findApplication(db, actor, permission, params.id)
  const item = itemById(await frameworkVersion(db, application.frameworkVersionId), pledgeItem)
  if (!item?.askedIn.includes(application.kind)) throw new NotFound()
  if (!can(actor, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
  return { application, item, pledge: await runLookup(db, pledgeIn(db, application.id)) }
}
