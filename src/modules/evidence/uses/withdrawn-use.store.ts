import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import { statesToReplaceIn } from '../../../domain/replacement.ts'
import type { Day } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'
import { placesIn } from './use.store.ts'

/** An item of an application for which the library needs other evidence, because someone withdrew their consent. */
export interface WithdrawnUse {
  organisationId: string
  applicationId: string
  status: ApplicationStatus
  criteriaAsked: string[]
  frameworkVersionId: string
  itemId: string
  /** the number of items of evidence whose consent was withdrawn */
  count: number
  hasOpenQuestion: boolean
}
type Row = Omit<WithdrawnUse, 'count' | 'hasOpenQuestion'> & { count: number | string; openQuestions: number | string }

/** The maximum number of items of applications returned. */
const mostUses = 40

/**
 * Evidence of the actor's own libraries that they can read, whose consent was withdrawn, and that an application
 * without a decision uses in an answer, a partnership or a reply. Leaves out evidence that the library has replaced:
 * with evidence in a reply about the same item, sent after the withdrawal.
 * @param only one item of one application; null for all
 */
export function withdrawnUses(
  db: Db | Tx,
  actor: Actor,
  today: Day,
  only: { applicationId: string; itemId: string } | null = null,
): Lookup<WithdrawnUse[]> {
  const withdrawn = evidenceReadableBy(db, actor)
    .whereIn(
      'evidence.organisation_id', // without this condition, SQLite reads the evidence of every library
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .whereNull('evidence.panel_until')
    .where('evidence.consent_withdrawn', 1)
    .select('evidence.id')
  const query = (db.from(placesIn(db, withdrawn).as('places')) as Knex.QueryBuilder)
    .join('applications', 'applications.id', 'places.application_id')
    .whereNotNull('places.item_id')
    .whereIn('applications.status', [...statesToReplaceIn])
    .whereRaw(`not exists (${laterReply})`, [today])
    .groupBy('applications.id', 'places.item_id')
    .orderBy(['applications.id', 'places.item_id'])
    .limit(mostUses)
    .select(
      'applications.organisation_id as organisationId',
      'applications.id as applicationId',
      'applications.status',
      'applications.items_asked as criteriaAsked',
      'applications.framework_version_id as frameworkVersionId',
      'places.item_id as itemId',
      db.raw('count(distinct places.evidence_id) as count'),
      db.raw(
        `(select count(*) from questions where questions.application_id = applications.id
          and questions.item_id = places.item_id and questions.status = 'open') as "openQuestions"`,
      ),
    )
  if (only) query.where('applications.id', only.applicationId).where('places.item_id', only.itemId)
  return lookup<Row, WithdrawnUse[]>(
    query,
    [
      'organisationId',
      'applicationId',
      'status',
      'criteriaAsked',
      'frameworkVersionId',
      'itemId',
      'count',
      'openQuestions',
    ],
    rows =>
      rows.map(({ openQuestions, ...row }) => ({
        ...row,
        count: Number(row.count),
        hasOpenQuestion: Number(openQuestions) > 0,
      })),
    ['criteriaAsked'],
  )
}

/** SQL for a reply about the item, with evidence that the panel can see, sent after the consent was withdrawn. */
const laterReply = `select 1 from questions
  join reply_evidence on reply_evidence.question_id = questions.id
  join evidence as sent on sent.id = reply_evidence.evidence_id
  where questions.application_id = applications.id and questions.item_id = places.item_id
  and sent.removed_at is null and sent.panel_until >= ?
  and questions.replied_at > (select max(consents.withdrawn_at) from consents
    where consents.evidence_id = places.evidence_id)`
