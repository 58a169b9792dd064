import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { lookUpAll, lookup } from '../../../db/lookups.ts'
import type { ReminderKind } from '../../../domain/reminder-schedule.ts'
import type { Context, Planned } from '../../../domain/reminder-recipients.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { wasNotReached } from '../../overview/overview.public.ts'

interface Place {
  personId: string
  organisationId: string
  role: string
  since: Instant
  status: string
  unwanted: { kind: ReminderKind }[]
  notReached: number
}
const placeFields = ['personId', 'organisationId', 'role', 'since', 'status', 'unwanted', 'notReached'] as const

/** Everybody who could be told of things of these organisations, in one statement, however many there are. */
export async function contextOf(db: Db, organisationIds: readonly string[]): Promise<Map<string, Context>> {
  const ids = [...new Set(organisationIds)]
  const members = db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereIn('memberships.organisation_id', ids)
    .whereNull('memberships.ended_at')
    .orderBy('memberships.id')
    .select(
      'memberships.organisation_id as organisationId',
      'memberships.role',
      'memberships.started_at as since',
      ...whatIsKnown(db),
    )
  const coordinators = db('charity_roles')
    .join('people', 'people.id', 'charity_roles.person_id')
    .where('charity_roles.role', 'coordinator')
    .whereNull('charity_roles.ended_at')
    .orderBy('charity_roles.id')
    .select(
      db.raw('\'\' as "organisationId"'),
      'charity_roles.role',
      'charity_roles.started_at as since',
      ...whatIsKnown(db),
    )
  const mailboxes = db('organisations').whereIn('id', ids).whereNotNull('role_mailbox').select('id')
  const found = await lookUpAll(db, {
    members: lookup<Place, Place[]>(members, placeFields, rows => rows, ['unwanted']),
    coordinators: lookup<Place, Place[]>(coordinators, placeFields, rows => rows, ['unwanted']),
    mailboxes: lookup<{ id: string }, Set<string>>(mailboxes, ['id'], rows => new Set(rows.map(({ id }) => id))),
  })
  return new Map(
    ids.map(id => {
      const own = found.members.filter(({ organisationId }) => organisationId === id)
      const outside = found.coordinators.filter(({ personId }) => !own.some(member => member.personId === personId))
      const as = (role: string) => own.filter(member => member.role === role).map(emailed)
      return [
        id,
        {
          leads: as('lead'),
          contributors: as('contributor'),
          observers: as('observer'),
          hasMailbox: found.mailboxes.has(id),
          coordinators: outside.map(emailed),
        },
      ]
    }),
  )
}

/** What they do not want, and whether the last letter to their address arrived. */
const whatIsKnown = (db: Db): Knex.Raw[] => [
  db.raw('people.id as "personId"'),
  db.raw('people.status'),
  jsonList(db, { kind: 'kind' }, 'from reminder_opt_outs where reminder_opt_outs.person_id = people.id', 'unwanted'),
  db.raw(`case when ${wasNotReached} then 1 else 0 end as "notReached"`),
]

/** The kinds that these people do not want to be reminded of. */
export async function unwantedBy(db: Db, personIds: readonly string[]): Promise<Map<string, ReminderKind[]>> {
  const rows = await db('reminder_opt_outs')
    .whereIn('person_id', [...personIds])
    .orderBy('kind')
  const unwanted = new Map<string, ReminderKind[]>()
  for (const { person_id, kind } of rows)
    unwanted.set(person_id, [...(unwanted.get(person_id) ?? []), kind as ReminderKind])
  return unwanted
}

const emailed = ({ personId, since, status, unwanted, notReached }: Place): Planned => ({
  id: personId,
  since: dayOf(since) satisfies Day,
  isActive: status === 'active',
  isReached: notReached === 0,
  unwanted: unwanted.map(({ kind }) => kind).toSorted(),
})
