import type { Knex } from 'knex'
import type { Db } from '../db/connection.ts'
import { lookup, type Lookup } from '../db/lookups.ts'
import { membershipsIn, type Actor } from '../domain/actor.ts'
import type { Instant } from '../domain/time.ts'
import {
  agreementEvents,
  decisionEvents,
  decisionLetterEvents,
  decisionMadeEvents,
  libraryEvents,
  maySeeNewAccounts,
  meetingEvents,
  namelessMaker,
  openEvents,
  otherEvents,
  panelEvents,
} from './event-groups.ts'
import type { Maker } from './history-words.ts'
import type { Facts } from './record.ts'

const seatOfferedByThen = `from seats where seats.person_id = events.person_id
  and seats.application_id = events.application_id and seats.offered_at <= events.at`
/** SQL `from … where …`: the event is about an account or role that the person asked for through a seat offer. */
const accountForSeat = `from access_requests where access_requests.person_id = events.person_id
    and access_requests.through_seat = 1
    and events.name in ('person.account_opened', 'access.asked', 'person.role_given')`

export interface HistoryLineShown {
  sequence: number
  at: Instant
  name: string
  maker: Maker
  /** true when the line is for all our work on an application on one day */
  isDay: boolean
  entity: string
  entityId: string
  applicationId: string | null
  organisationId: string | null
  facts: Facts
}

interface LinesWanted {
  /** limits the query; it must leave out applications whose history the actor cannot read */
  which: (query: Knex.QueryBuilder) => void
  /** only lines that show the actor this person's name, so that the filter cannot reveal seats; null for everyone */
  by?: string | null
  /** the last line of the previous page; null for the first page */
  before: number | null
  limit: number
}

/** A lookup for the lines as the actor can see them, newest first. Call it inside `withKeptSql`. */
export const historyLinesIn = (db: Db, actor: Actor, wanted: LinesWanted): Lookup<HistoryLineShown[]> =>
  lookup<Row, HistoryLineShown[]>(
    () => linesFor(db, actor, wanted),
    [
      'sequence',
      'at',
      'name',
      'actor',
      'personId',
      'person',
      'entity',
      'entityId',
      'applicationId',
      'organisationId',
      'facts',
      'libraryId',
      'releasedAt',
      'seats',
      'accounts',
    ],
    rows => rows.map(row => toLine(row, actor)),
    ['facts'],
  )

const linesFor = (db: Db, actor: Actor, { which, by = null, before, limit }: LinesWanted) =>
  db('events')
    .leftJoin('people', 'people.id', 'events.person_id')
    .leftJoin('applications', 'applications.id', 'events.application_id')
    .where(
      shown =>
        void shown
          .where(isNotOwn(actor))
          .orWhere(isOpen)
          .orWhere(day => void day.where(isInternal(db, 'events')).whereNotExists(laterOnThatDay(db))),
    )
    .modify(query => {
      which(query)
      if (before !== null) query.where('events.sequence', '<', before)
      if (by !== null) query.where('events.person_id', by).where(namesPerson(actor, by))
    })
    .orderBy('events.sequence', 'desc')
    .limit(limit)
    .select(
      'events.sequence',
      'events.at',
      'events.name',
      'events.actor',
      'events.person_id as personId',
      'people.name as person',
      'events.entity',
      'events.entity_id as entityId',
      'events.application_id as applicationId',
      'events.organisation_id as organisationId',
      'events.facts',
      'applications.organisation_id as libraryId',
      'applications.decision_letter_released_at as releasedAt',
      db.raw(`(select count(*) ${seatOfferedByThen}) as seats`),
      db.raw(`(select count(*) ${accountForSeat}) as accounts`),
    )

interface Row extends Omit<HistoryLineShown, 'maker' | 'isDay'> {
  actor: string
  personId: string | null
  person: string | null
  libraryId: string | null
  releasedAt: Instant | null
  seats: number
  accounts: number
}
type Condition = (query: Knex.QueryBuilder) => void

const isNotOwn =
  ({ memberships }: Actor): Condition =>
  query =>
    void query.whereNull('events.application_id').orWhereNotIn(
      'applications.organisation_id',
      memberships.map(({ organisationId }) => organisationId),
    )

