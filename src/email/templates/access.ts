import type { CharityRole, MemberRole } from '../../domain/actor.ts'
import { email } from '../email.ts'

/** A change to a person's role, for the people who manage the team. */
export interface RoleChange {
  change: RoleChanged
  /** the person's name and address, or only the address */
  person: string
  role: MemberRole | CharityRole
  /** the name of the person who made the change; null when it was the person themselves or the operator */
  by: string | null
}

/**
 * `waits`: the person accepted, and needs approval. `joined by link`: an administrator joined with a link created on
 * the server. `suspended` and `reactivated` are about the person's account.
 */
export const roleChanges = [
  'invited',
  'joined',
  'joined by link',
  'waits',
  'approved',
  'confirmed',
  'refused',
  'ended',
  'suspended',
  'reactivated',
] as const
export type RoleChanged = (typeof roleChanges)[number]

interface MailboxChange {
  organisation: string
  organisationId: string
  /** the new shared mailbox; null when it was removed */
  address: string | null
  /** the name of the person who made the change */
  by: string
}

type InTeam = RoleChange & { organisation: string; organisationId: string }

/** Emails about who has access. Only the one about a refused role gives a reason. */
export const accessEmails = {
  'organisation coordinator': email<{ organisation: string; organisationId: string }>((t, it) => ({
    subject: t('emails.organisation_coordinator.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.organisation_coordinator.body', { organisation: it.organisation })],
    action: { label: t('emails.organisation_coordinator.action'), path: `/organisations/${it.organisationId}` },
  })),

  'team changed': email<InTeam>((t, { change, person, role, by, organisation, organisationId }) => ({
    subject: t(`emails.role.${change}.subject`, { place: organisation }),
    paragraphs: [
      t(`emails.role.${change}`, { person, place: organisation }),
      t('emails.role.role', { role: t(`role.${role}`) }),
      ...(by === null ? [] : [t('emails.role.by', { name: by })]),
      t('emails.role.unexpected.team'),
    ],
    action: { label: t('emails.role.action.team'), path: `/organisations/${organisationId}/team` },
  })),

  'mailbox changed': email<MailboxChange>((t, { organisation, organisationId, address, by }) => ({
    subject: t('emails.mailbox_changed.subject', { organisation }),
    paragraphs: [
      address === null
        ? t('emails.mailbox_changed.removed', { organisation })
        : t('emails.mailbox_changed.body', { organisation, address }),
      t('emails.role.by', { name: by }),
      t('emails.mailbox_changed.unexpected'),
    ],
    action: { label: t('emails.mailbox_changed.action'), path: `/organisations/${organisationId}/edit` },
  })),

  'charity team changed': email<RoleChange>((t, { change, person, role, by }) => ({
    subject: t(`emails.role.${change}.subject`, { place: t('emails.signature') }),
    paragraphs: [
      t(`emails.role.${change}`, { person, place: t('emails.signature') }),
      t('emails.role.role', { role: t(`role.${role}`) }),
      ...(by === null ? [] : [t('emails.role.by', { name: by })]),
      t('emails.role.unexpected.charity'),
    ],
    action: { label: t('emails.role.action.charity'), path: '/people' },
  })),

  'approval wanted': email<{ requestId: string; person: string; role: MemberRole | CharityRole; place: string | null }>(
    (t, { requestId, person, role, place }) => ({
      subject: t('emails.approval_wanted.subject', { place: place ?? t('emails.signature') }),
      paragraphs: [
        t('emails.approval_wanted.body', { person, place: place ?? t('emails.signature') }),
        t('emails.role.role', { role: t(`role.${role}`) }),
        t('emails.approval_wanted.next'),
      ],
      action: { label: t('emails.approval_wanted.action'), path: `/approvals/${requestId}` },
    }),
  ),

  'role approved': email<{ role: MemberRole | CharityRole; place: string | null }>((t, { role, place }) => ({
    subject: t('emails.role_approved.subject', { place: place ?? t('emails.signature') }),
    paragraphs: [
      t('emails.role_approved.body', { place: place ?? t('emails.signature') }),
      t('emails.role.role', { role: t(`role.${role}`) }),
    ],
    action: { label: t('emails.role_approved.action'), path: '/home' },
  })),

  'role refused': email<{ role: MemberRole | CharityRole; place: string | null; note: string }>(
    (t, { role, place, note }) => ({
      subject: t('emails.role_refused.subject', { place: place ?? t('emails.signature') }),
      paragraphs: [
        t('emails.role_refused.body', { place: place ?? t('emails.signature') }),
        t('emails.role.role', { role: t(`role.${role}`) }),
        t('emails.role_refused.reason', { reason: note }),
        t('emails.role_refused.next'),
      ],
      action: { label: t('emails.role_refused.action'), path: '/home' },
    }),
  ),
}
