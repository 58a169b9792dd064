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
  /** the number of branches in scope that were open when the sample was drawn */
  all: number
  reason: string | null
  drawnAt: Instant
  /** the names of the branches, in the order in which they were drawn */
  branches: readonly string[]
  /** the names of those that were not chosen at random, because they were added since the last appraisal */
  added: readonly string[]
}

/** The samples of an application, newest first. Makes two queries. */
export async function samplesOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Sample[]> {
  const rows = await db('branch_samples').where({ application_id: id }).orderBy('number', 'desc')
  if (rows.length === 0) return []
  const branches: { sampleId: string; name: string; isAdded: number }[] = await db('sampled_branches')
    .join('branches', 'branches.id', 'sampled_branches.branch_id')
    .whereIn(
      'sampled_branches.sample_id',
      rows.map(row => row.id),
    )
    .orderBy(['sampled_branches.sample_id', 'sampled_branches.place'])
    .select('sampled_branches.sample_id as sampleId', 'branches.name', 'sampled_branches.is_added as isAdded')
  return rows.map(row => ({
    id: row.id,
    number: row.number,
    seed: row.seed,
    all: row.branches,
    reason: row.reason,
    drawnAt: row.drawn_at,
    branches: branches.filter(({ sampleId }) => sampleId === row.id).map(({ name }) => name),
    added: branches.filter(({ sampleId, isAdded }) => sampleId === row.id && isAdded === 1).map(({ name }) => name),
  }))
}

/** The number of samples drawn for an application. */
export async function samplesDrawn(trx: Tx, { id }: Pick<Application, 'id'>): Promise<number> {
  const rows = await trx('branch_samples').where({ application_id: id }).select('id')
  return rows.length
}

/** @throws Stale when another sample with the same number was drawn at the same time */
export async function insertSample(
  trx: Tx,
  row: Row<'branch_samples'>,
  { branches, added }: { branches: readonly string[]; added: readonly string[] },
): Promise<void> {
  const inserted = await trx('branch_samples')
    .insert(row)
    .onConflict(['application_id', 'number'])
    .ignore()
    .returning('id')
  if (inserted.length === 0) throw new Stale()
  await trx('sampled_branches').insert(
    branches.map((branch_id, place) => ({
      sample_id: row.id,
      branch_id,
      place,
      is_added: added.includes(branch_id) ? 1 : 0,
    })),
  )
}

/**
 * The branches among these that joined the award since a panel last appraised it. Without an appraisal in this service,
 * those that joined after the award was granted. None for a first application.
 */
export async function addedSinceAppraisal(
  trx: Tx,
  { id, awardId }: Pick<Application, 'id' | 'awardId'>,
  branches: readonly string[],
): Promise<string[]> {
  if (awardId === null) return []
  const last = await trx('decisions')
    .join('applications', 'applications.id', 'decisions.application_id')
    .where('applications.award_id', awardId)
    .whereNot('applications.id', id)
    .whereNotNull('decisions.proposal_id')
    .whereNotNull('decisions.released_at')
    .whereNull('decisions.reversed_at')
    .orderBy('decisions.released_at', 'desc')
    .first<{ id: string } | undefined>('applications.id')
  const known: string[] = last
    ? await trx('application_branches').where({ application_id: last.id }).pluck('branch_id')
    : await trx('award_branches')
        .join('awards', 'awards.id', 'award_branches.award_id')
        .where({ award_id: awardId })
        .whereRaw('award_branches.joined_on = awards.granted_on')
        .pluck('award_branches.branch_id')
  return branches.filter(branch => !known.includes(branch))
}
