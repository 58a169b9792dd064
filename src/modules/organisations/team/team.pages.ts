import { memberRoles } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { ButtonForm, Cell } from '../../../web/components.ts'
import { errorSummary, radios, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { Invitation } from '../../access/access.public.ts'
import type { TeamMember } from './team.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/team/show': ReturnType<typeof teamPage>
  }
}

interface TeamShown {
  organisation: Organisation
  members: readonly TeamMember[]
  invitations: readonly Invitation[]
  mayManage: boolean
  form?: Form
}

export function teamPage(t: T, { organisation, members, invitations, mayManage, form = emptyForm }: TeamShown) {
  const below = `/organisations/${organisation.id}/team`
  const button = (text: string, action: string, name: string): ButtonForm => ({
    action,
    text,
    kind: 'link',
    hidden: name,
  })
  const leads = members.filter(({ role, isActive }) => role === 'lead' && isActive)
  const manage = (cells: Cell[]): Cell[] => (mayManage ? cells : [])
  return {
    title: t('team.title', { name: organisation.name }),
    back: { text: organisation.name, href: `/organisations/${organisation.id}` },
    errors: errorSummary(form).map(error => (error.href === '#membership' ? { ...error, href: '#team' } : error)),
    oneLead: leads.length === 1,
    table: {
      caption: t('team.title', { name: organisation.name }),
      captionSize: 'hidden' as const,
      columns: [
        t('team.column.name'),
        t('team.column.role'),
        t('team.column.email'),
        ...(mayManage ? [t('team.column.change')] : []),
      ],
      rows: members.map(member => ({
        cells: [
          { text: member.name },
          { text: member.isActive ? t(`role.${member.role}`) : t('team.suspended') },
          { text: member.email },
          ...manage([{ form: button(t('team.end'), `${below}/${member.membershipId}/ending`, member.name) }]),
        ],
      })),
    },
    invitations:
      invitations.length === 0
        ? null
        : {
            caption: t('team.invitations'),
            captionSize: 'm' as const,
            columns: [
              t('team.column.name'),
              t('team.column.role'),
              t('team.column.email'),
              ...(mayManage ? [t('team.resend'), t('team.revoke')] : []),
            ],
            rows: invitations.map(({ id, name, email, role }) => ({
              cells: [
                { text: name },
                { text: t(`role.${role}`) },
                { text: email },
                ...manage([
                  { form: button(t('team.resend'), `${below}/invitations/${id}/resending`, name) },
                  { form: button(t('team.revoke'), `${below}/invitations/${id}/revocation`, name) },
                ]),
              ],
            })),
          },
    invite: !mayManage
      ? null
      : {
          name: textField(form, 'name', t('team.invite_name.label'), { autocomplete: 'off', width: 20 }),
          email: textField(form, 'email', t('team.invite_email.label'), { type: 'email', autocomplete: 'off' }),
          role: radios(
            form,
            'role',
            t('team.invite_role.legend'),
            memberRoles.map(role => ({ value: role, text: t(`role.${role}`), hint: t(`team.role.${role}.hint`) })),
          ),
        },
  }
}
