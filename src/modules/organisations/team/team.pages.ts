import { memberRoles } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Cell, Table } from '../../../web/components.ts'
import { dayOf } from '../../../domain/time.ts'
import { errorSummary, radios, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { list, longDay } from '../../../words/format.ts'
import {
  invitationPages,
  type Invitation,
  type InvitationLink,
  type OpenInvitations,
  type RequestWaitingIn,
} from '../../access/access.public.ts'
import type { TeamMember } from './team.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/team/show': ReturnType<typeof teamPage>
    'organisations/team/ending': ReturnType<typeof endingPage>
  }
}

interface TeamShown {
  organisation: Organisation
  members: readonly TeamMember[]
  open: OpenInvitations
  waiting: readonly RequestWaitingIn[]
  may: MayOnTeam
  form?: Form
}

/**
 * What the viewer can do on the page. `asksPassword` is true when they must enter their password before they invite
 * someone.
 */
export interface MayOnTeam {
  leads: boolean
  manage: boolean
  seeApprovals: boolean
  asksPassword: boolean
}

export function teamPage(t: T, shown: TeamShown) {
  const { organisation, members, open, may, form = emptyForm } = shown
  const leads = members.filter(({ role, isActive }) => role === 'lead' && isActive)
  return {
    title: t('team.title', { name: organisation.name }),
    back: { text: organisation.name, href: `/organisations/${organisation.id}` },
    errors: errorSummary(form).map(error => (error.href === '#membership' ? { ...error, href: '#team' } : error)),
    oneLead: leads.length === 1,
    table: membersTable(t, shown),
    waiting: waitingTable(t, shown),
    invitations: open.invitations.length === 0 ? null : invitationsTable(t, shown),
    invitationPages: invitationPages(t, open),
    invite: may.manage ? inviteFields(t, form, may) : null,
  }
}

const below = ({ id }: Organisation): string => `/organisations/${id}/team`

const membersTable = (t: T, { organisation, members, may }: TeamShown): Table => ({
  caption: t('team.title', { name: organisation.name }),
  captionSize: 'hidden',
  columns: [
    t('team.column.name'),
    t('team.column.role'),
    t('team.column.email'),
    ...(may.manage ? [t('team.column.change')] : []),
  ],
  rows: members.map(({ name, role, email, isActive, membershipId }) => ({
    cells: [
      { text: name },
      { text: isActive ? t(`role.${role}`) : t('team.suspended') },
      { text: email },
      ...(may.manage
        ? [
            {
              text: t('team.end'),
              href: `${below(organisation)}/${membershipId}/ending`,
              hidden: t('team.end.hidden', { name, role: t(`role.${role}`) }),
            },
          ]
        : []),
    ],
  })),
})

function invitationsTable(t: T, { organisation, open, may }: TeamShown): Table {
  const button = (text: string, action: string, name: string): Cell => ({
    form: { action: `${below(organisation)}/invitations/${action}`, text, kind: 'link', hidden: name },
  })
  return {
    caption: t('team.invitations'),
    captionSize: 'm',
    columns: [
      t('team.column.name'),
      t('team.column.role'),
      t('team.column.email'),
      ...(may.manage ? [t('team.resend'), t('team.revoke')] : []),
    ],
    rows: open.invitations.map(({ id, name, email, role }) => ({
      cells: [
        { text: name },
        { text: t(`role.${role}`) },
        { text: email, reason: linkText(t, open.links.get(id)) },
        ...(may.manage
          ? [button(t('team.resend'), `${id}/resending`, name), button(t('team.revoke'), `${id}/revocation`, name)]
          : []),
      ],
    })),
  }
}

/** @param link the newest link; undefined while the email has not been sent */
function linkText(t: T, link: InvitationLink | undefined): string {
  if (link === undefined) return t('people.invitations.unsent')
  if (link === 'undelivered') return t('people.invitations.undelivered')
  const days = { sent: longDay(t, dayOf(link.sentAt)), until: longDay(t, dayOf(link.until)) }
  return t(link.isExpired ? 'team.invitations.expired' : 'team.invitations.sent', days)
}

const inviteFields = (t: T, form: Form, may: MayOnTeam) => ({
  title: t(may.leads ? 'team.invite.title' : 'team.invite.title.charity'),
  name: textField(form, 'name', t('team.invite_name.label'), { autocomplete: 'off', width: 20 }),
  email: textField(form, 'email', t('team.invite_email.label'), { type: 'email', autocomplete: 'off' }),
  role: radios(form, 'role', t('team.invite_role.legend'), {
    choices: memberRoles.map(role => ({ value: role, text: t(`role.${role}`), hint: t(`team.role.${role}.hint`) })),
  }),
  approval: may.leads ? null : t('team.invite.approval'),
  password: passwordAgain(t, form, !may.asksPassword),
})

/**
 * A membership that someone is about to end. Also lists the person's invitations and requests, which do not end with
 * it.
 */
interface Ending {
  member: TeamMember
  isOwn: boolean
  /** whether the person will no longer be able to add evidence and write answers */
  endsWriting: boolean
  /** the open invitations to the same person */
  invitations: readonly Invitation[]
  /** the other roles that the person accepted and that still need approval */
  waiting: readonly RequestWaitingIn[]
}

export function endingPage(t: T, { id, name: organisation }: Organisation, ending: Ending) {
  const { member, isOwn, endsWriting, invitations, waiting } = ending
  const { name, role } = member
  const rolesOf = (given: readonly Pick<Invitation, 'role'>[]) => ({
    roles: list(
      t,
      given.map(each => t(`role.${each.role}`)),
    ),
  })
  const team = { text: t('team.title', { name: organisation }), href: `/organisations/${id}/team` }
  return {
    title: t('team.end.title', { name }),
    back: team,
    confirmation: {
      heading: { caption: t(`role.${role}`), text: t('team.end.title', { name }), size: 'l' as const },
      text: isOwn
        ? [
            t('team.end.own', { organisation }),
            ...(endsWriting ? [t('team.end.own.work')] : []),
            t('team.end.own.emails'),
            t('team.end.own.undo'),
          ]
        : [
            t('team.end.text', { organisation }),
            ...(endsWriting ? [t('team.end.work')] : []),
            ...(invitations.length > 0 ? [t('team.end.invited', rolesOf(invitations))] : []),
            ...(waiting.length > 0 ? [t('team.end.waiting', rolesOf(waiting))] : []),
            t('team.end.emails'),
            t('team.end.undo'),
          ],
      button: { text: t('team.end'), kind: 'warning' as const },
      cancel: { text: t('team.end.cancel'), href: team.href },
    },
  }
}

/** The table of people who have accepted an invitation but still need approval; null when there are none. */
function waitingTable(t: T, { waiting, may }: TeamShown): Table | null {
  if (waiting.length === 0) return null
  return {
    caption: t('team.waiting'),
    captionSize: 'm',
    columns: [t('team.column.name'), t('team.column.role'), t('team.column.email'), t('team.column.waiting_since')],
    rows: waiting.map(({ id, name, role, email, askedAt }) => ({
      cells: [
        { text: name, href: may.seeApprovals ? `/approvals/${id}` : null },
        { text: t(`role.${role}`) },
        { text: email },
        { text: longDay(t, dayOf(askedAt)), figures: true },
      ],
    })),
  }
}