/** SQL `from … where …`: the event happened at the time of a decision on the same application. */
const decisionMade = {
  events: `from decisions where decisions.application_id = events.application_id
    and decisions.decided_at = events.at`,
  later: `from decisions where decisions.application_id = later.application_id and decisions.decided_at = later.at`,
} as const

const isOpen: Condition = query =>
  void query
    .whereIn('events.name', openEvents)
    .orWhere(
      made =>
        void made
          .whereIn('events.name', decisionMadeEvents)
          .whereRaw(`exists (select 1 ${decisionMade.events} and decisions.released_at is not null)`),
    )
    .orWhere(
      released =>
        void released
          .whereNotNull('applications.decision_letter_released_at')
          .whereIn('events.name', decisionLetterEvents)
          .whereRaw(`not exists (select 1 ${decisionMade.events} and decisions.released_at is null)`),
    )

const isInternal =
  (db: Db, line: 'events' | 'later'): Condition =>
  query =>
    void query.whereNotIn(`${line}.name`, [...openEvents, ...decisionEvents]).where(
      either =>
        void either
          .where(
            after =>
              void after
                .whereNotNull('applications.decision_letter_released_at')
                .whereNotIn(`${line}.name`, decisionLetterEvents),
          )
          .orWhere(
            until =>
              void until
                .whereNull('applications.decision_letter_released_at')
                .whereRaw(`not exists (select 1 ${decisionMade[line]})`)
                .whereNotExists(
                  db('events as proposed')
                    .select(db.raw('1'))
                    .where('proposed.name', 'application.propose')
                    .where('proposed.application_id', db.ref(`${line}.application_id`))
                    .where('proposed.sequence', '<', db.ref(`${line}.sequence`)),
                ),
          ),
    )

/** Later work on the same application on the same day in UTC. Only the last change of a day becomes a line. */
const laterOnThatDay = (db: Db): Knex.QueryBuilder =>
  db('events as later')
    .select(db.raw('1'))
    .where('later.application_id', db.ref('events.application_id'))
    .where('later.sequence', '>', db.ref('events.sequence'))
    .whereRaw('substr(later.at, 1, 10) = substr(events.at, 1, 10)')
    .where(isInternal(db, 'later'))

/** The rules of `namelessMaker` as SQL: only lines that show this person's name to the actor. */
const namesPerson =
  (actor: Actor, personId: string): Condition =>
  query => {
    if (personId === actor.id) return void query.where(isNotOwn(actor)).orWhere(isOpen)
    query
      .whereIn('events.name', libraryEvents)
      .orWhere(named => void named.where(isNotOwn(actor)).where(isNamedOutside(actor)))
  }

const isNamedOutside =
  (actor: Actor): Condition =>
  query =>
    void query
      .where(ofNoApplication => {
        void ofNoApplication
          .whereNull('events.application_id')
          .whereNotIn('events.name', [...meetingEvents, ...agreementEvents])
        if (!maySeeNewAccounts(actor)) void ofNoApplication.whereRaw(`not exists (select 1 ${accountForSeat})`)
      })
      .orWhere(ofApplication => void ofApplication.whereNotNull('events.application_id').where(isNotOfPanel))

const isNotOfPanel: Condition = query =>
  void query
    .whereIn('events.name', otherEvents)
    .orWhere(
      other =>
        void other
          .whereNotIn('events.name', panelEvents)
          .whereNot('events.name', 'like', 'declaration.%')
          .whereRaw(`not exists (select 1 ${seatOfferedByThen})`),
    )

function toLine(
  { personId, person, actor, libraryId, releasedAt, seats, accounts, ...row }: Row,
  reader: Actor,
): HistoryLineShown {
  const isOwn = libraryId !== null && membershipsIn(reader, libraryId).length > 0
  const isDay =
    isOwn &&
    ![...openEvents, ...decisionEvents].includes(row.name) &&
    !(releasedAt !== null && decisionLetterEvents.includes(row.name))
  const nameless = isDay
    ? 'charity and panel'
    : namelessMaker(
        {
          name: row.name,
          actor,
          applicationId: row.applicationId,
          personId,
          isOwn,
          hadSeat: seats > 0,
          isNewForSeat: accounts > 0,
        },
        reader,
      )
  const maker = nameless ?? (person === null ? 'operator' : { name: person })
  return {
    ...row,
    organisationId: row.organisationId ?? libraryId,
    maker,
    isDay,
  }
}
