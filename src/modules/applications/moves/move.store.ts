import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { noFactsKnown, type ApplicationFacts } from '../../../domain/application-guards.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import { criteriaAskedBy, itemById, type Framework, type Terms } from '../../../domain/framework.ts'
import { isPanelAskedFor } from '../../../domain/panel-reasons.ts'
import { panelGaps } from '../../../domain/panel.ts'
import { lacksOf, missing, type AnswerFacts } from '../../../domain/completeness.ts'
import { needsOpenRound } from '../../../domain/round.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { validToAfterWithdrawal } from '../../../domain/valid-to.ts'
import { isItemAsked, type ApplicationRecord } from '../../access/access.public.ts'
import { acceptsForLibrary, frameworkVersion, roundOpenNow } from '../../frameworks/frameworks.public.ts'
import { answerFactsLookup, itemsTouchedSince } from '../answers/answer.store.ts'
import { isSignedOff } from '../sign-offs/sign-off.store.ts'
import { panelFacts } from '../panel-requests/panel-request.store.ts'

/** The facts for the guards of a move. The number of queries does not grow with the application. */
export async function factsAbout(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  at: Instant,
): Promise<ApplicationFacts> {
  const today = dayOf(at)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const { context, answers } = await runLookups(db, {
    context: contextLookup(db, application.id, today),
    answers: answerFactsLookup(db, application, today),
  })
  const contactsAreConfirmed = application.contactsConfirmedAt !== null
  const lacking = missing(framework, application, {
    answers,
    summary: application.summary,
    contactsConfirmed: contactsAreConfirmed,
  })
  const gaps = (stage: 'seat' | 'propose') => panelGaps(framework.panel, application, stage).length
  return {
    ...noFactsKnown,
    kind: application.kind,
    status: application.status,
    roundIsOpen: !needsOpenRound(application) || (await roundOpenNow(db, application, at)) !== null,
    roundIsOver: context.round !== null && at >= context.round.acceptsUntil,
    everythingRequiredIsThere:
      lacking.every(({ what }) => what === 'contacts') && (await returnedPointsAreChanged(db, application, today)),
    consentsAreInForce: context.withoutConsent === 0,
    contactsAreConfirmed,
    isSignedOff: !context.signOffWanted || (await isSignedOff(db, application)),
    criteriaAskedAreAnswered: await criteriaAskedAreAnswered(db, application, framework, { answers, today }),
    deadlineHasPassed: application.until !== null && today > application.until,
    panelIsAskedFor: isPanelAskedFor(framework, await panelFacts(db, application)),
    seatsWouldMakeAPanel: gaps('seat') === 0,
    panelIsComplete: gaps('propose') === 0,
    everyCriterionHasItsAgreedFinding: criteriaAskedBy(framework, application.kind).every(({ id }) =>
      context.agreedItems.includes(id),
    ),
    openQuestions: context.openQuestions,
    decisionLetterIsReleased: application.decisionLetterReleased,
    aDecisionWasReleased: context.decisionsReleased > 0,
    releaseTimeHasCome: context.decision?.releaseAt != null && context.decision.releaseAt <= at,
    reversalIsProposed: context.requested === 'reversal',
    reopeningIsRequested: context.requested === 'review' || context.requested === 'error',
    nothingReplacedIt: !context.isReplaced,
    someoneElseDecided: context.decision !== null && context.decision.decidedBy !== actor.id,
    awardIsOver:
      context.award?.status === 'ended' ||
      (context.award?.status === 'lapsed' && application.kind === 'renewal' && !isReopenedAfterNotYet(application)),
  }
}

const isReopenedAfterNotYet = ({ hasReleasedDecision, isAwarded }: ApplicationRecord): boolean =>
  hasReleasedDecision && !isAwarded

/**
 * Whether all items that the panel asked about are complete and have changed since it asked. False when the panel has
 * not asked for more evidence.
 */
async function criteriaAskedAreAnswered(
  db: Db | Tx,
  application: ApplicationRecord,
  framework: Framework,
  { answers, today }: { answers: readonly AnswerFacts[]; today: Day },
): Promise<boolean> {
  if (application.status !== 'more evidence asked') return false
  const touched = await itemsTouchedSince(db, application, application.statusSince, today)
  return application.criteriaAsked.every(id => {
    const item = itemById(framework, id)
    if (item === null) return true
    const answer = answers.find(({ itemId }) => itemId === id)
    return touched.has(id) && lacksOf(item, answer, application).length === 0
  })
}

