import type { Db, Tx } from '../../../db/connection.ts'
import { statusByNow } from '../../../domain/award-clock.ts'
import { isRenewalOpen } from '../../../domain/award-guards.ts'
import { isUnderWay, type Application } from '../../../domain/application.ts'
import type { Award } from '../../../domain/award.ts'
import { isAward, type Outcome } from '../../../domain/judgements.ts'
import { firstTerm, nextKind, nextTerm, type TermDates } from '../../../domain/terms.ts'
import { addDays, dayOf, type Day } from '../../../domain/time.ts'
import {
  isShortened,
  latest,
  validToAfterNotYet,
  validToGivenBack,
  validToShortened,
} from '../../../domain/valid-to.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { openAmong } from '../../organisations/organisations.public.ts'
import { awardById, changesOf, type NamedAward } from '../awards/award.store.ts'
import { awardContext, factsOf, lastDayOf, type AwardContext } from '../lifecycle/lifecycle.store.ts'
import { lightRenewalsSinceFull } from '../terms/term.store.ts'

/** The next renewal of an award: whether it can start now, its kind, and why it is full rather than light. */
export interface NextRenewal {
  isOpen: boolean
  kind: 'renewal' | 'reappraisal'
  reason: 'its turn' | 'lapse' | 'not yet' | 'asked for' | null
  underWay: { id: string } | null
  isWithUs: boolean
  /** the day on which the renewal opens; null when the award's `validTo` is null */
  opensOn: Day | null
}

/**
 * The next renewal of an award, as if every move that is due by date had been made. The nightly job may not have run.
 */
export async function nextRenewal(db: Db | Tx, award: NamedAward, today: Day): Promise<NextRenewal> {
  return nextRenewalIn(await awardContext(db, award), award, today)
}

/** Finds the same renewal as `nextRenewal`, from facts that the caller has already read. */
export function nextRenewalIn(context: AwardContext, award: NamedAward, today: Day): NextRenewal {
  const { applications, terms, term, sinceTermBegan } = context
  const facts = factsOf(award, context, today)
  const status = statusByNow(facts)
  const after = {
    lapse: sinceTermBegan.hasLapsed || status === 'lapsed',
    notYet: sinceTermBegan.notYets > 0,
    askedFor: award.fullReappraisalReason !== null,
  }
  const kind = nextKind(term.settings, lightRenewalsSinceFull(terms), after)
  // When an award ends, all its renewals close. When it lapses, its light renewals close, except one that was reopened
  // after `not yet`.
  const open = applications
    .filter(isUnderWay)
    .find(
      it =>
        status !== 'ended' && (status !== 'lapsed' || it.kind === 'reappraisal' || it.outcomeReleased === 'not yet'),
    )
  return {
    isOpen: isRenewalOpen({ ...facts, status, kind }),
    kind,
    reason: kind === 'renewal' ? null : reasonForFull(after),
    underWay: open ? { id: open.id } : null,
    isWithUs: facts.aRenewalIsWithUs,
    opensOn: award.validTo && addDays(award.validTo, -term.settings.renewalOpensDays),
  }
}

function reasonForFull(after: { lapse: boolean; notYet: boolean; askedFor: boolean }): NextRenewal['reason'] {
  if (after.lapse) return 'lapse'
  if (after.notYet) return 'not yet'
  return after.askedFor ? 'asked for' : 'its turn'
}

/**
 * The number of released decisions on an application, without reversed ones. More than one means that the application
 * was reopened.
 */
export async function decisionsReleasedOn(trx: Tx, { id }: { id: string }): Promise<number> {
  const [counted] = await trx('decisions')
    .where({ application_id: id, reversed_at: null })
    .whereNotNull('released_at')
    .count<{ count: number | string }[]>('id as count')
  return Number(counted?.count ?? 0)
}

/**
 * Sets the branches of an award to the open branches of its renewal. A branch in another award of the stream stays
 * there. A branch that a coordinator added after the renewal was started stays, and the next appraisal includes it.
 */
