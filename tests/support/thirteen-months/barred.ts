import type { Db } from '../../../src/db/connection.ts'

/** Pairs of an award and a person with a conflict on one of its applications: `${award} ${person}`. */
export async function barredFromAward(db: Db): Promise<Set<string>> {
  const rows = await db('declarations')
    .join('applications', 'applications.id', 'declarations.application_id')
    .where({ says: 'conflict' })
    .whereNotNull('applications.award_id')
    .select('applications.award_id as award', 'declarations.person_id as person')
  return new Set(rows.map(({ award, person }) => `${award} ${person}`))
}

/** Pairs of an application and a person with a conflict, a seat or the offer of a seat: `${application} ${person}`. */
export async function barredFromApplication(db: Db): Promise<Set<string>> {
  const conflicts = await db('declarations')
    .where({ says: 'conflict' })
    .select('application_id as of', 'person_id as person')
  const seats = await db('seats')
    .whereIn('status', ['offered', 'accepted'])
    .whereNotNull('person_id')
    .select('application_id as of', 'person_id as person')
  return new Set([...conflicts, ...seats].map(({ of, person }) => `${of} ${person}`))
}
