import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import type { Instant } from '../../../domain/time.ts'

type Query = Knex.QueryBuilder

/**
 * A place in an application that uses evidence. `itemId` is null for the whole submission. `wasSubmitted`: in the
 * latest submission, or in a reply that was sent.
 */
export interface UsedPlace {
  evidenceId: string
  itemId: string | null
  wasSubmitted: boolean
  status: ApplicationStatus
  decisionLetterReleased: boolean
  frameworkVersionId: string
}
type PlaceRow = Omit<UsedPlace, 'wasSubmitted' | 'decisionLetterReleased'> & {
  isSubmitted: number
  releasedAt: Instant | null
}

/** The places in one library's applications that use any of this evidence. */
export const placesOfEach = async (
  db: Db,
  organisation: { id: string },
  ids: readonly string[],
): Promise<UsedPlace[]> => (ids.length === 0 ? [] : runLookup(db, placesWithEvidence(db, organisation.id, ids)))

const placesWithEvidence = withKeptSql((db: Db, organisationId: string, ids: readonly string[]): Lookup<UsedPlace[]> =>
  lookup<PlaceRow, UsedPlace[]>(
    () =>
      (db.from(placesIn(db, [...ids]).as('places')) as Query)
        .join('applications', 'applications.id', 'places.application_id')
        .where('applications.organisation_id', organisationId)
        .orderBy([
          { column: 'applications.started_at', order: 'desc' },
          { column: 'applications.id', order: 'desc' },
        ])
        .select(
          'places.evidence_id as evidenceId',
          'places.item_id as itemId',
          'places.is_submitted as isSubmitted',
          'applications.status',
          'applications.decision_letter_released_at as releasedAt',
          'applications.framework_version_id as frameworkVersionId',
        ),
    ['evidenceId', 'itemId', 'isSubmitted', 'status', 'releasedAt', 'frameworkVersionId'],
    rows =>
      rows.map(({ isSubmitted, releasedAt, ...row }) => ({
        ...row,
        wasSubmitted: Number(isSubmitted) === 1,
        decisionLetterReleased: releasedAt !== null,
      })),
  ),
)

/**
 * The places that use evidence, with `evidence_id`, `application_id`, `item_id`, `is_submitted`, `place` (`answer`,
 * `reply`, `partner` or `submission`) and `partner_id` (empty unless `place` is `partner`).
 * @param ids the ids of the evidence, or a query for them
 */
export function placesIn(db: Db | Tx, ids: string[] | Query): Query {
  const among = (table: 'answer_evidence' | 'reply_evidence' | 'submission_evidence' | 'partner_evidence'): Query =>
    (db(table) as Query).whereIn(`${table}.evidence_id`, ids)
  const kind = (place: 'answer' | 'reply' | 'submission') => [db.raw(`'${place}' as place`), db.raw(`'' as partner_id`)]
  return among('answer_evidence')
    .join('answers', 'answers.id', 'answer_evidence.answer_id')
    .select('evidence_id', 'application_id', 'item_id', db.raw('0 as is_submitted'), ...kind('answer'))
    .unionAll([
      among('reply_evidence')
        .join('questions', 'questions.id', 'reply_evidence.question_id')
        .select(
          'evidence_id',
          'application_id',
          'item_id',
          db.raw('case when questions.replied_at is null then 0 else 1 end as is_submitted'),
          ...kind('reply'),
        ),
      among('partner_evidence')
        .join('application_partners', 'application_partners.partner_id', 'partner_evidence.partner_id')
        .join('partners', 'partners.id', 'partner_evidence.partner_id')
        .whereNull('partners.removed_at')
        .select(
          'partner_evidence.evidence_id',
          'application_partners.application_id',
          'application_partners.item_id',
          db.raw('0 as is_submitted'),
          db.raw(`'partner' as place`),
          'application_partners.partner_id',
        ),
      among('submission_evidence')
        .join('submissions', 'submissions.id', 'submission_evidence.submission_id')
        .select(
          'evidence_id',
          'submissions.application_id',
          db.raw('null as item_id'),
          db.raw(
            `case when exists (select 1 from submissions as later
              where later.application_id = submissions.application_id
              and later.number > submissions.number) then 0 else 1 end as is_submitted`,
          ),
          ...kind('submission'),
        ),
    ] as never)
}
