import type { Knex } from 'knex'
import type { Db } from '../db/connection.ts'
import { membershipsIn, type Actor } from '../domain/actor.ts'
import { applicationMoves } from '../domain/application.ts'
import type { Instant } from '../domain/time.ts'
import type { Maker, NamelessMaker } from './history-words.ts'
import type { EventName, Facts } from './record.ts'

// Who is told what of a line about a case. The charity reads every line; whoever made it as a seat, or declared, is not
// named. The library reads what the charity and its panel do among themselves as one line for each day, as the number
// of lines would tell how many sit; and from the panel's proposal until the letter nothing of that, nor of the
// decision. An event of another version is among themselves.

const these = (...names: EventName[]): readonly string[] => names
const decisions = these('application.confirm', 'application.sendBack', 'application.decide', 'application.reverse')
const withTheDecisionLetter = [
  ...decisions,
  ...these('agreed_finding.recorded', 'proposal.written', 'recommendation.proposed', 'recommendation.taken_out'),
]
const byTheLibrary = these(
  'application.start',
  'application.submit',
  'application.resubmit',
  'application.withdraw',
  'application.summary_written',
  'application.answer_written',
  'application.evidence_attached',
  'application.evidence_detached',
  'application.partners_shown',
  'application.partners_left_out',
  'question.answered',
  'recommendation.answered',
  'application.scope_changed',
  'application.contacts_confirmed',
  'application.contacts_unconfirmed',
  'application.rest_confirmed',
  'application.rest_unconfirmed',
)
const atOnce = [
  ...byTheLibrary,
  ...these(
    'application.check',
    'application.return',
    'application.seat',
    'application.askMore',
    'application.takeUp',
    'application.propose',
    'application.releaseLetter',
    'application.reopen',
    'application.hold',
    'application.release',
    'application.close',
    'question.asked',
    'question.withdrawn',
    'question.expired',
    'recommendation.closed',
    'recommendation.kept_open',
  ),
]

const moves = Object.entries(applicationMoves).map(([name, { by }]) => ({
  name: `application.${name}`,
  isChairs: 'chair' in by,
}))
const asSeat = [
  ...moves.filter(({ isChairs }) => isChairs).map(({ name }) => name),
  ...these(
    'seat.taken',
    'seat.declined',
    'seat.set_aside',
    'finding.written',
    'finding.all_given',
    'agreed_finding.recorded',
  ),
]
/** Made by nobody who sits, though some of these people were offered a seat once, or will be. */
const neverAsSeat = [
  ...byTheLibrary,
  ...moves.filter(({ isChairs }) => !isChairs).map(({ name }) => name),
  ...these(
    'seat.offered',
    'seat.withdrawn',
    'panel.criteria_reopened',
    'email.sent_again',
    'application.panel_wanted',
    'recommendation.closed',
    'recommendation.kept_open',
  ),
]
const offeredASeatByThen = `from seats where seats.person_id = events.person_id
  and seats.application_id = events.application_id and seats.offered_at <= events.at`
/** An account that was opened in taking a seat: the moment would tell whose. */
const openedForASeat = `from events as taken where taken.person_id = events.person_id and taken.at = events.at
    and taken.name = 'seat.taken' and events.name in ('person.account_opened', 'person.role_given')`

export interface HistoryLineShown {
  sequence: number
  at: Instant
  name: string
  maker: Maker
  /** stands for all that was done among themselves on this day: its name, facts and hour are not told */
  isDay: boolean
  entity: string
  entityId: string
  applicationId: string | null
  organisationId: string | null
  facts: Facts
}

/**
 * Lines as this person is told of them, newest first.
 * @param which whose lines; that the person may read these cases is asked here by nobody
 * @param by only what tells this person's name, so that asking for somebody does not tell where they sit
 */
export async function historyLinesFor(
  db: Db,
  actor: Actor,
  which: (query: Knex.QueryBuilder) => void,
  by: string | null,
  before: number | null,
  limit: number,
): Promise<HistoryLineShown[]> {
  const rows = await db('events')
    .leftJoin('people', 'people.id', 'events.person_id')
    .leftJoin('applications', 'applications.id', 'events.application_id')
    .where(
      emailed =>
        void emailed
          .where(fromOutside(actor))
          .orWhere(asItIs)
          .orWhere(day => void day.where(amongThemselves(db, 'events')).whereNotExists(laterThatDay(db))),
    )
    .modify(query => {
      which(query)
      if (before !== null) query.where('events.sequence', '<', before)
      if (by !== null) query.where('events.person_id', by).where(naming(actor, by))
    })
    .orderBy('events.sequence', 'desc')
    .limit(limit)
    .select<Row[]>(
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
      'applications.organisation_id as caseOf',
      'applications.decision_letter_released_at as releasedAt',
      db.raw(`(select count(*) ${offeredASeatByThen}) as seats`),
      db.raw(`(select count(*) ${openedForASeat}) as newcomer`),
    )
  return rows.map(row => toLine(row, actor))
}

interface Row extends Omit<HistoryLineShown, 'sequence' | 'maker' | 'isDay' | 'facts'> {
  sequence: number | string
  actor: string
  personId: string | null
  person: string | null
  facts: string
  caseOf: string | null
  releasedAt: Instant | null
  seats: number | string
  newcomer: number | string
}
type Condition = (query: Knex.QueryBuilder) => void

