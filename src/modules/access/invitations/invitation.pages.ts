import type { CharityRole } from '../../../domain/actor.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Cell, Link, Table, TableRow } from '../../../web/components.ts'
import { errorSummary, radios, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { pageOf } from '../../../web/lists.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Person } from '../people/person.store.ts'
import type { Invitation, InvitationLink } from './invitation.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/invitations/new': ReturnType<typeof newInvitation>
  }
}

/** The data for the page on which the charity's people invite others. */
export interface InvitationsShown {
  /** the roles to which the person can invite others */
  roles: readonly CharityRole[]
  /** the link to the list of open invitations; null to list them here */
  list: Link | null
  isConfirmed: boolean
  /** whether no one else has ever been an administrator; new roles then take effect without another approval */
  isOnlyAdministrator: boolean
  open: OpenInvitations
  /** the invited person if their account is suspended and the viewer can reactivate it */
  suspended?: Person | null
}

export function newInvitation(t: T, shown: InvitationsShown, form: Form = emptyForm) {
  const { roles, list, isConfirmed, isOnlyAdministrator, open, suspended } = shown
  const [only] = roles.length === 1 ? roles : []
  const choices = roles.map(role => ({
    value: role,
    text: t(`role.${role}`),
    hint: t(`people.role.${role}.hint`),
  }))
  return {
    title: t(only === 'appraiser' ? 'people.invite.title.pool' : 'people.invite.title'),
    back: list ?? { text: t('home.title'), href: '/home' },
    errors: errorSummary(form),
    approval: t(approvalText(only, isOnlyAdministrator)),
    name: textField(form, 'name', t('people.invite.name'), { autocomplete: 'off', hint: t('people.invite.name.hint') }),
    email: textField(form, 'email', t('people.invite.email'), {
      type: 'email',
      hint: t('people.invite.email.hint'),
      autocomplete: 'off',
    }),
    suspended: suspended
      ? { text: t('people.invite.suspended.link', { name: suspended.name }), href: `/people/${suspended.id}` }
      : null,
    role: only ? null : radios(form, 'role', t('people.invite.role'), { choices }),
    password: passwordAgain(t, form, isConfirmed),
    invitations: list === null && open.invitations.length > 0 ? invitationsTable(t, open) : null,
    invitationPages: list === null ? invitationPages(t, open) : [],
  }
}

function approvalText(only: CharityRole | undefined, isOnlyAdministrator: boolean) {
  if (only === 'appraiser') return 'people.invite.approval.pool' as const
  return isOnlyAdministrator ? ('people.invite.approval.only' as const) : ('people.invite.approval' as const)
}

/**
 * A page of the invitations that are neither accepted nor cancelled, and the newest link of each one, by invitation id.
 */
export interface OpenInvitations {
  invitations: readonly Invitation[]
  links: ReadonlyMap<string, InvitationLink>
  /** the addresses of the first page, if this is another one, and of the next page; null when there is none */
  first: string | null
  next: string | null
}

export interface PlaceInInvitations {
  at: string
  id: string
}

/** The maximum number of open invitations on a page. */
export const invitationsOnAPage = 200

/**
 * @param found the invitations after `after`: one more than a page if there is a next page
 * @param address the address of the first page
 */
export function pageOfInvitations(
  found: readonly Invitation[],
  { address, after }: { address: string; after: PlaceInInvitations | null },
): Omit<OpenInvitations, 'links'> {
  const { lines, next } = pageOf(found, invitationsOnAPage, address, ({ createdAt, id }) => ({ at: createdAt, id }))
  return { invitations: lines, next, first: after ? address : null }
}

/** The links to other pages of the open invitations. */
export const invitationPages = (t: T, { first, next }: OpenInvitations): Link[] => [
  ...(first ? [{ text: t('people.invitations.newest'), href: first }] : []),
  ...(next ? [{ text: t('people.invitations.older'), href: next }] : []),
]

export function invitationsTable(t: T, { invitations, links }: Pick<OpenInvitations, 'invitations' | 'links'>): Table {
  const form = (invitation: Invitation, action: 'resending' | 'revocation'): Cell => ({
    form: {
      action: `/people/invitations/${invitation.id}/${action}`,
      text: t(`people.invitations.${action}`),
      hidden: invitation.name,
      kind: 'link',
    },
  })
  return {
    caption: t('people.invitations.title'),
    captionSize: 'm',
    columns: [
      t('people.column.name'),
      t('people.column.email'),
      t('people.column.role'),
      t('people.column.until'),
      t('people.column.resend'),
      t('people.column.cancel'),
    ],
    rows: invitations.map((invitation): TableRow => ({
      cells: [
        { text: invitation.name },
        { text: invitation.email },
        { text: t(`role.${invitation.role}`) },
        linkCell(t, links.get(invitation.id)),
        form(invitation, 'resending'),
        form(invitation, 'revocation'),
      ],
    })),
  }
}

/**
 * The expiry of an invitation's link, and the day when it was sent.
 * @param link undefined while the email has not been sent
 */
function linkCell(t: T, link: InvitationLink | undefined): Cell {
  if (link === undefined) return { text: t('people.invitations.unsent') }
  if (link === 'undelivered') return { text: t('people.invitations.undelivered') }
  const until = longDay(t, dayOf(link.until))
  return {
    text: link.isExpired ? t('people.invitations.expired', { day: until }) : until,
    reason: t('people.invitations.sent', { day: longDay(t, dayOf(link.sentAt)) }),
  }
}
