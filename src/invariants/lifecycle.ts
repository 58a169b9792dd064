import { applicationMoves } from '../domain/application.ts'
import { brokenBy, type Check } from './broken.ts'
import { grouped } from './grouped.ts'

interface Moved {
  id: string
  name: string
  from: string
  to: string
}

/**
 * I10: the recorded moves of each application follow each other and lead to its current state. This also finds moves
 * that are missing from the history (I8).
 */
export const applicationMovesAreValid: Check = async ({ database: { db } }) => {
  const moves = grouped(await applicationMovesIn(db), ({ id }) => id)
  const applications = await db('applications').orderBy('number').select('id', 'number', 'status')
  const found = applications.flatMap(({ id, number, status }) => {
    const what = replay(moves.get(id) ?? [], status)
    return what === null ? [] : [{ entity: `application ${number}`, what }]
  })
  return brokenBy('I10', found)
}

async function applicationMovesIn(db: Parameters<Check>[0]['database']['db']): Promise<Moved[]> {
  const rows = await db('events')
    .where({ entity: 'application' })
    .whereIn(
      'name',
      Object.keys(applicationMoves).map(move => `application.${move}`),
    )
    .orderBy('sequence')
  return rows.map(({ entity_id, name, facts }) => ({
    id: entity_id,
    name,
    ...(JSON.parse(facts) as { from: string; to: string }),
  }))
}

function replay(moves: readonly Moved[], status: string): string | null {
  let state = 'not started'
  for (const { name, from, to } of moves) {
    if (from !== state) return `${name} starts from ${from}, and it was ${state}`
    const leads = (applicationMoves as Record<string, { to: string }>)[name.slice('application.'.length)]?.to
    if (leads !== to && leads !== 'previous state' && leads !== 'unchanged') return `${name} never leads to ${to}`
    state = to
  }
  return state === status ? null : `it is ${status}, and its recorded moves lead to ${state}`
}

/**
 * SQL query: the event that ended a person's declaration of "no conflict" before the decision. Leaves out events in
 * which the person, as a coordinator, lifted someone else's conflict.
 */
const declarationEnded = `select 1 from events as ended where ended.entity = 'application'
  and ended.entity_id = made.entity_id and ended.name in ('declaration.changed', 'declaration.lifted')
  and ended.person_id = made.person_id and ended.at > made.at and ended.at < decided_at
  and not exists (select 1 from lifted_conflicts where lifted_conflicts.application_id = ended.entity_id
  and lifted_by = ended.person_id and lifted_at = ended.at)`

/**
 * I10: a first application or reappraisal is decided on a proposal. The person who decided had declared "no conflict"
 * at that time, and was neither on the panel nor in the library.
 */
export const decisionsHaveProposals: Check = async ({ database: { db } }) => {
  const rows = await db('decisions')
    .join('applications', 'applications.id', 'decisions.application_id')
    .orderBy('decisions.id')
    .select<
      {
        id: string
        number: string
        kind: string
        proposal: string | null
        seat: number
        member: number
        declared: number
      }[]
    >(
      'decisions.id',
      'applications.number',
      'applications.kind',
      'decisions.proposal_id as proposal',
      db.raw(
        `(select count(*) from seats where application_id = decisions.application_id and person_id = decided_by
          and seats.status = 'accepted') as seat`,
      ),
      db.raw(
        `(select count(*) from memberships where organisation_id = applications.organisation_id
          and person_id = decided_by and started_at <= decided_at and (ended_at is null
          or ended_at > decided_at)) as member`,
      ),
      db.raw(
        `(select count(*) from declarations where application_id = decisions.application_id
          and person_id = decided_by and made_at <= decided_at and says = 'no conflict')
        + (select count(*) from events as made where made.entity = 'application'
          and made.entity_id = decisions.application_id and made.name = 'declaration.made'
          and made.person_id = decided_by and made.at <= decided_at and made.facts like '%"says":"no conflict"%'
          and not exists (${declarationEnded})) as declared`,
      ),
    )
  return brokenBy(
    'I10',
    rows.flatMap(({ id, number, kind, proposal, seat, member, declared }) => {
      const what = wrongDecision({ kind, proposal, seat, member, declared })
      return what === null ? [] : [{ entity: `decision ${id} on ${number}`, what }]
    }),
  )
}

function wrongDecision(decision: {
  kind: string
  proposal: string | null
  seat: number
  member: number
  declared: number
}): string | null {
  if (decision.kind !== 'renewal' && decision.proposal === null) return 'has no proposal'
  if (Number(decision.seat) > 0) return 'was made by a person with a seat on the panel'
  if (Number(decision.member) > 0) return 'was made by a person from the library'
  return Number(decision.declared) === 0 ? 'was made without a declaration' : null
}

/** I10: a finding counts only if its author declared no conflict of interest. */
export const noFindingInConflict: Check = async ({ database: { db } }) => {
  const rows = await db('findings')
    .join('seats', 'seats.id', 'findings.seat_id')
    .join('applications', 'applications.id', 'seats.application_id')
    .leftJoin(
      'declarations',
      join =>
        void join
          .on('declarations.application_id', 'seats.application_id')
          .on('declarations.person_id', 'seats.person_id'),
    )
    .whereNotNull('findings.given_at')
    .where('seats.status', 'accepted')
    .whereNull('seats.set_aside_at')
    .where(wrong => wrong.whereNull('declarations.says').orWhereNot('declarations.says', 'no conflict'))
    .distinct<{ seat: string; number: string }[]>('seats.id as seat', 'applications.number')
  return brokenBy(
    'I10',
    rows.map(({ seat, number }) => ({
      entity: `seat ${seat} on ${number}`,
      what: 'its findings count without a declaration of no conflict',
    })),
  )
}

/**
 * I11: until an application is decided, the people on its panel who still have to act have an active account and a role
 * in the charity.
 */
export const seatsHaveRoles: Check = async ({ database: { db } }) => {
  const rows = await db('seats')
    .join('applications', 'applications.id', 'seats.application_id')
    .whereIn('seats.status', ['offered', 'accepted'])
    .whereNotNull('seats.person_id')
    .whereNotIn('applications.status', ['decided', 'withdrawn'])
    .whereRaw(
      `not exists (select 1 from charity_roles join people on people.id = charity_roles.person_id
        where charity_roles.person_id = seats.person_id and charity_roles.ended_at is null
        and people.status = 'active')`,
    )
    .whereRaw(
      `not exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is not null
        and seats.chairs = 0)`,
    )
    .orderBy('seats.id')
    .select<{ seat: string; number: string }[]>('seats.id as seat', 'applications.number')
  return brokenBy(
    'I11',
    rows.map(({ seat, number }) => ({
      entity: `seat ${seat} on ${number}`,
      what: 'belongs to a person without a role in the charity',
    })),
  )
}
