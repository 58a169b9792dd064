import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { LetterText } from '../../../domain/letter.ts'
import type { Instant } from '../../../domain/time.ts'
import type { AgreedFinding } from '../meetings/meeting.store.ts'

export interface Decision {
  id: string
  applicationId: string
  proposalId: string | null
  outcome: Outcome
  /** the text written by the panel, or by the trustee who confirmed a light renewal */
  decisionLetter: string
  letter: Pick<LetterText, 'opening' | 'closing'>
  /** the opening and closing of the template when the decision was made */
  template: Pick<LetterText, 'opening' | 'closing'>
  letterEdited: { by: string; at: Instant } | null
  letterVersion: number
  /** the whole letter as released; null before its release */
  letterReleased: string | null
  decidedBy: string
  decidedAt: Instant
  /** the time at which the letter will be released; null while no time is set */
  releaseAt: Instant | null
  releasedAt: Instant | null
}

/** The latest decision that was not reversed; null when there is none. */
export const decisionOn = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Decision | null> =>
  runLookup(db, currentDecision(db, application.id))

/** Finds what `decisionOn` does, as a lookup to run with others. */
export const currentDecision = withKeptSql((db: Db | Tx, applicationId: string): Lookup<Decision | null> =>
  oneDecision(() =>
    db('decisions')
      .where({ application_id: applicationId, reversed_at: null })
      .orderBy([
        { column: 'decided_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]),
  ),
)

const oneDecision = (query: () => Knex.QueryBuilder): Lookup<Decision | null> =>
  lookup<DecisionRow, Decision | null>(
    () =>
      query()
        .limit(1)
        .select(...decisionColumns),
    decisionColumns,
    ([row]) => (row ? toDecision(row) : null),
  )

/** The latest decision that was not reversed on each of these applications, by the id of the application. */
export const decisionsOnLookup = withKeptSql(
  (db: Db | Tx, ids: readonly string[]): Lookup<ReadonlyMap<string, Decision>> =>
    lookup<DecisionRow, ReadonlyMap<string, Decision>>(
      () =>
        db('decisions')
          .whereIn('application_id', [...ids])
          .where({ reversed_at: null })
          .orderBy(['decided_at', 'id'])
          .select(...decisionColumns),
      decisionColumns,
      // rows are in the order of the decisions, so the map keeps the last one on each application
      rows => new Map(rows.map(row => [row.application_id, toDecision(row)])),
    ),
)

/** The decision whose letter was released last and that was not reversed; null when there is none. */
export const releasedDecisionOn = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Decision | null> =>
  runLookup(db, releasedDecision(db, application.id))

/** The lookup that `releasedDecisionOn` runs, for callers that run several lookups in one statement. */
export const releasedDecision = withKeptSql((db: Db | Tx, applicationId: string): Lookup<Decision | null> =>
  oneDecision(() => releasedLast(db, applicationId)),
)

const releasedLast = (db: Db | Tx, applicationId: string) =>
  db('decisions')
    .where({ application_id: applicationId, reversed_at: null })
    .whereNotNull('released_at')
    .orderBy([
      { column: 'released_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])

/**
 * Copies the agreed findings to the decision whose letter is released, because the agreed findings can change if the
 * application is reopened.
 */
export async function freezeFindings(trx: Tx, { id, applicationId }: Decision): Promise<void> {
  const rows = await trx('agreed_findings')
    .where({ application_id: applicationId })
    .select('item_id', 'judgement', 'reason')
  await trx.batchInsert(
    'decision_findings',
    rows.map(row => ({ decision_id: id, ...row })),
    100,
  )
}

export type DecidedFinding = Pick<AgreedFinding, 'itemId' | 'judgement' | 'reason'>

/** The agreed findings with which a decision letter was released. */
export const findingsOfDecisionLookup = withKeptSql((db: Db | Tx, id: string): Lookup<DecidedFinding[]> =>
  decidedFindings(() => db('decision_findings').where({ decision_id: id })),
)

/** As `findingsOfDecisionLookup`, for the decision that `releasedDecisionOn` finds; empty without one. */
export const findingsReleased = withKeptSql((db: Db | Tx, applicationId: string): Lookup<DecidedFinding[]> =>
  decidedFindings(() =>
    db('decision_findings').where('decision_id', releasedLast(db, applicationId).limit(1).select('id')),
  ),
)

const decidedFindings = (query: () => Knex.QueryBuilder): Lookup<DecidedFinding[]> =>
  lookup<DecidedFinding, DecidedFinding[]>(
    () => query().select('item_id as itemId', 'judgement', 'reason'),
    ['itemId', 'judgement', 'reason'],
    rows => rows,
  )

/** @throws Stale when the decision has already been reversed, or its letter released */
export async function reverseDecision(trx: Tx, { id }: Pick<Decision, 'id'>, at: Instant): Promise<void> {
  const changed = await trx('decisions').where({ id, released_at: null, reversed_at: null }).update({ reversed_at: at })
  if (changed === 0) throw new Stale()
}

type NewDecision = Pick<
  Row<'decisions'>,
  'id' | 'application_id' | 'proposal_id' | 'outcome' | 'decision_letter' | 'decided_by' | 'decided_at'
>

/**
 * Inserts a decision. Its letter's version number is one higher than that of any earlier decision on the application. A
 * form about an earlier letter can then never match the new letter.
 * @param template the opening and closing of the decision letter
 */
export async function insertDecision(
  trx: Tx,
  row: NewDecision,
  template: Decision['template'] = { opening: '', closing: '' },
): Promise<void> {
  const { opening, closing } = template
  const [earlier] = await trx('decisions')
    .where({ application_id: row.application_id })
    .max<{ version: number | null }[]>('letter_version as version')
  await trx('decisions').insert({
    ...row,
    letter_opening: opening,
    letter_closing: closing,
    template_opening: opening,
    template_closing: closing,
    letter_edited_by: null,
    letter_edited_at: null,
    letter_version: (earlier?.version ?? 0) + 1,
    letter_released: null,
    release_at: null,
    release_set_by: null,
    released_at: null,
    released_by: null,
    reversed_at: null,
  })
}

/**
 * Changes the letter of a decision, or its release time.
 * @throws Stale when the letter has been changed or released, or the decision reversed, since the letter was read
 */
export async function updateLetter(
  trx: Tx,
  { id }: Pick<Decision, 'id'>,
  readAt: number,
  changes: Partial<
    Pick<
      Row<'decisions'>,
      'letter_opening' | 'letter_closing' | 'letter_edited_by' | 'letter_edited_at' | 'release_at' | 'release_set_by'
    >
  >,
): Promise<void> {
  const changed = await trx('decisions')
    .where({ id, letter_version: readAt, released_at: null, reversed_at: null })
    .update({ ...changes, letter_version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** @throws Stale when the letter has already been released, or the decision reversed */
export async function releaseDecision(
  trx: Tx,
  { id }: Pick<Decision, 'id'>,
  by: { personId: string | null; at: Instant; letter: string },
): Promise<void> {
  const changed = await trx('decisions')
    .where({ id, released_at: null, reversed_at: null })
    .update({ released_at: by.at, released_by: by.personId, letter_released: by.letter })
  if (changed === 0) throw new Stale()
}

/** A person's name; empty when there is no person with this id. */
export const nameOf = (db: Db | Tx, personId: string): Promise<string> => runLookup(db, nameLookup(db, personId))

export const nameLookup = withKeptSql((db: Db | Tx, personId: string): Lookup<string> =>
  lookup<{ name: string }, string>(
    () => db('people').where({ id: personId }).select('name'),
    ['name'],
    ([row]) => row?.name ?? '',
  ),
)

/** The id of an application's award; null until a decision letter grants one. */
export async function awardOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<string | null> {
  return (await db('applications').where({ id }).first('award_id'))?.award_id ?? null
}

const decisionColumns = [
  'id',
  'application_id',
  'proposal_id',
  'outcome',
  'decision_letter',
  'letter_opening',
  'letter_closing',
  'template_opening',
  'template_closing',
  'letter_edited_by',
  'letter_edited_at',
  'letter_version',
  'letter_released',
  'decided_by',
  'decided_at',
  'release_at',
  'released_at',
] as const

type DecisionRow = Pick<Row<'decisions'>, (typeof decisionColumns)[number]>

const toDecision = (row: DecisionRow): Decision => ({
  id: row.id,
  applicationId: row.application_id,
  proposalId: row.proposal_id,
  outcome: row.outcome as Outcome,
  decisionLetter: row.decision_letter,
  letter: { opening: row.letter_opening, closing: row.letter_closing },
  template: { opening: row.template_opening, closing: row.template_closing },
  letterEdited: row.letter_edited_by === null ? null : { by: row.letter_edited_by, at: row.letter_edited_at! },
  letterVersion: row.letter_version,
  letterReleased: row.letter_released,
  releaseAt: row.release_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  releasedAt: row.released_at,
})
