import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { invite, resendInvitation, revokeInvitation } from './invitation.actions.ts'
import { invitationForm } from './invitation.forms.ts'
import { newInvitation } from './invitation.pages.ts'
import { findInvitation, type Invitation } from './invitation.store.ts'

/** Invitations to roles at the charity. Those to a library's team are in `organisations/team`. */
export const invitationRoutes = (parts: Parts): Route[] => [
  get('/people/invitations/new', 'people.manage', (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'access/invitations/new', newInvitation(res.locals.t))
  }),

  submitForm(parts, {
    path: '/people/invitations/new',
    permission: 'people.manage',
    load: async ({ actor, permission }) => allow(actor, permission),
    form: ({ t }) => invitationForm(t),
    act: (work, _about, { data }) => invite(work, data),
    done: (t, _about, { data }) => ({ address: '/people', notice: t('people.invite.done', { name: data.name }) }),
    redraw: ({ t }, _about, form) => show('access/invitations/new', newInvitation(t, form)),
  }),

  submitForm(parts, {
    path: '/people/invitations/:id/resending',
    permission: 'people.manage',
    load: ({ db, actor, permission, params }) => invitationFor(db, actor, permission, params),
    act: (work, invitation) => resendInvitation(work, invitation),
    done: (t, { name }) => ({ address: '/people', notice: t('people.invitations.resent', { name }) }),
  }),

  submitForm(parts, {
    path: '/people/invitations/:id/revocation',
    permission: 'people.manage',
    load: ({ db, actor, permission, params }) => invitationFor(db, actor, permission, params),
    act: (work, invitation) => revokeInvitation(work, invitation),
    done: (t, { name }) => ({ address: '/people', notice: t('people.invitations.revoked', { name }) }),
  }),
]

/** @throws NotFound, also for an invitation to a library's team */
async function invitationFor(
  db: Db | Tx,
  actor: Actor,
  permission: 'people.manage',
  { id }: { id: string },
): Promise<Invitation> {
  allow(actor, permission)
  return findInvitation(db, null, id)
}
