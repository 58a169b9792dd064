import { aConsent } from './evidence.ts'
import ICAL from 'ical.js'
import { newId } from '../../src/db/ids.ts'
import type { CalendarKind } from '../../src/domain/calendar-feed.ts'
import { instant, parseDay, type Day } from '../../src/domain/time.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anItemOfEvidence,
  aPersonWho,
  aRecommendation,
  aRound,
  aSeat,
  aTeam,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from './factories.ts'
import type { Service } from './service.ts'

const day = (text: string): Day => parseDay(text)!

/** A library and a panel with a date of each kind that can be in a calendar. */
export interface EveryDate {
  organisation: AnOrganisation
  people: Record<
    'lead' | 'contributor' | 'observer' | 'coordinator' | 'trustee' | 'member' | 'offered' | 'administrator',
    APerson
  >
  /** the application that a panel reads */
  read: AnApplication
  ids: Record<CalendarKind, string>
}

export async function everyDate(service: Service): Promise<EveryDate> {
  const round = await aRound(service)
  const { organisation, ...team } = await aTeam(service)
  const people = {
    ...team,
    coordinator: await aPersonWho(service, { name: 'Cora', roles: ['coordinator'] }),
    trustee: await aPersonWho(service, { roles: ['trustee'] }),
    member: await aPersonWho(service, { name: 'The member', roles: ['appraiser'] }),
    offered: await aPersonWho(service, { roles: ['appraiser'] }),
    administrator: await aPersonWho(service, { roles: ['administrator'] }),
  }
  const startedBy = people.lead
  const apply = (row: Record<string, unknown>) => anApplication(service, organisation, { startedBy, ...row })
  const award = await anAward(service, organisation, { startedBy, endsOn: '2027-06-30' })
  const read = await apply({ status: 'with the panel' })
  await service.database.writer('panels').insert({ application_id: read.id, read_by: day('2027-03-25'), version: 1 })
  for (const person of [people.coordinator, people.member]) await aDeclaration(service, read, person)
  await aSeat(service, read, people.member, { offeredBy: people.coordinator })
  return {
    organisation,
    people,
    read,
    ids: {
      award: award.id,
      draft: (await apply({ round })).id,
      return: (await apply({ status: 'returned', until: '2027-03-10' })).id,
      'more evidence': (await apply({ status: 'more evidence asked', until: '2027-03-12' })).id,
      question: await aQuestion(service, read, people.coordinator),
      recommendation: await aRecommendation(service, award.application, award),
      consent: await endingConsent(service, organisation, people.lead),
      recurring: await dueEvidence(service, organisation, people.contributor),
      'seat offer': await anOffer(service, read, people.offered, people.coordinator),
      findings: read.id,
      meeting: await aMeeting(service, read, people.member, people.coordinator),
      round,
    },
  }
}

async function anOffer(
  service: Service,
  application: AnApplication,
  person: APerson,
  coordinator: APerson,
): Promise<string> {
  const id = await aSeat(service, application, person, { offeredBy: coordinator, status: 'offered' })
  await service.database.writer('seats').where({ id }).update({ offered_at: service.clock.now() })
  return id
}

async function aQuestion({ database }: Service, application: AnApplication, askedBy: APerson): Promise<string> {
  const id = newId()
  await database.writer('questions').insert({
    id,
    application_id: application.id,
    item_id: 'L1',
    asked_by: askedBy.id,
    body: 'Which branches?',
    reply_by: day('2027-03-20'),
    status: 'open',
    asked_at: instant('2027-02-20T10:00:00Z'),
    closed_at: null,
    reply: null,
    replied_by: null,
    replied_at: null,
    version: 1,
  })
  return id
}

async function endingConsent(service: Service, organisation: AnOrganisation, owner: APerson): Promise<string> {
  const id = await anItemOfEvidence(service, organisation, owner, { title: 'Amina’s story' })
  await aConsent(service, id, owner, { expires_on: day('2027-04-14') })
  return id
}

async function dueEvidence({ database }: Service, organisation: AnOrganisation, asked: APerson): Promise<string> {
  const id = newId()
  const since = instant('2027-01-04T09:00:00Z')
  await database.writer('recurring_evidence').insert({
    id,
    organisation_id: organisation.id,
    title: 'Amina’s group',
    what: '',
    kind: null,
    branch_id: null,
    every: 'quarter',
    anchor_on: day('2027-04-15'),
    anchor_number: 1,
    next_number: 1,
    next_due: day('2027-04-15'),
    due_since: since,
    asked_id: asked.id,
    set_up_at: since,
    ended_at: null,
    version: 1,
  })
  return id
}

async function aMeeting(
  { database }: Service,
  application: AnApplication,
  invited: APerson,
  calledBy: APerson,
): Promise<string> {
  const id = newId()
  const at = instant('2027-02-20T10:00:00Z')
  await database.writer('meetings').insert({
    id,
    starts_at: instant('2027-03-30T17:30:00Z'),
    ends_at: instant('2027-03-30T19:00:00Z'),
    place: '',
    link: '',
    status: 'planned',
    sequence: 3,
    live: 1,
    called_by: calledBy.id,
    called_at: at,
    started_at: null,
    ended_at: null,
    version: 1,
  })
  await database
    .writer('meeting_items')
    .insert({ meeting_id: id, application_id: application.id, place: 1, version: 1 })
  await database
    .writer('meeting_invitations')
    .insert({ meeting_id: id, person_id: invited.id, invited: 1, sequence: 3, sent_at: at })
  return id
}

/** The entries of a calendar file, parsed by ical.js, which is not part of the service. */
export const entriesIn = (file: string): { title: string; start: string; uid: string; address: string }[] =>
  new ICAL.Component(ICAL.parse(file) as unknown[]).getAllSubcomponents('vevent').map(component => {
    const { summary, startDate, uid } = new ICAL.Event(component)
    return { title: summary, start: startDate.toString(), uid, address: String(component.getFirstPropertyValue('url')) }
  })
