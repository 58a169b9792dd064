import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { statusShownToLibrary, type ApplicationStatus } from '../../../domain/application.ts'
import { statesToReplaceIn } from '../../../domain/replacement.ts'
import type { Day } from '../../../domain/time.ts'
import { isItemAsked } from '../../access/access.public.ts'
import { evidenceReadableBy } from '../list/list.store.ts'
import { placesIn } from './used-place.store.ts'

/** An item of an application for which the library needs other evidence, because someone withdrew their consent. */
export interface WithdrawnUse {
  organisationId: string
  applicationId: string
  /** the application's status, as its library sees it */
  status: ApplicationStatus
  criteriaAsked: string[]
  frameworkVersionId: string
  itemId: string
  /** the number of items of evidence whose consent was withdrawn */
  count: number
  /** whether the answer uses that evidence, not only a reply or a partnership */
  isInAnswer: boolean
  hasOpenQuestion: boolean
}
type Row = Omit<WithdrawnUse, 'count' | 'isInAnswer' | 'hasOpenQuestion'> &
  Record<'count' | 'inAnswer' | 'openQuestions', number | string>

type Only = { applicationId: string; itemId: string } | { evidenceId: string }

/** The maximum number of items that `withdrawnUses` returns. */
const mostUses = 40

/**
 * The items that need other evidence because a consent was withdrawn, in applications of the actor's libraries that are
 * not withdrawn and whose decision letter is not released. Reads only evidence that the actor can read. Leaves out an
 * item for which the library has since added other evidence or replied to a question, unless the library must still
 * remove the evidence from the answer. Submissions leave out evidence without consent, so a partnership counts only
 * while the charity has the application and its latest submission shows the evidence with the partner.
 * @param only one item of one application, or one item of evidence; null for all
 */
export const withdrawnUses = withKeptSql(
  (db: Db | Tx, actor: Actor, today: Day, only: Only | null = null): Lookup<WithdrawnUse[]> =>
    lookup<Row, WithdrawnUse[]>(
      () => toReplace(db, actor, today, only),
      [
        'organisationId',
        'applicationId',
        'status',
        'criteriaAsked',
        'frameworkVersionId',
        'itemId',
        'count',
        'inAnswer',
        'openQuestions',
      ],
      rows =>
        rows.map(({ status, count, inAnswer, openQuestions, ...row }) => ({
          ...row,
          status: statusShownToLibrary({ status, decisionLetterReleased: false }),
          count: Number(count),
          isInAnswer: Number(inAnswer) === 1,
          hasOpenQuestion: Number(openQuestions) > 0,
        })),
      ['criteriaAsked'],
    ),
)

function toReplace(db: Db | Tx, actor: Actor, today: Day, only: Only | null): Knex.QueryBuilder {
  const withdrawn = evidenceReadableBy(db, actor)
    .whereIn(
      'evidence.organisation_id', // without this condition, SQLite reads the evidence of every library
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .whereNull('evidence.panel_until')
    .where('evidence.consent_withdrawn', 1)
    .select('evidence.id')
  if (only && 'evidenceId' in only) withdrawn.where('evidence.id', only.evidenceId)
  const query = (db.from(placesIn(db, withdrawn).as('places')) as Knex.QueryBuilder)
    // SQLite runs cross joins in the written order, so it starts from the few places, not from all applications
    .joinRaw('cross join applications')
    .whereRaw('applications.id = places.application_id')
    .whereNotNull('places.item_id')
    .where(state =>
      state
        .whereIn('applications.status', [...statesToReplaceIn])
        .orWhere(decided =>
          decided.where('applications.status', 'decided').whereNull('applications.decision_letter_released_at'),
        ),
    )
    .whereRaw(`(places.place <> 'partner' or ${isSubmittedWithPartner})`)
    .whereRaw(`(${isToRemove} or not (exists (${laterReply}) or exists (${laterEvidence})))`, [today])
    .groupBy('applications.id', 'places.item_id')
    .select(
      'applications.organisation_id as organisationId',
      'applications.id as applicationId',
      'applications.status',
      'applications.items_asked as criteriaAsked',
      'applications.framework_version_id as frameworkVersionId',
      'places.item_id as itemId',
      db.raw('count(distinct places.evidence_id) as count'),
      db.raw(`max(case when places.place = 'answer' then 1 else 0 end) as "inAnswer"`),
      db.raw(
        `(select count(*) from questions where questions.application_id = applications.id
        and questions.item_id = places.item_id and questions.status = 'open') as "openQuestions"`,
      ),
    )
  if (only && 'itemId' in only) query.where({ 'applications.id': only.applicationId, 'places.item_id': only.itemId })
  else query.orderBy(['applications.id', 'places.item_id']).limit(mostUses)
  return query
}

/** SQL for whether the charity has the application, and its latest submission shows the evidence with the partner. */
const isSubmittedWithPartner = `(applications.status not in ('draft', 'returned') and exists (
  select 1 from submission_parts join submissions on submissions.id = submission_parts.submission_id
  where submissions.application_id = applications.id and submissions.number = (
    select max(latest.number) from submissions as latest where latest.application_id = applications.id)
  and submission_parts.name = 'partners/' || places.partner_id
  and submission_parts.content like '%"' || places.evidence_id || '"%'))`

/** SQL for whether the library must remove the evidence from an answer, because it can still change the answer. */
const isToRemove = `(places.place = 'answer' and (applications.status in ('draft', 'returned')
  or (applications.status = 'more evidence asked'
    and ${isItemAsked('places.item_id')})))` as const

const withdrawnAt = `(select max(consents.withdrawn_at) from consents
    where consents.evidence_id = places.evidence_id)`

/** SQL for a reply about the item, sent after the consent was withdrawn. */
const laterReply = `select 1 from questions
  where questions.application_id = applications.id and questions.item_id = places.item_id
  and questions.replied_at > ${withdrawnAt}`

/** SQL for evidence in the answer, added after the consent was withdrawn, that the panel can see. Binds the day. */
const laterEvidence = `select 1 from answers
  join answer_evidence on answer_evidence.answer_id = answers.id
  join evidence as added on added.id = answer_evidence.evidence_id
  where answers.application_id = applications.id and answers.item_id = places.item_id
  and added.removed_at is null and added.panel_until >= ?
  and answer_evidence.attached_at > ${withdrawnAt}`