/**
 * Whether every item that the return names has changed since the return. True when the return names no item, and in
 * every status other than returned.
 */
async function returnedPointsAreChanged(db: Db | Tx, application: ApplicationRecord, today: Day): Promise<boolean> {
  if (application.status !== 'returned' || application.criteriaAsked.length === 0) return true
  const touched = await itemsTouchedSince(db, application, application.statusSince, today)
  return application.criteriaAsked.every(id => touched.has(id))
}

/** Facts from other tables that the guards of a move need. */
interface Context {
  openQuestions: number
  agreedItems: string[]
  signOffWanted: boolean
  award: { status: AwardStatus; validTo: Day | null } | null
  round: { acceptsUntil: Instant } | null
  decision: { decidedBy: string; releaseAt: Instant | null; releasedAt: Instant | null } | null
  decisionsReleased: number
  /** the kind of the open request to change the application's decision; null if there is none */
  requested: string | null
  /** whether the award has a later application, or another award or first application covers one of the branches */
  isReplaced: boolean
  /**
   * how often the answers use evidence that lacks a consent today; while the panel asks for more evidence, only in the
   * answers that it asked about
   */
  withoutConsent: number
}

const contextLookup = withKeptSql((db: Db | Tx, id: string, today: Day): Lookup<Context> =>
  lookup<Row, Context>(
    () =>
      db('applications')
        .join('organisations', 'organisations.id', 'applications.organisation_id')
        .leftJoin('rounds', 'rounds.id', 'applications.round_id')
        .leftJoin('awards', 'awards.id', 'applications.award_id')
        .where('applications.id', id)
        .select(...contextColumns(db, today)),
    [
      'signOff',
      'awardStatus',
      'validTo',
      'acceptsUntil',
      'openQuestions',
      'agreed',
      'decisionsReleased',
      'withoutConsent',
      'requested',
      'replacedBy',
      'decidedBy',
      'releaseAt',
      'releasedAt',
    ],
    ([row]) => toContext(row!),
    ['agreed'],
  ),
)

function toContext(row: Row): Context {
  return {
    openQuestions: Number(row.openQuestions),
    agreedItems: row.agreed.map(({ itemId }) => itemId),
    signOffWanted: row.signOff === 1,
    award: row.awardStatus ? { status: row.awardStatus, validTo: row.validTo } : null,
    round: row.acceptsUntil ? { acceptsUntil: row.acceptsUntil } : null,
    decision: row.decidedBy ? { decidedBy: row.decidedBy, releaseAt: row.releaseAt, releasedAt: row.releasedAt } : null,
    decisionsReleased: Number(row.decisionsReleased),
    withoutConsent: Number(row.withoutConsent),
    requested: row.requested,
    isReplaced: Number(row.replacedBy) > 0,
  }
}

function contextColumns(db: Db | Tx, today: Day) {
  const latest = (column: 'decided_by' | 'release_at' | 'released_at', as: 'decidedBy' | 'releaseAt' | 'releasedAt') =>
    db.raw(`(select ${column} from decisions
    where decisions.application_id = applications.id and reversed_at is null order by decided_at desc
    limit 1) as "${as}"`)
  return [
    'organisations.sign_off_wanted as signOff',
    'awards.status as awardStatus',
    'awards.valid_to as validTo',
    db.raw(`${acceptsForLibrary} as "acceptsUntil"`),
    db.raw(
      `(select count(*) from questions where questions.application_id = applications.id
          and questions.status = 'open') as "openQuestions"`,
    ),
    jsonList(
      db,
      { itemId: 'item_id' },
      `from agreed_findings where agreed_findings.application_id = applications.id and not ${isToConfirm}`,
      'agreed',
    ),
    db.raw(
      `(select count(*) from decisions where decisions.application_id = applications.id
          and released_at is not null) as "decisionsReleased"`,
    ),
    db.raw(
      `(select count(*) from answer_evidence join answers on answers.id = answer_evidence.answer_id
          join evidence on evidence.id = answer_evidence.evidence_id
        where answers.application_id = applications.id and evidence.removed_at is null
        and coalesce(evidence.panel_until, '') < ? and (applications.status <> 'more evidence asked'
          or ${isItemAsked('answers.item_id')})) as "withoutConsent"`,
      [today],
    ),
    db.raw(
      `(select kind from decision_requests where decision_requests.application_id = applications.id
          and decision_requests.status = 'asked' limit 1) as requested`,
    ),
    db.raw(`(select count(*) ${laterOfItsAward}) + (select count(*) ${branchesElsewhere}) as "replacedBy"`),
    latest('decided_by', 'decidedBy'),
    latest('release_at', 'releaseAt'),
    latest('released_at', 'releasedAt'),
  ]
}

