import type { Actor, MemberRole } from '../../../domain/actor.ts'
import { isNewTo, lastChange, leadHasConfirmed } from '../../../domain/evidence-readers.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Table } from '../../../web/components.ts'
import { hiddenField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { linkToOrganisation } from '../organisations/organisation.pages.ts'
import type { TeamMember } from '../team/team.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/readers/show': ReturnType<typeof readersPage>
  }
}

interface ReadersShown {
  organisation: Organisation
  team: readonly TeamMember[]
  actor: Actor
}

/**
 * The page that lists who can read the evidence. Members who are not leads can confirm the list only after a lead has
 * confirmed it.
 */
export function readersPage(t: T, { organisation, team, actor }: ReadersShown, form: Form) {
  const leads = team.filter(({ role, isActive }) => role === 'lead' && isActive)
  const isLead = leads.some(({ personId }) => personId === actor.id)
  const { readersConfirmed } = organisation
  const mayConfirm = !readersConfirmed && (isLead || leadHasConfirmed(team))
  return {
    title: t('readers.title'),
    heading: { caption: organisation.name, text: t('readers.title'), size: 'l' as const },
    back: linkToOrganisation(organisation),
    table: readersTable(t, team, actor),
    team: { text: t('readers.team'), href: `/organisations/${organisation.id}/team` },
    confirmed: readersConfirmed ? t('readers.confirmed') : null,
    form: mayConfirm
      ? {
          action: `/organisations/${organisation.id}/readers`,
          next: hiddenField(form, 'next'),
          seen: hiddenField(formOf({ seen: lastChange(team) }), 'seen'),
        }
      : null,
    ask:
      mayConfirm || readersConfirmed
        ? null
        : askALead(
            t,
            organisation,
            leads.map(({ name }) => name),
          ),
  }
}

const askALead = (t: T, { name }: Organisation, leads: readonly string[]): string =>
  leads.length === 0 ? t('readers.ask.none', { name }) : t('readers.ask', { leads: list(t, leads) })

const evidenceReadBy = { lead: 'all', contributor: 'own', observer: 'ordinary' } as const satisfies Record<
  MemberRole,
  string
>

const readersTable = (t: T, team: readonly TeamMember[], actor: Actor): Table => ({
  caption: t('readers.table'),
  captionSize: 'hidden',
  columns: [t('team.column.name'), t('team.column.role'), t('readers.column.reads')],
  rows: team.map(member => ({
    cells: [
      { text: member.name, reason: member.email },
      { text: t(`role.${member.role}`), reason: noteOn(t, team, actor, member) },
      { text: t(`readers.reads.${evidenceReadBy[member.role]}`) },
    ],
  })),
})

function noteOn(t: T, team: readonly TeamMember[], { id }: Actor, member: TeamMember): string | null {
  if (!member.isActive) return t('readers.suspended')
  return isNewTo(team, id, member) ? t('readers.new') : null
}
