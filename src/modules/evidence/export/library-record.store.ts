import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ConsentUse } from '../../../domain/consent.ts'
import { can } from '../../../domain/permissions.ts'
import type { Frequency } from '../../../domain/recurring.ts'
import type { TargetStatus } from '../../../domain/target.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { usesIn, type Uses } from '../consents/consent.store.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/** A consent, with the details that the download lists. */
export interface ConsentRecord {
  evidenceId: string
  person: string
  guardian: string | null
  uses: ConsentUse[]
  language: string
  wording: string
  heldBy: string
  heldWhere: string
  givenOn: Day
  expiresOn: Day | null
  withdrawnAt: Instant | null
}
export interface TargetRecord {
  body: string
  owner: string
  dueOn: Day
  status: TargetStatus
  progress: string
  progressAt: Instant | null
}
export interface RecurringRecord {
  title: string
  what: string
  every: Frequency
  asked: string
  branch: string | null
  nextDue: Day
  endedAt: Instant | null
}

/** The records that a download of all evidence contains in addition to the evidence and the partners. */
export interface LibraryRecords {
  consents: ConsentRecord[]
  targets: TargetRecord[]
  recurring: RecurringRecord[]
}

/** The library's consents, targets and regular evidence that the actor can read. */
export async function libraryRecords(db: Db, actor: Actor, organisation: { id: string }): Promise<LibraryRecords> {
  const found = await runLookups(db, {
    consents: can(actor, 'consent.list', organisation) ? consentsKept(db, actor, organisation.id) : null,
    targets: can(actor, 'target.read', organisation) ? targetsKept(db, organisation.id) : null,
    recurring: can(actor, 'recurring.read', organisation) ? recurringKept(db, organisation.id) : null,
  })
  return { consents: found.consents ?? [], targets: found.targets ?? [], recurring: found.recurring ?? [] }
}

const consentsKept = withKeptSql((db: Db, actor: Actor, id: string): Lookup<ConsentRecord[]> => {
  const query = () =>
    evidenceReadableBy(db, actor)
      .where('evidence.organisation_id', id)
      .join('consents', 'consents.evidence_id', 'evidence.id')
      .orderBy(['evidence.received_at', 'evidence.id', 'consents.recorded_at', 'consents.id'])
      .select(
        'consents.evidence_id as evidenceId',
        'consents.person',
        'consents.guardian',
        'consents.for_panel',
        'consents.for_council',
        'consents.for_charity',
        'consents.for_public',
        'consents.language',
        'consents.wording',
        'consents.held_by as heldBy',
        'consents.held_where as heldWhere',
        'consents.given_on as givenOn',
        'consents.expires_on as expiresOn',
        'consents.withdrawn_at as withdrawnAt',
      ) as Knex.QueryBuilder
  return lookup<Omit<ConsentRecord, 'uses'> & Uses, ConsentRecord[]>(
    query,
    [
      'evidenceId',
      'person',
      'guardian',
      'for_panel',
      'for_council',
      'for_charity',
      'for_public',
      'language',
      'wording',
      'heldBy',
      'heldWhere',
      'givenOn',
      'expiresOn',
      'withdrawnAt',
    ],
    rows => rows.map(row => ({ ...row, uses: usesIn(row) })),
  )
})

const targetsKept = withKeptSql((db: Db, id: string): Lookup<TargetRecord[]> =>
  lookup<TargetRecord, TargetRecord[]>(
    () =>
      (db('targets') as Knex.QueryBuilder)
        .join('people', 'people.id', 'targets.owner_id')
        .where('targets.organisation_id', id)
        .orderBy(['targets.due_on', 'targets.id'])
        .select(
          'targets.body',
          'people.name as owner',
          'targets.due_on as dueOn',
          'targets.status',
          'targets.progress',
          'targets.progress_at as progressAt',
        ),
    ['body', 'owner', 'dueOn', 'status', 'progress', 'progressAt'],
    rows => rows,
  ),
)

const recurringKept = withKeptSql((db: Db, id: string): Lookup<RecurringRecord[]> =>
  lookup<RecurringRecord, RecurringRecord[]>(
    () =>
      (db('recurring_evidence') as Knex.QueryBuilder)
        .join('people', 'people.id', 'recurring_evidence.asked_id')
        .leftJoin('branches', 'branches.id', 'recurring_evidence.branch_id')
        .where('recurring_evidence.organisation_id', id)
        .orderBy(['recurring_evidence.title', 'recurring_evidence.id'])
        .select(
          'recurring_evidence.title',
          'recurring_evidence.what',
          'recurring_evidence.every',
          'people.name as asked',
          'branches.name as branch',
          'recurring_evidence.next_due as nextDue',
          'recurring_evidence.ended_at as endedAt',
        ),
    ['title', 'what', 'every', 'asked', 'branch', 'nextDue', 'endedAt'],
    rows => rows,
  ),
)
