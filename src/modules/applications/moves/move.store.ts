import type { Db, Tx } from '../../../db/connection.ts'
import type { Application } from '../../../domain/application.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { Day, Instant } from '../../../domain/time.ts'

/** What the guards of a move ask of other tables, in one query. */
export interface Context {
  openQuestions: number
  agreedItems: string[]
  signOffWanted: boolean
  award: { status: AwardStatus; validTo: Day | null } | null
  round: { closesAt: Instant; graceMinutes: number } | null
  decision: { decidedBy: string; releaseAt: Instant | null; releasedAt: Instant | null } | null
  decisionsReleased: number
  /** pieces that its answers use and that wait for a consent */
  withoutConsent: number
}

export async function factsInContext(db: Db | Tx, { id }: Pick<Application, 'id'>, today: Day): Promise<Context> {
  const latest = (
    column: 'decided_by' | 'release_at' | 'released_at',
    as: '"decidedBy"' | '"releaseAt"' | '"releasedAt"',
  ) =>
    db.raw(`(select ${column} from decisions
    where decisions.application_id = applications.id and reversed_at is null order by decided_at desc
    limit 1) as ${as}`)
  const row = await db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .leftJoin('rounds', 'rounds.id', 'applications.round_id')
    .leftJoin('awards', 'awards.id', 'applications.award_id')
    .where('applications.id', id)
    .first<Row>(
      'organisations.sign_off_wanted as signOff',
      'awards.status as awardStatus',
      'awards.valid_to as validTo',
      'rounds.closes_at as closesAt',
      'rounds.grace_minutes as graceMinutes',
      db.raw(
        `(select count(*) from questions where questions.application_id = applications.id
          and questions.status = 'open') as "openQuestions"`,
      ),
      db.raw(
        `(select count(*) from decisions where decisions.application_id = applications.id
          and released_at is not null) as "decisionsReleased"`,
      ),
      db.raw(
        `(select count(*) from answer_evidence join answers on answers.id = answer_evidence.answer_id
          join evidence on evidence.id = answer_evidence.evidence_id
        where answers.application_id = applications.id and evidence.removed_at is null
        and coalesce(evidence.panel_until, '') < ?) as "withoutConsent"`,
        [today],
      ),
      latest('decided_by', '"decidedBy"'),
      latest('release_at', '"releaseAt"'),
      latest('released_at', '"releasedAt"'),
    )
  const agreedItems = await db('agreed_findings').where({ application_id: id }).pluck('item_id')
  return {
    openQuestions: Number(row.openQuestions),
    agreedItems,
    signOffWanted: row.signOff === 1,
    award: row.awardStatus ? { status: row.awardStatus, validTo: row.validTo } : null,
    round: row.closesAt ? { closesAt: row.closesAt, graceMinutes: Number(row.graceMinutes) } : null,
    decision: row.decidedBy ? { decidedBy: row.decidedBy, releaseAt: row.releaseAt, releasedAt: row.releasedAt } : null,
    decisionsReleased: Number(row.decisionsReleased),
    withoutConsent: Number(row.withoutConsent),
  }
}

interface Row {
  signOff: number
  awardStatus: AwardStatus | null
  validTo: Day | null
  closesAt: Instant | null
  graceMinutes: number | null
  openQuestions: number | string
  decisionsReleased: number | string
  withoutConsent: number | string
  decidedBy: string | null
  releaseAt: Instant | null
  releasedAt: Instant | null
}
