import type { Organisation } from '../../../domain/organisation.ts'
import type { T } from '../../../words/words.ts'
import { awardsTable, applicationsTable } from './holdings.pages.ts'
import type { OrganisationAward, OrganisationApplication } from './organisation-page.store.ts'
import { home } from '../../organisations/organisations.public.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/organisation-page/show': ReturnType<typeof organisationHome>
  }
}

export function organisationHome(
  t: T,
  organisation: Organisation,
  branches: number,
  may: {
    evidence: boolean
    partners: boolean
    inbox: boolean
    applications: boolean
    recommendations: boolean
    team: boolean
    edit: boolean
    others: boolean
  },
  context: { awards: readonly OrganisationAward[]; cases: readonly OrganisationApplication[] },
) {
  const below = `/organisations/${organisation.id}`
  const links = [
    { text: t('organisations.home.see_branches'), href: `${below}/branches`, shown: may.team },
    { text: t('organisations.home.see_team'), href: `${below}/team`, shown: may.team },
    { text: t('organisations.home.see_evidence'), href: `${below}/evidence`, shown: may.evidence },
    { text: t('inbox.title'), href: `${below}/inbox`, shown: may.inbox },
    { text: t('partners.link'), href: `${below}/partners`, shown: may.partners },
    { text: t('organisations.home.see_applications'), href: `${below}/applications`, shown: may.applications },
    { text: t('recommendations.title'), href: `${below}/recommendations`, shown: may.recommendations },
    { text: t('organisations.home.edit'), href: `${below}/edit`, shown: may.edit },
  ]
  return {
    title: organisation.name,
    back: may.others ? { text: t('organisations.title'), href: '/organisations' } : home(t),
    heading: { text: organisation.name, caption: t(`organisation.kind.${organisation.kind}`), size: 'l' as const },
    facts: {
      rows: [
        { key: t('organisations.place'), value: organisation.place },
        { key: t('organisations.home.branches'), value: t('organisations.branches.count', { count: branches }) },
        ...(may.team
          ? [
              {
                key: t('organisations.home.mailbox'),
                value: organisation.roleMailbox ?? t('organisations.home.no_mailbox'),
              },
            ]
          : []),
      ],
    },
    links: links.filter(({ shown }) => shown).map(({ text, href }) => ({ text, href })),
    awards: awardsTable(t, context.awards),
    cases: applicationsTable(t, context.cases),
  }
}
