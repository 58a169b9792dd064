import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application, ApplicationKind, ApplicationStatus } from '../../../domain/application.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'

/** Whose turn it is: the filters of the desk's list, each an address of its own. */
export const lists = {
  'under way': [
    'draft',
    'submitted',
    'returned',
    'checked',
    'with the panel',
    'more evidence asked',
    'resubmitted',
    'with a trustee',
    'on hold',
  ],
  'with us': ['submitted', 'checked', 'resubmitted', 'on hold'],
  'with the panel': ['with the panel'],
  'with a trustee': ['with a trustee'],
  'with the library': ['draft', 'returned', 'more evidence asked'],
  decided: ['decided'],
  withdrawn: ['withdrawn'],
} as const satisfies Record<string, readonly ApplicationStatus[]>
export type ListName = keyof typeof lists

export interface ApplicationLine {
  id: string
  number: string
  organisation: string
  place: string
  kind: ApplicationKind
  status: ApplicationStatus
  statusSince: Instant
  until: Day | null
  decisionLetterReleased: boolean
  branches: number
  /** whether the reader declared no conflict; null before the declaration */
  declared: 'no conflict' | null
}
export interface Place {
  since: string
  id: string
}

/**
 * The desk's list: what has waited longest first; what is over, newest first. `after` is the last line of the page
 * before.
 */
export async function applicationLines(
  db: Db,
  actor: Actor,
  list: ListName,
  after: Place | null,
  limit = 30,
): Promise<ApplicationLine[]> {
  const newestFirst = list === 'decided' || list === 'withdrawn'
  const order = newestFirst ? 'desc' : 'asc'
  const lines = await applicationsKnownTo(db, actor)
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .whereIn('applications.status', lists[list])
    .modify(query => {
      if (after)
        query.whereRaw(`(applications.status_since, applications.id) ${newestFirst ? '<' : '>'} (?, ?)`, [
          after.since,
          after.id,
        ])
    })
    .orderBy([
      { column: 'applications.status_since', order },
      { column: 'applications.id', order },
    ])
    .limit(limit)
    .select<LineRow[]>(
      'applications.id',
      'applications.number',
      'applications.kind',
      'applications.status',
      'applications.status_since as statusSince',
      'applications.until',
      'applications.decision_letter_released_at as decisionLetterReleasedAt',
      'organisations.name as organisation',
      'organisations.place',
      db('application_branches')
        .whereRaw('application_branches.application_id = applications.id')
        .count()
        .as('branches'),
      db('declarations')
        .whereRaw('declarations.application_id = applications.id')
        .where({ person_id: actor.id })
        .select('says')
        .as('declared'),
    )
  return lines.map(({ decisionLetterReleasedAt, ...line }) => ({
    ...line,
    decisionLetterReleased: decisionLetterReleasedAt !== null,
    branches: Number(line.branches),
  }))
}
type LineRow = Omit<ApplicationLine, 'decisionLetterReleased'> & { decisionLetterReleasedAt: string | null }

export interface OwnLine {
  id: string
  number: string
  kind: ApplicationKind
  status: ApplicationStatus
  statusSince: Instant
  startedAt: Instant
  decisionLetterReleased: boolean
}

/** A library's applications, newest first. */
export async function applicationsOf(db: Db | Tx, organisation: { id: string }, limit = 50): Promise<OwnLine[]> {
  const rows = await db('applications')
    .where({ organisation_id: organisation.id })
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
    .select<(Row<'applications'> & { proposedAt: Instant | null })[]>(
      'applications.*',
      db.raw('(select max(made_at) from proposals where proposals.application_id = applications.id) as "proposedAt"'),
    )
  return rows.map(row => {
    const decisionLetterReleased = row.decision_letter_released_at !== null
    // the day of the decision comes with the letter
    const sinceProposed = row.status === 'decided' && !decisionLetterReleased ? row.proposedAt : null
    return {
      id: row.id,
      number: row.number,
      kind: row.kind as ApplicationKind,
      status: row.status as ApplicationStatus,
      statusSince: sinceProposed ?? row.status_since,
      startedAt: row.started_at,
      decisionLetterReleased,
    }
  })
}

/** @returns whether anything changed */
export async function replaceScope(
  trx: Tx,
  { id, scope }: Pick<Application, 'id' | 'scope'>,
  branches: readonly string[],
): Promise<boolean> {
  if (branches.length === scope.length && branches.every(branch => scope.includes(branch))) return false
  await trx('application_branches').where({ application_id: id }).delete()
  await trx.batchInsert(
    'application_branches',
    branches.map(branch_id => ({ application_id: id, branch_id })),
    100,
  )
  return true
}
