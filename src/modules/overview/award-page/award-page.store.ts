import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Award } from '../../../domain/award.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'

export interface AwardCase {
  id: string
  number: string
  kind: ApplicationKind
  released: boolean
}

/** The applications of an award that the person may know of, newest first. */
export async function casesOfAward(db: Db, who: Actor, { id }: Pick<Award, 'id'>): Promise<AwardCase[]> {
  const rows = await applicationsKnownTo(db, who)
    .where('applications.award_id', id)
    .orderBy([
      { column: 'applications.started_at', order: 'desc' },
      { column: 'applications.id', order: 'desc' },
    ])
    .limit(20)
    .select('applications.id', 'applications.number', 'applications.kind', 'applications.letter_released_at')
  return rows.map(row => ({
    id: row.id,
    number: row.number,
    kind: row.kind as ApplicationKind,
    released: row.letter_released_at !== null,
  }))
}
