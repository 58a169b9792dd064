import type { Parts } from '../../../parts.ts'
import { formOf } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { teamOf } from '../team/team.store.ts'
import { confirmReaders } from './readers.actions.ts'
import { readersForm } from './readers.forms.ts'
import { readersPage } from './readers.pages.ts'

/** The page on which people confirm who can read an organisation's evidence. */
export const readersRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/readers', 'evidence.add', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const shown = { organisation, team: await teamOf(parts.db, organisation), actor: actorOf(res) }
    const form = formOf({ next: queryText(req, 'next', 500) })
    page(res, 'organisations/readers/show', readersPage(res.locals.t, shown, form))
  }),

  submitForm(parts, {
    path: '/organisations/:id/readers',
    permission: 'readers.confirm',
    load: ({ db, actor, permission, params }) => findOrganisation(db, actor, permission, params.id),
    form: () => readersForm,
    act: (work, organisation, { data }) => confirmReaders(work, organisation, data.seen),
    done: (t, { id }, { data: { next } }) => ({
      address: next || `/organisations/${id}/evidence`,
      notice: t('readers.done'),
    }),
    redraw: async ({ db, t, actor }, organisation, form) =>
      show(
        'organisations/readers/show',
        readersPage(t, { organisation, team: await teamOf(db, organisation), actor }, form),
      ),
  }),
]