export async function updateScope(
  trx: Tx,
  { id, streamId }: Pick<Award, 'id' | 'streamId'>,
  application: Pick<Application, 'id' | 'scope'>,
  today: Day,
): Promise<void> {
  const scope = await openAmong(trx, application.scope, today)
  const held = await trx('award_branches').where({ award_id: id }).whereNull('left_on').pluck('branch_id')
  const elsewhere = await trx('award_branches')
    .join('awards', 'awards.id', 'award_branches.award_id')
    .whereIn('award_branches.branch_id', [...scope])
    .whereNull('award_branches.left_on')
    .where('awards.stream_id', streamId)
    .whereNot('awards.id', id)
    .whereNot('awards.status', 'ended')
    .pluck<string[]>('award_branches.branch_id')
  const added = await addedSinceStart(trx, { id }, application)
  const leaving = held.filter(branch => !scope.includes(branch) && !added.includes(branch))
  const joining = scope.filter(branch => !held.includes(branch) && !elsewhere.includes(branch))
  if (leaving.length > 0)
    await trx('award_branches')
      .where({ award_id: id })
      .whereIn('branch_id', leaving)
      .whereNull('left_on')
      .update({ left_on: addDays(today, -1) })
  await trx.batchInsert(
    'award_branches',
    joining.map(branch_id => ({ award_id: id, branch_id, joined_on: today, left_on: null })),
    100,
  )
}

/** The branches that joined an award after its renewal was started and that were never in the renewal. */
async function addedSinceStart(trx: Tx, award: Pick<Award, 'id'>, { id }: { id: string }): Promise<string[]> {
  const started = await trx('applications').where({ id }).first('started_at')
  const scopes = await trx('events')
    .where({ application_id: id, entity: 'application' })
    .whereIn('name', ['application.start', 'application.scope_changed'])
    .pluck<string[]>('facts')
  const known = scopes.flatMap(facts => (JSON.parse(facts) as { branches: string[] }).branches)
  const joined = await trx('award_branches')
    .where({ award_id: award.id })
    .where('joined_on', '>=', dayOf(started!.started_at))
    .pluck<string[]>('branch_id')
  return joined.filter(branch => !known.includes(branch))
}

/** The term that would start with a decision letter released on the day `on`. */
export async function termAfter(
  db: Db | Tx,
  award: NamedAward,
  term: TermDates,
  { on, months }: { on: Day; months: number },
): Promise<TermDates> {
  const wasValid = wasValidOn(await changesOf(db, award), on)
  return nextTerm(term, on, { months, wasValid, isShortened: isShortened(award, term) })
}

/** The validity of an award after a decision letter. */
export interface ValidityAfter {
  /** the award period that the letter starts or confirms; null after `not yet` */
  period: { from: Day; to: Day } | null
  /** after `not yet`: the last valid day, if the award is valid at all */
  validTo: Day | null
  /** the day on which the next renewal opens; null after `not yet` */
  renewalOpensOn: Day | null
  /** whether the award is suspended, and so not valid on any date */
  isSuspended: boolean
}

/** The effect on the award of a decision letter released on the day `on`, by the rules of `settleAward`. */
export async function validityAfter(
  db: Db | Tx,
  application: Pick<Application, 'id' | 'awardId' | 'frameworkVersionId'>,
  { outcome, on }: { outcome: Outcome; on: Day },
): Promise<ValidityAfter> {
  const { terms } = await frameworkVersion(db, application.frameworkVersionId)
  const award = application.awardId === null ? null : await awardById(db, application.awardId)
  const isSuspended = award?.status === 'suspended'
  const awarded = (from: Day, to: Day): ValidityAfter => ({
    period: { from, to },
    validTo: null,
    renewalOpensOn: addDays(to, -terms.renewalOpensDays),
    isSuspended,
  })
  const notAwarded = (validTo: Day | null): ValidityAfter => ({
    period: null,
    validTo,
    renewalOpensOn: null,
    isSuspended,
  })
  if (award === null) {
    const first = firstTerm(on, terms.months)
    return isAward(outcome) ? awarded(first.startsOn, first.endsOn) : notAwarded(null)
  }
  const { term, sinceTermBegan } = await awardContext(db, award)
  const gaveThisTerm = term.applicationId === application.id
  const last = lastDayOf(award)
  if (!isAward(outcome)) {
    const validTo = gaveThisTerm ? validToShortened(last, on) : validToAfterNotYet(last, on, sinceTermBegan.notYets > 0)
    return notAwarded(validTo !== null && validTo >= on ? validTo : null)
  }
  if (gaveThisTerm)
    return awarded(
      term.startsOn,
      isShortened(award, term) ? validToGivenBack(term, on) : latest(term.endsOn, award.baseValidTo),
    )
  const next = await termAfter(db, award, term, { on, months: terms.months })
  return awarded(next.startsOn, latest(next.endsOn, award.baseValidTo))
}