const fromOutside =
  ({ memberships }: Actor): Condition =>
  query =>
    void query.whereNull('events.application_id').orWhereNotIn(
      'applications.organisation_id',
      memberships.map(({ organisationId }) => organisationId),
    )

const asItIs: Condition = query =>
  void query
    .whereIn('events.name', atOnce)
    .orWhere(
      released =>
        void released
          .whereNotNull('applications.decision_letter_released_at')
          .whereIn('events.name', withTheDecisionLetter),
    )

const amongThemselves =
  (db: Db, line: 'events' | 'later'): Condition =>
  query =>
    void query.whereNotIn(`${line}.name`, atOnce).where(
      either =>
        void either
          .where(
            after =>
              void after
                .whereNotNull('applications.decision_letter_released_at')
                .whereNotIn(`${line}.name`, withTheDecisionLetter),
          )
          .orWhere(
            until =>
              void until
                .whereNull('applications.decision_letter_released_at')
                .whereNotIn(`${line}.name`, decisions)
                .whereNotExists(
                  db('events as proposed')
                    .select(db.raw('1'))
                    .where('proposed.name', 'application.propose')
                    .where('proposed.application_id', db.ref(`${line}.application_id`))
                    .where('proposed.sequence', '<', db.ref(`${line}.sequence`)),
                ),
          ),
    )

/** Days of UTC, as no database of ours knows London's: around midnight in summer there may be two lines for one day. */
const laterThatDay = (db: Db): Knex.QueryBuilder =>
  db('events as later')
    .select(db.raw('1'))
    .where('later.application_id', db.ref('events.application_id'))
    .where('later.sequence', '>', db.ref('events.sequence'))
    .whereRaw('substr(later.at, 1, 10) = substr(events.at, 1, 10)')
    .where(amongThemselves(db, 'later'))

/** The same as `makerOf`, as SQL: lines that tell this person's name. */
const naming =
  (actor: Actor, by: string): Condition =>
  query => {
    if (by === actor.id) return void query.where(fromOutside(actor)).orWhere(asItIs)
    query.whereIn('events.name', byTheLibrary).orWhere(
      outside =>
        void outside.where(fromOutside(actor)).where(
          named =>
            void named
              .where(noCase => {
                void noCase.whereNull('events.application_id')
                if (!knowsNewcomers(actor)) void noCase.whereRaw(`not exists (select 1 ${openedForASeat})`)
              })
              .orWhere(
                anApplicationWithPanel =>
                  void anApplicationWithPanel
                    .whereNotNull('events.application_id')
                    .where(
                      open =>
                        void open
                          .whereIn('events.name', neverAsSeat)
                          .orWhere(
                            other =>
                              void other
                                .whereNotIn('events.name', asSeat)
                                .whereNot('events.name', 'like', 'declaration.%')
                                .whereRaw(`not exists (select 1 ${offeredASeatByThen})`),
                          ),
                    ),
              ),
        ),
    )
  }

function toLine(
  { personId, person, actor, caseOf, releasedAt, seats, newcomer, ...row }: Row,
  reader: Actor,
): HistoryLineShown {
  const isOwn = caseOf !== null && membershipsIn(reader, caseOf).length > 0
  const isDay =
    isOwn && !atOnce.includes(row.name) && !(releasedAt !== null && withTheDecisionLetter.includes(row.name))
  const nameless = isDay
    ? 'within'
    : namelessMaker(
        {
          name: row.name,
          actor,
          applicationId: row.applicationId,
          personId,
          isOwn,
          sat: Number(seats) > 0,
          isNewcomer: Number(newcomer) > 0,
        },
        reader,
      )
  const maker = nameless ?? (person === null ? 'operator' : { name: person })
  return {
    ...row,
    sequence: Number(row.sequence),
    organisationId: row.organisationId ?? caseOf,
    maker,
    isDay,
    facts: JSON.parse(row.facts) as Facts,
  }
}

interface MadeBy {
  name: string
  actor: string
  personId: string | null
  applicationId: string | null
  isOwn: boolean
  sat: boolean
  isNewcomer: boolean
}

function namelessMaker(
  { name, actor, personId, applicationId, isOwn, sat, isNewcomer }: MadeBy,
  reader: Actor,
): NamelessMaker | null {
  if (actor === 'an invited person') return 'panel'
  if (personId === null)
    return actor === 'the operator'
      ? 'operator'
      : actor === 'the decision letter'
        ? 'decision letter'
        : actor === 'an upload link'
          ? 'link'
          : 'clock'
  if (personId === reader.id || byTheLibrary.includes(name)) return null
  if (applicationId === null) return isNewcomer && !knowsNewcomers(reader) ? 'newcomer' : null
  if (name.startsWith('declaration.')) return 'declarant'
  if (asSeat.includes(name) || (sat && !neverAsSeat.includes(name))) return 'panel'
  return isOwn ? 'charity' : null
}

/** Whoever looks after accounts and reads no case has nothing to put the moment together with. */
const knowsNewcomers = ({ charityRoles }: Actor): boolean =>
  charityRoles.includes('administrator') && !charityRoles.includes('coordinator') && !charityRoles.includes('trustee')
