import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { Entity } from '../../../domain/reminding.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { Wanted } from './subjects.store.ts'

interface Change {
  number: number
  move: string
  validTo: Day | null
  at: Instant
}
interface Row {
  id: string
  organisationId: string
  organisation: string
  status: AwardStatus
  validTo: Day | null
  grantedOn: Day
  settings: string | null
  barred: string
  changes: string
}

/** In these a date asks for a renewal. While one is with us none does, and what is over stays so. */
const asking = ['valid', 'renewal open', 'extended', 'overdue', 'suspended']

/** Awards with their last valid day and the ladder that their term copied when it began. */
export async function awardSubjects(db: Db, wanted: Wanted): Promise<Entity[]> {
  const rows = await db('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .modify(query => {
      if ('ids' in wanted) return void query.whereIn('awards.id', [...wanted.ids])
      query
        .where('awards.id', '>', wanted.after)
        .whereIn('awards.status', asking)
        .whereNotNull('awards.valid_to')
        .where(near =>
          near.where('awards.valid_to', '<=', wanted.upTo).orWhereRaw(
            `exists (select 1 from reminders where reminders.kind = 'award'
                and reminders.entity_id = awards.id and reminders.status = 'planned')`,
          ),
        )
        .limit(wanted.limit)
    })
    .orderBy('awards.id')
    .select<Row[]>(
      'awards.id',
      'awards.organisation_id as organisationId',
      'organisations.name as organisation',
      'awards.status',
      'awards.valid_to as validTo',
      'awards.granted_on as grantedOn',
      db.raw(
        `(select terms.settings from terms where terms.award_id = awards.id order by terms.number desc
          limit 1) as settings`,
      ),
      jsonList(
        db,
        { id: 'declarations.person_id' },
        `from declarations join applications on applications.id = declarations.application_id
        where applications.award_id = awards.id and declarations.says = 'conflict'`,
        'barred',
      ),
      jsonList(
        db,
        {
          number: 'award_changes.number',
          move: 'award_changes.move',
          validTo: 'award_changes.valid_to',
          at: 'award_changes.at',
        },
        'from award_changes where award_changes.award_id = awards.id',
        'changes',
      ),
    )
  return rows.map(toEntity)
}

function toEntity(row: Row): Entity {
  const { reminders = [], lapseAfterDays = 0 } = JSON.parse(row.settings ?? '{}') as {
    reminders?: number[]
    lapseAfterDays?: number
  }
  return {
    kind: 'award',
    id: row.id,
    about: row.validTo,
    steps: reminders,
    from: firstDayOf(row),
    organisationId: row.organisationId,
    organisation: row.organisation,
    applicationId: null,
    asksNothing: !asking.includes(row.status)
      ? row.status === 'renewal with us'
        ? 'renewal with us'
        : 'over'
      : row.validTo === null
        ? 'renewal with us'
        : null,
    barred: (JSON.parse(row.barred) as { id: string }[]).map(({ id }) => id),
    lapsesAfter: row.validTo === null ? null : addDays(row.validTo, lapseAfterDays),
    isSuspended: row.status === 'suspended',
    ownerId: null,
  }
}

/**
 * From when its date stands as it does. An award from paper is reminded of from that very day; a date that was moved
 * has been told of by the letter of that day.
 */
function firstDayOf({ changes, validTo, grantedOn }: Row): Day {
  const inOrder = (JSON.parse(changes) as Change[]).toSorted((a, b) => a.number - b.number)
  const lastOther = inOrder.findLastIndex(change => change.validTo !== validTo)
  const since = inOrder[lastOther + 1]
  if (!since) return grantedOn
  return ['grant', 'record'].includes(since.move) ? dayOf(since.at) : addDays(dayOf(since.at), 1)
}
