import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { waitingTask, type RankedCard } from '../due-cards/due-card.pages.ts'
import type { ExpiredInTeam, ExpiredInvitations, InvitationsToRenew } from './expired-invitation.store.ts'

/** A card for each library that the person leads and that has expired invitations. */
export const ownInvitationCards = (t: T, { own }: InvitationsToRenew, today: Day): RankedCard[] =>
  own.map(each => teamCard(t, each, [], today))

export const charityInvitationCards = (
  t: T,
  actor: Actor,
  { withoutLead, imported, charity }: InvitationsToRenew,
  today: Day,
): RankedCard[] => [
  ...withoutLead.map(each => teamCard(t, each, [t('home.invitations.no_lead')], today)),
  ...(imported ? [importedCard(t, imported, today)] : []),
  ...(charity ? [charityCard(t, actor, charity, today)] : []),
]

const teamCard = (t: T, expired: ExpiredInTeam, more: readonly string[], today: Day): RankedCard => {
  const { organisationId, organisation, count, name } = expired
  const card = {
    title:
      count === 1
        ? t('home.invitation.team', { name, organisation })
        : t('home.invitations.team', { count, organisation }),
    href: `/organisations/${organisationId}/team`,
    button: t('home.invitations.button'),
    text: [...factsOf(t, expired), ...more].join(' '),
  }
  return rankedBy(expired, card, today)
}

function importedCard(t: T, expired: ExpiredInvitations, today: Day): RankedCard {
  const card = {
    title: t('home.invitations.imported', { count: expired.count }),
    href: '/imports/people',
    button: t('home.invitations.imported.button'),
    text: [...factsOf(t, expired), t('home.invitations.imported.text')].join(' '),
  }
  return rankedBy(expired, card, today)
}

function charityCard(t: T, actor: Actor, expired: ExpiredInvitations, today: Day): RankedCard {
  const { count, name } = expired
  const card = {
    title: count === 1 ? t('home.invitation.charity', { name }) : t('home.invitations.charity', { count }),
    href: can(actor, 'people.manage') ? '/people' : '/people/invitations/new',
    button: t('home.invitations.button'),
    text: factsOf(t, expired).join(' '),
  }
  return rankedBy(expired, card, today)
}

const rankedBy = ({ since }: ExpiredInvitations, card: RankedCard['card'], today: Day): RankedCard =>
  waitingTask(card, daysBetween(dayOf(since), today))

function factsOf(t: T, { count, since, undelivered }: ExpiredInvitations): string[] {
  const day = longDay(t, dayOf(since))
  if (count === 1)
    return [t('home.invitation.expired', { day }), ...(undelivered > 0 ? [t('home.invitation.undelivered')] : [])]
  return [
    t('home.invitations.expired', { day }),
    ...(undelivered > 0 ? [t('home.invitations.undelivered', { count: undelivered })] : []),
  ]
}
