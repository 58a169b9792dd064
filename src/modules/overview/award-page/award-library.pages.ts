import type { Fact, Facts } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import type { NamedAward } from '../../awards/awards.public.ts'
import type { TeamMember } from '../../organisations/organisations.public.ts'

/**
 * The facts about the library that the charity sees: its name, how to contact its leads, and whether its emails are
 * off.
 * @param team null for readers who cannot see it
 */
export function libraryFacts(
  t: T,
  { organisationId, organisationName }: Pick<NamedAward, 'organisationId' | 'organisationName'>,
  { team, areEmailsOn }: { team: readonly TeamMember[] | null; areEmailsOn: boolean | null },
): Facts {
  const library = { text: organisationName, href: `/organisations/${organisationId}` }
  const emailsOff = { term: t('organisations.emails'), text: t('organisations.emails.off') }
  return {
    facts: [
      { term: t('awards.library'), link: library },
      ...(team ? leadFacts(t, team) : []),
      ...(areEmailsOn === false ? [emailsOff] : []),
    ],
  }
}

function leadFacts(t: T, team: readonly TeamMember[]): Fact[] {
  const leads = team.filter(({ role, isActive }) => role === 'lead' && isActive)
  const term = t('role.lead')
  if (leads.length === 0) return [{ term, text: t('awards.library.no_lead') }]
  return leads.map(({ name, email }) => ({
    term,
    link: { text: t('awards.library.lead', { name, email }), href: `mailto:${email}` },
  }))
}
