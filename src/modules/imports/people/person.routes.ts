import type { Db, Tx } from '../../../db/connection.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import type { Form } from '../../../web/form.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { confirmPassword } from '../../access/access.public.ts'
import { invitePrepared, removePrepared } from './person.actions.ts'
import { peopleForm } from './person.forms.ts'
import { peoplePage } from './person.pages.ts'
import { uninvitedPeople } from './prepared-person.store.ts'

const peopleOnAPage = 50

/** Lists the people from imports who have not been invited, previews the email, and invites or removes some of them. */
export const personRoutes = (parts: Parts): Route[] => [
  get('/imports/people', 'imports.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const shown = await peopleAfter(parts.db, req.query)
    const confirmed = isConfirmed(res.locals.signIn, parts.clock.now())
    page(res, 'imports/people/list', peoplePage(res.locals.t, { ...shown, isConfirmed: confirmed }))
  }),

  submitForm(parts, {
    path: '/imports/people',
    permission: 'imports.manage',
    load: async ({ actor, permission }) => allow(actor, permission),
    confirm: () => confirmPassword(parts),
    form: ({ t }) => peopleForm(t),
    act: (work, _about, { data }) => invitePrepared(work, data.person),
    done: (t, _about, { result: count }) => ({
      address: '/imports/people',
      notice: t('imports.people.done', { count }),
    }),
    redraw: drawPeople,
  }),

  submitForm(parts, {
    path: '/imports/people/removal',
    permission: 'imports.manage',
    load: async ({ actor, permission }) => allow(actor, permission),
    form: ({ t }) => peopleForm(t),
    act: (work, _about, { data }) => removePrepared(work, data.person),
    done: (t, _about, { result: count }) => ({
      address: '/imports/people',
      notice: t('imports.people.removed', { count }),
    }),
    redraw: drawPeople,
  }),
]

async function drawPeople(
  { db, t, query, isConfirmed: confirmed }: Pick<FormRequest, 'db' | 't' | 'query' | 'isConfirmed'>,
  _about: unknown,
  form: Form,
) {
  return show('imports/people/list', peoplePage(t, { ...(await peopleAfter(db, query)), isConfirmed: confirmed }, form))
}

async function peopleAfter(db: Db | Tx, query: FormRequest['query']) {
  const after = placeAfter({ query }, 'nameKey', 'id')
  const found = await uninvitedPeople(db, after, peopleOnAPage + 1)
  const { lines, next } = pageOf(found, peopleOnAPage, '/imports/people', ({ nameKey, id }) => ({ nameKey, id }))
  return { people: lines, next, after }
}
