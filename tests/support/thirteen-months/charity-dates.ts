import type { Db } from '../../../src/db/connection.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../src/domain/time.ts'
import { sortedRenewals } from '../../../src/modules/overview/overview.public.ts'
import { barredFromApplication } from './barred.ts'
import type { Dated } from './due-today.ts'
import type { People, Person } from './people.ts'

/** The dates about which appraisers, chairs, coordinators and trustees are reminded. */
export async function charityDates(db: Db, people: People): Promise<Dated[]> {
  return [...(await offers(db, people)), ...(await findings(db, people)), ...(await decisions(db, people))]
}

async function offers(db: Db, people: People): Promise<Dated[]> {
  const rows = await db('seats')
    .join('applications', 'applications.id', 'seats.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('seats.status', 'offered')
    .whereIn('applications.status', ['checked', 'with the panel', 'more evidence asked', 'resubmitted', 'on hold'])
    .select(
      'organisations.id as place',
      'organisations.name',
      'seats.offered_at as since',
      'seats.person_id as person',
      'seats.offered_to_email as address',
    )
  return rows.map(({ place, name, since, person, address }) => {
    const invited: Person = { id: '', address, since: dayOf(since) }
    const who = person === null ? invited : people.byId(person)
    return {
      kind: 'seat offer',
      organisationId: place,
      organisation: name,
      about: addDays(dayOf(since), 14),
      setOn: dayOf(since),
      steps: [9, 4],
      to: who ? [{ who, as: person === null ? 'invited' : 'appraiser' }] : [],
    }
  })
}

interface PanelRow {
  id: string
  place: string
  name: string
  about: Day
  since: Instant
}

async function findings(db: Db, people: People): Promise<Dated[]> {
  const panels: PanelRow[] = await db('applications')
    .join('panels', 'panels.application_id', 'applications.id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('applications.status', 'with the panel')
    .select(
      'applications.id',
      'organisations.id as place',
      'organisations.name',
      'panels.read_by as about',
      'status_since as since',
    )
  const conflicts = await db('declarations').where({ says: 'conflict' }).select('application_id', 'person_id')
  const seats = await db('seats').where({ status: 'accepted' }).whereNull('set_aside_at').select()
  const given = await db('findings').select('seat_id', 'given_at')
  const barred = await barredFromApplication(db)
  return panels.flatMap(({ id, place, name, about, since }) => {
    const held = seats.filter(
      seat =>
        seat.application_id === id &&
        !conflicts.some(({ application_id, person_id }) => application_id === id && person_id === seat.person_id),
    )
    const unfinished = held.filter(seat => {
      const own = given.filter(({ seat_id }) => seat_id === seat.id)
      return own.length === 0 || own.some(({ given_at }) => given_at === null)
    })
    if (unfinished.length === 0) return []
    const person = ({ person_id }: (typeof seats)[number]): Person[] =>
      [people.byId(person_id!)].filter(who => who !== undefined)
    const able = (role: string) => people.charity(role, place).filter(who => !barred.has(`${id} ${who.id}`))
    const coordinators = able('coordinator').length > 0 ? able('coordinator') : able('trustee')
    return [
      {
        kind: 'findings',
        organisationId: place,
        organisation: name,
        about,
        setOn: dayOf(since),
        steps: [7, 2, 0, -3, -7],
        to: [
          ...unfinished.flatMap(person).map(who => ({ who, as: 'appraiser' })),
          ...held
            .filter(({ chairs }) => chairs === 1)
            .flatMap(person)
            .map(who => ({ who, as: 'chair', from: -1 })),
          ...coordinators.map(who => ({ who, as: 'coordinator', from: -1 })),
        ],
      },
    ]
  })
}

async function decisions(db: Db, people: People): Promise<Dated[]> {
  const rows = await db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .whereIn('applications.status', ['with a trustee', 'checked'])
    .select(
      'applications.id',
      'organisations.id as place',
      'organisations.name',
      'applications.status',
      'applications.kind',
      'status_since as since',
    )
  const light = rows.filter(({ status, kind }) => status === 'checked' && kind === 'renewal').map(({ id }) => id)
  const { toConfirm } = await sortedRenewals(db, light)
  const barred = await barredFromApplication(db)
  const judged = await db('seats')
    .join('findings', 'findings.seat_id', 'seats.id')
    .whereNotNull('findings.given_at')
    .select('seats.application_id as of', 'seats.person_id as person')
  return rows
    .filter(({ id, status }) => status === 'with a trustee' || toConfirm.includes(id))
    .map(({ id, place, name, since }) => ({
      kind: 'decision',
      organisationId: place,
      organisation: name,
      about: dayOf(since),
      setOn: dayOf(since),
      steps: [-7, -14, -28],
      to: people
        .charity('trustee', place)
        .filter(
          who => !barred.has(`${id} ${who.id}`) && !judged.some(({ of, person }) => of === id && person === who.id),
        )
        .map(who => ({ who, as: 'trustee' })),
    }))
}
