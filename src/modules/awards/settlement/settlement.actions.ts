import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { newId } from '../../../db/ids.ts'
import { theDecisionLetter } from '../../../domain/actor.ts'
import { awardMovesOpenTo } from '../../../domain/award.ts'
import { isAward, type Outcome } from '../../../domain/judgements.ts'
import { nextTerm } from '../../../domain/terms.ts'
import { dayOf } from '../../../domain/time.ts'
import { latest, validToAfterNotYet, validToShortened, type LastDay } from '../../../domain/valid-to.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { awardContext, lastDayOf, type Context } from '../lifecycle/facts.store.ts'
import { catchUp, makeMove } from '../lifecycle/lifecycle.actions.ts'
import { writeValidTo } from '../lifecycle/writing.actions.ts'
import { decisionsReleasedOn, lockAward, updateAward } from '../lifecycle/lifecycle.store.ts'
import { grantAward, settingsOf } from '../awards/award.actions.ts'
import { takeScopeOver } from '../scope/scope.store.ts'
import { changesOf, insertTerm, type NamedAward } from '../awards/award.store.ts'

/**
 * What the release of a letter does to the award, the clock's due moves first: a first application grants it, a renewal
 * renews it, and `not yet` hands it back; a reopened case may uphold it or take it away.
 */
export async function settleAward(
  work: UnitOfWork,
  { application, outcome }: ConsequenceFacts['decision letter released'],
): Promise<void> {
  if (application.awardId === null) return grantAward(work, application, outcome)
  const award = await lockAward(work.trx, application.awardId)
  const context = await awardContext(work.trx, award)
  const gaveThisTerm = context.term.applicationId === application.id
  if (isAward(outcome)) {
    if (!gaveThisTerm) await renew(work, application, award, context, outcome) // upheld: the term stays as it is
  } else if (gaveThisTerm) await takeAway(work, application, award, outcome)
  else await notRenewed(work, application, award, context)
  await catchUp(work, award.id, dayOf(work.at))
}

async function renew(
  work: UnitOfWork,
  application: Application,
  award: NamedAward,
  { term }: Context,
  outcome: Outcome,
): Promise<void> {
  const today = dayOf(work.at)
  const framework = await frameworkVersion(work.trx, application.frameworkVersionId)
  const next = nextTerm(term, today, framework.terms.months, wasValidOn(await changesOf(work.trx, award), today))
  const end = latest(next.endsOn, award.baseValidTo) // an extension beyond it stands
  const renewed = await makeMove(
    as(theDecisionLetter, work),
    award,
    'renew',
    {},
    {
      facts: { outcome, kind: application.kind, isReopened: (await decisionsReleasedOn(work.trx, application)) > 1 },
      lastDay: { validTo: end, baseValidTo: end, holds: false },
      event: { application: application.id, term: term.number + 1 },
    },
  )
  await insertTerm(work.trx, {
    id: newId(),
    award_id: award.id,
    number: term.number + 1,
    framework_version_id: application.frameworkVersionId,
    application_id: application.id,
    anchor: next.anchor,
    starts_on: next.startsOn,
    ends_on: next.endsOn,
    months: framework.terms.months,
    settings: settingsOf(framework),
  })
  await takeScopeOver(work.trx, award, application.scope, today)
  if (application.kind === 'reappraisal') await updateAward(work.trx, renewed, { full_reappraisal_reason: null })
}

/** The library is handed it back, and has at least 28 days; a state that waits, such as suspended, stays. */
async function notRenewed(
  work: UnitOfWork,
  application: Application,
  award: NamedAward,
  { inTerm }: Context,
): Promise<void> {
  const validTo = validToAfterNotYet(lastDayOf(award), dayOf(work.at), inTerm.notYets > 1)
  const lastDay: LastDay = {
    validTo,
    baseValidTo: validTo !== null && award.validTo !== validTo ? validTo : award.baseValidTo,
    holds: false,
  }
  const event = { application: application.id }
  if (award.status === 'renewal with us')
    await makeMove(as(theDecisionLetter, work), award, 'handBack', {}, { lastDay, event })
  else if (award.status === 'suspended')
    await writeValidTo(as(theDecisionLetter, work), award, { at: work.at, lastDay, event })
}

async function takeAway(
  work: UnitOfWork,
  application: Application,
  award: NamedAward,
  outcome: Outcome,
): Promise<void> {
  const validTo = validToShortened(lastDayOf(award), dayOf(work.at))
  const written = { lastDay: { validTo, baseValidTo: validTo, holds: false }, event: { application: application.id } }
  if (award.status === 'suspended') await writeValidTo(as(theDecisionLetter, work), award, { at: work.at, ...written })
  else if (awardMovesOpenTo('decision letter', award.status).includes('shorten'))
    await makeMove(
      as(theDecisionLetter, work),
      award,
      'shorten',
      {},
      { facts: { outcome, isReopened: true }, ...written },
    )
}
