import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import type { Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import { placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm, type FormRequest, type TemplateView } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import {
  confirmPassword,
  findInvitation,
  invitationsOnAPage,
  newestLinks,
  pageOfInvitations,
  requestsWaitingIn,
  resendInvitation,
  revokeInvitation,
  teamInvitations,
  type Invitation,
  type OpenInvitations,
  type PlaceInInvitations,
  type RequestWaitingIn,
} from '../../access/access.public.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { endTeamMembership, inviteToTeam } from './team.actions.ts'
import { teamForm } from './team.forms.ts'
import { endingPage, teamPage, type MayOnTeam } from './team.pages.ts'
import { findTeamMember, teamIn, writersIn, type TeamMember } from './team.store.ts'

export const teamRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/team', 'team.read', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const may = permissionsOf(actorOf(res), organisation, isConfirmed(res.locals.signIn, parts.clock.now()))
    const wanted = { organisation, after: placeAfter(req, 'at', 'id') }
    const team = await teamWithInvitations(parts.db, wanted, parts.clock.now())
    page(res, 'organisations/team/show', teamPage(res.locals.t, { organisation, ...team, may }))
  }),

  submitForm(parts, {
    path: '/organisations/:id/team',
    permission: 'team.manage',
    load: ({ db, actor, permission, params }) => findOrganisation(db, actor, permission, params.id),
    confirm: ({ actor }, organisation) => (isLead(actor, organisation) ? null : confirmPassword(parts)),
    form: ({ t }) => teamForm(t),
    act: (work, organisation, { data }) => inviteToTeam(work, organisation, data),
    done: (t, organisation, { data }) => ({
      address: teamAddress(organisation),
      notice: t('team.invite.done', { name: data.name }),
    }),
    redraw: (asking, organisation, form) => drawTeam(asking, organisation, form),
  }),

  get('/organisations/:id/team/:membershipId/ending', 'team.manage', async (req, res, permission) => {
    const actor = actorOf(res)
    const { organisation, member } = await memberFor(parts.db, actor, permission, req.params)
    const isOwn = member.personId === actor.id
    const isTheirs = ({ email }: { email: string }) => addressKey(email) === addressKey(member.email)
    const { members, invitations, waiting } = await runLookups(parts.db, {
      members: teamIn(parts.db, organisation.id),
      invitations: teamInvitations(parts.db, organisation.id, { after: null, limit: null }),
      waiting: requestsWaitingIn(parts.db, organisation.id),
    })
    const ending = {
      member,
      isOwn,
      endsWriting: endsWriting(member, members),
      invitations: invitations.filter(isTheirs),
      waiting: waiting.filter(isTheirs),
    }
    page(res, 'organisations/team/ending', endingPage(res.locals.t, organisation, ending))
  }),

  submitForm(parts, {
    path: '/organisations/:id/team/:membershipId/ending',
    permission: 'team.manage',
    load: ({ db, actor, permission, params }) => memberFor(db, actor, permission, params),
    act: async (work, { organisation, member }) => {
      await endTeamMembership(work, organisation, member)
      return { isOwn: member.personId === work.actor.id }
    },
    done: (t, { organisation, member }, { result: { isOwn } }) => ({
      address: isOwn ? '/home' : teamAddress(organisation),
      notice: isOwn ? t('team.ended.own', { organisation: organisation.name }) : t('team.ended', { name: member.name }),
    }),
    redraw: (asking, { organisation }, form) => drawTeam(asking, organisation, form),
  }),

  submitForm(parts, {
    path: '/organisations/:id/team/invitations/:invitationId/resending',
    permission: 'team.manage',
    load: ({ db, actor, permission, params }) => invitationFor(db, actor, permission, params),
    act: (work, { invitation }) => resendInvitation(work, invitation),
    done: (t, { organisation, invitation }) => ({
      address: teamAddress(organisation),
      notice: t('team.resent', { name: invitation.name }),
    }),
  }),

  submitForm(parts, {
    path: '/organisations/:id/team/invitations/:invitationId/revocation',
    permission: 'team.manage',
    load: ({ db, actor, permission, params }) => invitationFor(db, actor, permission, params),
    act: (work, { invitation }) => revokeInvitation(work, invitation),
    done: (t, { organisation, invitation }) => ({
      address: teamAddress(organisation),
      notice: t('team.revoked', { name: invitation.name }),
    }),
  }),
]

const teamAddress = ({ id }: Organisation): string => `/organisations/${id}/team`

async function teamWithInvitations(
  db: Db | Tx,
  { organisation, after }: { organisation: Organisation; after: PlaceInInvitations | null },
  now: Instant,
): Promise<{ members: TeamMember[]; open: OpenInvitations; waiting: RequestWaitingIn[] }> {
  const { members, found, waiting } = await runLookups(db, {
    members: teamIn(db, organisation.id),
    found: teamInvitations(db, organisation.id, { after, limit: invitationsOnAPage + 1 }),
    waiting: requestsWaitingIn(db, organisation.id),
  })
  const open = pageOfInvitations(found, { address: teamAddress(organisation), after })
  return { members, open: { ...open, links: await newestLinks(db, open.invitations, now) }, waiting }
}

async function drawTeam(
  { db, t, actor, at, isConfirmed }: Pick<FormRequest, 'db' | 't' | 'actor' | 'at' | 'isConfirmed'>,
  organisation: Organisation,
  form: Form,
): Promise<TemplateView> {
  const may = permissionsOf(actor, organisation, isConfirmed)
  const team = await teamWithInvitations(db, { organisation, after: null }, at)
  return show('organisations/team/show', teamPage(t, { organisation, ...team, may, form }))
}

/** Whether the person can write now, but not after losing this role. */
function endsWriting({ membershipId, personId }: TeamMember, team: readonly TeamMember[]): boolean {
  const isWriter = (members: readonly TeamMember[]) => writersIn(members).some(each => each.personId === personId)
  return isWriter(team) && !isWriter(team.filter(each => each.membershipId !== membershipId))
}

const isLead = (actor: Actor, { id }: Organisation): boolean => membershipsIn(actor, id).includes('lead')

/**
 * The viewer's permissions on a team's page. Leads can invite colleagues without entering their password again, but
 * people at the charity must enter it first.
 */
const permissionsOf = (actor: Actor, organisation: Organisation, isConfirmed: boolean): MayOnTeam => ({
  leads: isLead(actor, organisation),
  manage: can(actor, 'team.manage', organisation),
  seeApprovals: can(actor, 'approvals.list'),
  asksPassword: !isLead(actor, organisation) && !isConfirmed,
})

/** @throws as `findOrganisation` and `findTeamMember` do */
async function memberFor(
  db: Db | Tx,
  actor: Actor,
  permission: 'team.manage',
  { id, membershipId }: { id: string; membershipId: string },
): Promise<{ organisation: Organisation; member: TeamMember }> {
  const organisation = await findOrganisation(db, actor, permission, id)
  return { organisation, member: await findTeamMember(db, organisation, membershipId) }
}

/** @throws as `findOrganisation` and `findInvitation` do */
async function invitationFor(
  db: Db | Tx,
  actor: Actor,
  permission: 'team.manage',
  { id, invitationId }: { id: string; invitationId: string },
): Promise<{ organisation: Organisation; invitation: Invitation }> {
  const organisation = await findOrganisation(db, actor, permission, id)
  return { organisation, invitation: await findInvitation(db, organisation.id, invitationId) }
}
