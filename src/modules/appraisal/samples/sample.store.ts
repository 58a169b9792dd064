import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

/** A sample of the branches in scope. */
export interface Sample {
  id: string
  /** 1 for the first sample of an application */
  number: number
  seed: string
  /** the number of branches in scope */
  all: number
  reason: string | null
  drawnAt: Instant
  /** the names of the branches, in the order in which they were drawn */
  branches: readonly string[]
}

/** The samples of an application, newest first. Makes two queries. */
export async function samplesOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Sample[]> {
  const rows = await db('branch_samples').where({ application_id: id }).orderBy('number', 'desc')
  if (rows.length === 0) return []
  const branches: { sampleId: string; name: string }[] = await db('sampled_branches')
    .join('branches', 'branches.id', 'sampled_branches.branch_id')
    .whereIn(
      'sampled_branches.sample_id',
      rows.map(row => row.id),
    )
    .orderBy(['sampled_branches.sample_id', 'sampled_branches.place'])
    .select('sampled_branches.sample_id as sampleId', 'branches.name')
  return rows.map(row => ({
    id: row.id,
    number: row.number,
    seed: row.seed,
    all: row.branches,
    reason: row.reason,
    drawnAt: row.drawn_at,
    branches: branches.filter(({ sampleId }) => sampleId === row.id).map(({ name }) => name),
  }))
}

/** The number of samples drawn for an application. */
export async function samplesDrawn(trx: Tx, { id }: Pick<Application, 'id'>): Promise<number> {
  const rows = await trx('branch_samples').where({ application_id: id }).select('id')
  return rows.length
}

/** @throws Stale when another sample with the same number was drawn at the same time */
export async function insertSample(trx: Tx, row: Row<'branch_samples'>, branchIds: readonly string[]): Promise<void> {
  const inserted = await trx('branch_samples')
    .insert(row)
    .onConflict(['application_id', 'number'])
    .ignore()
    .returning('id')
  if (inserted.length === 0) throw new Stale()
  await trx('sampled_branches').insert(branchIds.map((branch_id, place) => ({ sample_id: row.id, branch_id, place })))
}