/**
 * SQL condition: the chair must record the agreed finding again, because a seat with a finding on the criterion was
 * later set aside.
 */
export const isToConfirm = `exists (select 1 from seats join findings on findings.seat_id = seats.id
  where seats.application_id = agreed_findings.application_id and findings.item_id = agreed_findings.item_id
  and findings.given_at is not null and seats.set_aside_at > agreed_findings.recorded_at)`

const laterOfItsAward = `from applications as later where later.award_id = applications.award_id
  and later.started_at > applications.started_at and later.status <> 'withdrawn'`

/**
 * SQL for those branches of a first application that are now in an award or in another first application. Finds none
 * once the application has led to an award.
 */
const branchesElsewhere = `from application_branches as own
  where own.application_id = applications.id and applications.award_id is null and applications.kind = 'first'
  and (exists (select 1 from award_branches join awards on awards.id = award_branches.award_id
      where award_branches.branch_id = own.branch_id and award_branches.left_on is null
      and awards.stream_id = applications.stream_id and awards.status <> 'ended')
    or exists (select 1 from application_branches as theirs where theirs.branch_id = own.branch_id
      and exists (select 1 from applications as other
        where other.id = theirs.application_id and other.id <> applications.id and other.kind = 'first'
        and other.stream_id = applications.stream_id and other.status <> 'withdrawn'
        and (other.status <> 'decided' or other.decision_letter_released_at is null))))`

interface Row {
  signOff: number
  awardStatus: AwardStatus | null
  validTo: Day | null
  acceptsUntil: Instant | null
  openQuestions: number | string
  agreed: { itemId: string }[]
  decisionsReleased: number | string
  withoutConsent: number | string
  requested: string | null
  replacedBy: number | string
  decidedBy: string | null
  releaseAt: Instant | null
  releasedAt: Instant | null
}

/**
 * The last day on which the library could still renew its award if it withdrew this application now; null unless the
 * award is valid only because of this application.
 */
export async function lastDayOnceWithdrawn(
  db: Db | Tx,
  { awardId }: Pick<ApplicationRecord, 'awardId'>,
  today: Day,
): Promise<Day | null> {
  if (awardId === null) return null
  const award = await runLookup(db, lastTermLookup(db, awardId))
  if (!award || award.isKept === 0 || award.baseValidTo >= today) return null
  const { validTo: lastDay, baseValidTo, settings } = award
  const validTo = validToAfterWithdrawal({ validTo: lastDay, baseValidTo, isKeptByRenewal: true }, today)
  return validTo && addDays(validTo, (JSON.parse(settings) as Terms).lapseAfterDays)
}

interface LastTerm {
  settings: string
  validTo: Day | null
  baseValidTo: Day
  isKept: number
}

/** The newest term of an award; null while the award is suspended. */
const lastTermLookup = withKeptSql((db: Db | Tx, awardId: string): Lookup<LastTerm | null> =>
  lookup<LastTerm, LastTerm | null>(
    () =>
      db('awards')
        .join('terms', 'terms.award_id', 'awards.id')
        .where('awards.id', awardId)
        .where('awards.status', '<>', 'suspended')
        .orderBy('terms.number', 'desc')
        .limit(1)
        .select(
          'terms.settings',
          'awards.valid_to as validTo',
          'awards.base_valid_to as baseValidTo',
          'awards.is_kept_by_renewal as isKept',
        ),
    ['settings', 'validTo', 'baseValidTo', 'isKept'],
    ([award]) => award ?? null,
  ),
)
