import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row, YesNo } from '../../../db/tables.ts'
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
  /** the names of the branches that were not drawn at random, because they joined the award after the last appraisal */
  added: readonly string[]
}

/** The samples of an application, newest first. Makes two queries. */
export async function samplesOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Sample[]> {
  const samples = await runLookup(db, sampleRows(db, id))
  if (samples.length === 0) return []
  const ids = samples.map(sample => sample.id)
  const branches = await runLookup(db, branchesSampled(db, ids))
  return samples.map(sample => ({
    ...sample,
    branches: branches.filter(({ sampleId }) => sampleId === sample.id).map(({ name }) => name),
    added: branches.filter(({ sampleId, isAdded }) => sampleId === sample.id && isAdded === 1).map(({ name }) => name),
  }))
}

type SampleRow = Omit<Sample, 'branches' | 'added'>

const sampleRows = withKeptSql((db: Db | Tx, applicationId: string): Lookup<SampleRow[]> =>
  lookup<SampleRow, SampleRow[]>(
    () =>
      db('branch_samples')
        .where({ application_id: applicationId })
        .orderBy('number', 'desc')
        .select('id', 'number', 'seed', 'branches as all', 'reason', 'drawn_at as drawnAt'),
    ['id', 'number', 'seed', 'all', 'reason', 'drawnAt'],
    rows => rows,
  ),
)

interface BranchSampled {
  sampleId: string
  name: string
  isAdded: YesNo
}

const branchesSampled = withKeptSql((db: Db | Tx, sampleIds: readonly string[]): Lookup<BranchSampled[]> =>
  lookup<BranchSampled, BranchSampled[]>(
    () =>
      db('sampled_branches')
        .join('branches', 'branches.id', 'sampled_branches.branch_id')
        .whereIn('sampled_branches.sample_id', [...sampleIds])
        .orderBy(['sampled_branches.sample_id', 'sampled_branches.place'])
        .select('sampled_branches.sample_id as sampleId', 'branches.name', 'sampled_branches.is_added as isAdded'),
    ['sampleId', 'name', 'isAdded'],
    rows => rows,
  ),
)

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
 * The given branches that joined the award since a panel last appraised it. If no panel has appraised it in this
 * service, the branches that joined after the award was granted. Empty for a first application.
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
