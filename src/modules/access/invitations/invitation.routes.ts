import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { runLookup } from '../../../db/lookups.ts'
import { can, rolesOfInvitations, rolesToInvite } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flashWarning } from '../../../web/flash.ts'
import { valueOf } from '../../../web/form.ts'
import { placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { confirmPassword } from '../reauthentication/reauthentication.actions.ts'
import { inviteToCharity, resendToCharity, revokeInvitation, suspendedPerson } from './invitation.actions.ts'
import { invitationForm } from './invitation.forms.ts'
import {
  invitationsOnAPage,
  newInvitation,
  pageOfInvitations,
  type InvitationsShown,
  type PlaceInInvitations,
} from './invitation.pages.ts'
import { administratorsEverIn } from '../requests/request.store.ts'
import { charityInvitations, findInvitation, newestLinks, type Invitation } from './invitation.store.ts'

/** Invitations to roles at the charity. Those to a library's team are in `organisations/team`. */
export const invitationRoutes = (parts: Parts): Route[] => [
  get('/people/invitations/new', 'people.invite', async (req, res, permission) => {
    const [actor, now, { t }] = [actorOf(res), parts.clock.now(), res.locals]
    allow(actor, permission)
    const shown = { t, actor, now, isConfirmed: isConfirmed(res.locals.signIn, now) }
    page(
      res,
      'access/invitations/new',
      newInvitation(t, await invitationsShown(parts.db, shown, placeAfter(req, 'at', 'id'))),
    )
  }),

  submitForm(parts, {
    path: '/people/invitations/new',
    permission: 'people.invite',
    load: async ({ actor, permission }) => {
      allow(actor, permission)
      return { roles: rolesToInvite(actor), address: addressOf(actor) }
    },
    confirm: () => confirmPassword(parts),
    form: ({ t }, { roles }) => invitationForm(t, roles),
    act: (work, _about, { data }) => inviteToCharity(work, data),
    done: (t, { address }, { data }) => ({ address, notice: t('people.invite.done', { name: data.name }) }),
    redraw: async ({ db, t, actor, at: now, isConfirmed }, _about, form) =>
      show(
        'access/invitations/new',
        newInvitation(
          t,
          {
            ...(await invitationsShown(db, { t, actor, now, isConfirmed })),
            suspended: await suspendedPerson(db, actor, valueOf(form, 'email')),
          },
          form,
        ),
      ),
  }),

  submitForm(parts, {
    path: '/people/invitations/:id/resending',
    permission: 'invitation.manage',
    load: ({ db, actor, permission, params }) => invitationFor(db, actor, permission, params),
    act: (work, { invitation }) => resendToCharity(work, invitation),
    done: (t, { invitation: { name }, address }, { result: suspended }) =>
      suspended
        ? { address: `/people/${suspended.id}`, notice: null }
        : { address, notice: t('people.invitations.resent', { name }) },
    after: async (suspended, { t }, res) => {
      if (suspended) flashWarning(res, t('people.invitations.suspended'))
    },
  }),

  submitForm(parts, {
    path: '/people/invitations/:id/revocation',
    permission: 'invitation.manage',
    load: ({ db, actor, permission, params }) => invitationFor(db, actor, permission, params),
    act: (work, { invitation }) => revokeInvitation(work, invitation),
    done: (t, { invitation: { name }, address }) => ({ address, notice: t('people.invitations.revoked', { name }) }),
  }),
]

/** The page with the open invitations: for administrators the list of people, for coordinators the form to invite. */
const addressOf = (actor: Actor): string => (can(actor, 'people.manage') ? '/people' : '/people/invitations/new')

async function invitationsShown(
  db: Db | Tx,
  { t, actor, now, isConfirmed }: { t: T; actor: Actor; now: Instant; isConfirmed: boolean },
  after: PlaceInInvitations | null = null,
): Promise<InvitationsShown> {
  const roles = rolesToInvite(actor)
  const isAdministrator = can(actor, 'people.manage')
  const wanted = { roles: rolesOfInvitations(actor), after, limit: invitationsOnAPage + 1 }
  const found = isAdministrator ? [] : await runLookup(db, charityInvitations(db, wanted))
  const open = pageOfInvitations(found, { address: addressOf(actor), after })
  return {
    roles,
    list: isAdministrator ? { text: t('people.title'), href: '/people' } : null,
    isConfirmed,
    isOnlyAdministrator: isAdministrator && (await administratorsEverIn(db)) <= 1,
    open: { ...open, links: await newestLinks(db, open.invitations, now) },
  }
}

/** @throws NotFound when the charity has no such invitation, or the actor cannot invite people to its role */
async function invitationFor(
  db: Db | Tx,
  actor: Actor,
  permission: 'invitation.manage',
  { id }: { id: string },
): Promise<{ invitation: Invitation; address: string }> {
  const invitation = await findInvitation(db, null, id)
  if (!can(actor, permission, invitation)) throw new NotFound()
  return { invitation, address: addressOf(actor) }
}
