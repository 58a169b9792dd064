import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { latest } from '../../../domain/valid-to.ts'
import { awardsFullNext, isSuspendedMaybeWithUs, settingsOfTerm, suspendedWithUs } from '../../awards/awards.public.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

interface Change {
  number: number
  move: string
  validTo: Day | null
  at: Instant
}
interface AwardRow {
  id: string
  organisationId: string
  organisation: string
  status: AwardStatus
  validTo: Day | null
  grantedOn: Day
  settings: string | null
  barred: string
  changes: string
  /** 1 when the award is suspended, and its renewal or a review of it may be with the charity */
  mayBeWithUs: number
}

/** The states in which the library has to renew the award. */
const statusesToRenew = ['valid', 'renewal open', 'extended', 'overdue', 'suspended']

/** Awards with their last valid day, and the reminder schedule of the current award period. */
export async function awardSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const longest = 'dueBy' in wanted && wanted.dueBy !== null ? await longestStep(db) : 0
  const rows = await db('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .modify(query => selectAwards(query, wanted, longest))
    .orderBy('awards.id')
    .select<AwardRow[]>(
      'awards.id',
      'awards.organisation_id as organisationId',
      'organisations.name as organisation',
      'awards.status',
      'awards.valid_to as validTo',
      'awards.granted_on as grantedOn',
      db.raw(`${settingsOfTerm} as settings`),
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
        'from award_changes where award_changes.award_id = awards.id and award_changes.undone_at is null',
        'changes',
      ),
      db.raw(`case when ${isSuspendedMaybeWithUs} then 1 else 0 end as "mayBeWithUs"`),
    )
  const withUs = await suspendedWithUs(
    db,
    rows.map(({ id, mayBeWithUs }) => ({ id, mayBeWithUs: mayBeWithUs === 1 })),
    wanted.today,
  )
  // the kind of renewal is read only for emails, which select their subjects by id
  const started = 'ids' in wanted ? await kindsStarted(db, wanted.ids) : new Map<string, string>()
  const unstarted = 'ids' in wanted ? rows.map(({ id }) => id).filter(id => !started.has(id)) : []
  const fullNext = await awardsFullNext(db, unstarted)
  return rows.map(row => ({
    ...toSubject(row, withUs.has(row.id)),
    isFullNext: fullNext.has(row.id) || started.get(row.id) === 'reappraisal',
  }))
}

/** The kinds of the renewals that libraries have started, by award id. An award has at most one. */
async function kindsStarted(db: Db, awardIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db('applications')
    .whereIn('award_id', [...awardIds])
    .whereNotIn('status', ['withdrawn', 'decided'])
    .select<{ awardId: string; kind: string }[]>('award_id as awardId', 'kind')
  return new Map(rows.map(({ awardId, kind }) => [awardId, kind]))
}

/**
 * The longest time, in days, between the first reminder about an award and its date. Each award period has a copy of
 * its framework version's schedule, so one period of each version is enough.
 */
async function longestStep(db: Db): Promise<number> {
  const versions = await db('framework_versions').select<{ settings: string | null }[]>(
    db.raw(`(select terms.settings from terms where terms.framework_version_id = framework_versions.id
      limit 1) as settings`),
  )
  return Math.max(0, ...versions.flatMap(({ settings }) => settingsIn(settings).reminders))
}

function settingsIn(settings: string | null): { reminders: number[]; lapseAfterDays: number } {
  const stored = JSON.parse(settings ?? '{}') as { reminders?: number[]; lapseAfterDays?: number }
  return { reminders: [], lapseAfterDays: 0, ...stored }
}

function selectAwards(query: Knex.QueryBuilder, wanted: SubjectSelection, longest: number): void {
  if ('ids' in wanted) return void query.whereIn('awards.id', [...wanted.ids])
  void query
    .where('awards.id', '>', wanted.after)
    .whereIn('awards.status', statusesToRenew)
    .whereNotNull('awards.valid_to')
    .limit(wanted.limit)
  if (wanted.dueBy !== null) return void query.where('awards.valid_to', '<=', addDays(wanted.dueBy, longest))
  void query.where(near =>
    near.where('awards.valid_to', '<=', wanted.upTo).orWhereRaw(
      `exists (select 1 from reminders where reminders.kind = 'award'
          and reminders.entity_id = awards.id and reminders.status = 'planned')`,
    ),
  )
}

function toSubject(row: AwardRow, isWithUs: boolean): Subject {
  const { reminders, lapseAfterDays } = settingsIn(row.settings)
  return {
    kind: 'award',
    id: row.id,
    about: row.validTo,
    steps: reminders,
    from: remindedFrom(row),
    organisationId: row.organisationId,
    organisation: row.organisation,
    applicationId: null,
    nothingDueReason: isWithUs ? 'renewal with us' : nothingDueReasonOf(row),
    barred: (JSON.parse(row.barred) as { id: string }[]).map(({ id }) => id),
    lapsesAfter: row.validTo === null ? null : addDays(row.validTo, lapseAfterDays),
    isSuspended: row.status === 'suspended',
    ownerId: null,
    neededFrom: [],
    chairId: null,
  }
}

function nothingDueReasonOf({ status, validTo }: AwardRow): Subject['nothingDueReason'] {
  if (status === 'renewal with us') return 'renewal with us'
  if (!statusesToRenew.includes(status)) return 'over'
  return validTo === null ? 'renewal with us' : null
}

/** The first day on which reminders about the current last valid day can be sent. */
function remindedFrom({ changes, validTo, grantedOn }: AwardRow): Day {
  const inOrder = (JSON.parse(changes) as Change[]).toSorted((a, b) => a.number - b.number)
  const lastOther = inOrder.findLastIndex(change => change.validTo !== validTo)
  const since = inOrder[lastOther + 1]
  if (!since) return grantedOn
  // any other change has its own email that day, so reminders start the day after
  const first = ['grant', 'record', 'correct'].includes(since.move) ? dayOf(since.at) : addDays(dayOf(since.at), 1)
  // a renewal that is handed back late leaves the last valid day as it is; the award then becomes overdue, and that has
  // an email of its own too
  const missed = inOrder.findLast(
    ({ move }, place) => move === 'fallOverdue' && inOrder[place - 1]?.move === 'handBack',
  )
  return missed ? latest(first, addDays(dayOf(missed.at), 1)) : first
}
