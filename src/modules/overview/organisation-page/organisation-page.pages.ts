import type { Organisation } from '../../../domain/organisation.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Notice, SummaryRow, Table } from '../../../web/components.ts'
import { longDay, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { exactStatus, targetsAddress } from '../../applications/applications.public.ts'
import { awardStatus, lastDayShown, removedStatus } from '../../awards/awards.public.ts'
import {
  home,
  organisationCoordinatorRow,
  type OrganisationCoordinator,
} from '../../organisations/organisations.public.ts'
import type { OrganisationAward, OrganisationApplication } from './organisation-page.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/organisation-page/show': ReturnType<typeof organisationPage>
  }
}

export interface OrganisationShown {
  organisation: Organisation
  /** the number of open branches */
  branches: number
  awards: readonly OrganisationAward[]
  applications: readonly OrganisationApplication[]
  may: {
    evidence: boolean
    partners: boolean
    targets: boolean
    inbox: boolean
    applications: boolean
    recommendations: boolean
    team: boolean
    edit: boolean
    others: boolean
    write: boolean
    chooseCoordinator: boolean
    close: boolean
    merge: boolean
    startEmails: boolean
  }
  /** whether emails are switched on for the organisation; null for its own members */
  areEmailsOn: boolean | null
  coordinator: Omit<OrganisationCoordinator, 'id'> | null
  /** the number of the charity team's notes; null for readers who cannot see them */
  notes: number | null
}

export function organisationPage(
  t: T,
  { organisation, coordinator, branches, awards, applications, may, notes, areEmailsOn }: OrganisationShown,
) {
  const mailbox = {
    key: t('organisations.home.mailbox'),
    value: organisation.roleMailbox ?? t('organisations.home.no_mailbox'),
  }
  return {
    title: organisation.name,
    back: may.others ? { text: t('organisations.title'), href: '/organisations' } : home(t),
    heading: { text: organisation.name, caption: t(`organisation.kind.${organisation.kind}`), size: 'l' as const },
    facts: {
      rows: [
        { key: t('organisations.place'), value: organisation.place },
        { key: t('organisations.home.branches'), value: t('organisations.branches.count', { count: branches }) },
        ...(may.team ? [mailbox] : []),
        ...(areEmailsOn === false && organisation.closedAt === null ? [emailsRow(t, may)] : []),
        organisationCoordinatorRow(t, organisation, coordinator, { choose: may.chooseCoordinator, write: may.write }),
      ],
    },
    closed: closedNotice(t, organisation),
    links: [...linksFrom(t, organisation, may), ...charityLinks(t, organisation, may, notes)],
    awards: awardsTable(t, awards),
    applications: applicationsTable(t, applications),
  }
}

const emailsRow = (t: T, may: Pick<OrganisationShown['may'], 'startEmails'>): SummaryRow => ({
  key: t('organisations.emails'),
  value: t('organisations.emails.off'),
  links: may.startEmails ? [{ text: t('imports.next_steps.emails'), href: '/imports/emails' }] : [],
})

const closedNotice = (t: T, { closedAt, closedReason }: Organisation): Notice | null =>
  closedAt === null
    ? null
    : {
        tone: 'stop',
        icon: 'information',
        heading: t('organisations.closed.notice'),
        text: [t('organisations.closed.since', { day: longDay(t, dayOf(closedAt)), reason: closedReason ?? '' })],
      }

function charityLinks(
  t: T,
  { id, closedAt }: Organisation,
  may: OrganisationShown['may'],
  notes: number | null,
): Link[] {
  const below = `/organisations/${id}`
  const closing =
    closedAt === null
      ? { text: t('organisations.close.link'), href: `${below}/closing` }
      : { text: t('organisations.reopen.link'), href: `${below}/reopening` }
  return [
    ...(notes === null ? [] : [{ text: t('organisations.notes.link', { count: notes }), href: `${below}/notes` }]),
    ...(may.merge ? [{ text: t('merges.link'), href: `${below}/merge` }] : []),
    ...(may.close ? [closing] : []),
  ]
}

function linksFrom(t: T, { id }: Organisation, may: OrganisationShown['may']): Link[] {
  const below = `/organisations/${id}`
  return [
    { text: t('organisations.home.see_evidence'), href: `${below}/evidence`, shown: may.evidence },
    { text: t('inbox.title'), href: `${below}/inbox`, shown: may.inbox },
    { text: t('organisations.home.see_applications'), href: `${below}/applications`, shown: may.applications },
    { text: t('recommendations.title'), href: `${below}/recommendations`, shown: may.recommendations },
    { text: t('targets.title'), href: targetsAddress({ id }), shown: may.targets },
    { text: t('partners.link'), href: `${below}/partners`, shown: may.partners },
    { text: t('organisations.home.see_team'), href: `${below}/team`, shown: may.team },
    { text: t('organisations.home.see_branches'), href: `${below}/branches`, shown: may.team },
    { text: t('organisations.home.edit'), href: `${below}/edit`, shown: may.edit },
  ]
    .filter(({ shown }) => shown)
    .map(({ text, href }) => ({ text, href }))
}

const awardsTable = (t: T, awards: readonly OrganisationAward[]): Table | null =>
  awards.length === 0
    ? null
    : {
        caption: t('organisations.home.awards'),
        columns: [t('awards.column.code'), t('awards.column.status'), t('awards.column.valid_to')],
        rows: awards.map(({ id, code, status, validTo, removedAt }) => ({
          cells: [
            { text: code, href: `/awards/${id}` },
            { status: removedAt ? removedStatus(t) : awardStatus(t, status) },
            { text: lastDayShown(t, { status, validTo }), figures: validTo !== null },
          ],
        })),
      }

const applicationsTable = (t: T, applications: readonly OrganisationApplication[]): Table | null =>
  applications.length === 0
    ? null
    : {
        caption: t('organisations.home.applications'),
        columns: [t('applications.column.kind'), t('applications.column.state'), t('applications.column.since')],
        rows: applications.map(({ id, number, kind, status, statusSince, decisionLetterReleased }) => ({
          cells: [
            {
              text: t('applications.number', { kind: t(`application.kind.${kind}`), number }),
              href: `/applications/${id}`,
            },
            { status: exactStatus(t, status, decisionLetterReleased) },
            { text: shortDay(t, dayOf(statusSince)), figures: true },
          ],
        })),
      }
