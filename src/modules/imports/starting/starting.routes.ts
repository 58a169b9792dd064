import type { Db, Tx } from '../../../db/connection.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { organisationsWithoutEmails, startEmails } from '../../organisations/organisations.public.ts'
import { startingForm } from './starting.forms.ts'
import { startingPage } from './starting.pages.ts'

const linesOnAPage = 50

/** Switches on emails for imported organisations (docs/decisions/0029). */
export const startingRoutes = (parts: Parts): Route[] => [
  get('/imports/emails', 'imports.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const { lines, next } = await linesAfter(parts.db, req.query)
    page(res, 'imports/starting/list', startingPage(res.locals.t, lines, next))
  }),

  submitForm(parts, {
    path: '/imports/emails',
    permission: 'imports.manage',
    load: async ({ actor, permission }) => allow(actor, permission),
    // Accepts any id. When the form is sent twice, its organisations are no longer in the list the second time.
    form: async ({ t }, _about, { organisation = [] }) => startingForm(t, [organisation].flat()),
    act: (work, _about, { data }) => startEmails(work, data.organisation.slice(0, linesOnAPage)),
    done: (t, _about, { result: count }) => ({
      address: '/imports/emails',
      notice: t('imports.starting.done', { count }),
    }),
    redraw: async ({ db, t, query }, _about, form) => {
      const { lines, next } = await linesAfter(db, query)
      return show('imports/starting/list', startingPage(t, lines, next, form))
    },
  }),
]

async function linesAfter(db: Db | Tx, query: FormRequest['query']) {
  const found = await organisationsWithoutEmails(db, placeAfter({ query }, 'nameKey', 'id'), linesOnAPage + 1)
  return pageOf(found, linesOnAPage, '/imports/emails', ({ nameKey, id }) => ({ nameKey, id }))
}
