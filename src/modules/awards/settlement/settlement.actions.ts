import type { Case } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { theLetter } from '../../../domain/actor.ts'
import { awardMovesOpenTo } from '../../../domain/award.ts'
import { isAward, type Outcome } from '../../../domain/judgements.ts'
import { nextTerm } from '../../../domain/terms.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { latest, validToAfterNotYet, validToShortened, type LastDay } from '../../../domain/valid-to.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { aroundAward, lastDayOf, type Around } from '../lifecycle/facts.store.ts'
import { catchUp, makeMove } from '../lifecycle/lifecycle.actions.ts'
import { writeValidTo } from '../lifecycle/writing.actions.ts'
import { decisionsReleasedOn, holdAward, updateAward } from '../lifecycle/lifecycle.store.ts'
import { grantAward, settingsOf } from '../awards/award.actions.ts'
import { takeScopeOver } from '../scope/scope.store.ts'
import { changesOf, insertTerm, type NamedAward } from '../awards/award.store.ts'

/**
 * What the release of a letter does to the award, the clock's due moves first: a first application grants it, a renewal renews it, and
 * `not yet` hands it back; a reopened case may uphold it or take it away. Gives its id, or null when there is none.
 */
export async function settleAward(trx: Tx, application: Case, outcome: Outcome, at: Instant): Promise<string | null> {
  if (application.awardId === null) return grantAward(trx, application, outcome, at)
  const award = await holdAward(trx, application.awardId)
  const around = await aroundAward(trx, award)
  const gaveThisTerm = around.term.applicationId === application.id
  if (isAward(outcome)) {
    if (!gaveThisTerm) await renew(trx, application, award, around, outcome, at) // upheld: the term stays as it is
  } else if (gaveThisTerm) await takeAway(trx, application, award, outcome, at)
  else await notRenewed(trx, application, award, around, at)
  await catchUp(trx, award.id, at, dayOf(at))
  return award.id
}

async function renew(
  trx: Tx,
  application: Case,
  award: NamedAward,
  { term }: Around,
  outcome: Outcome,
  at: Instant,
): Promise<void> {
  const today = dayOf(at)
  const framework = await frameworkVersion(trx, application.frameworkVersionId)
  const next = nextTerm(term, today, framework.terms.months, wasValidOn(await changesOf(trx, award), today))
  const end = latest(next.endsOn, award.heldTo) // an extension beyond it stands
  const renewed = await makeMove(
    trx,
    theLetter,
    award,
    'renew',
    at,
    {},
    {
      facts: { outcome, kind: application.kind, isReopened: (await decisionsReleasedOn(trx, application)) > 1 },
      lastDay: { validTo: end, heldTo: end, holds: false },
      event: { application: application.id, term: term.number + 1 },
    },
  )
  await insertTerm(trx, {
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
  await takeScopeOver(trx, award, application.scope, today)
  if (application.kind === 'reappraisal') await updateAward(trx, renewed, { full_next_because: null })
}

/** The library is handed it back, and has at least 28 days; a state that waits, such as suspended, stays. */
async function notRenewed(
  trx: Tx,
  application: Case,
  award: NamedAward,
  { inTerm }: Around,
  at: Instant,
): Promise<void> {
  const validTo = validToAfterNotYet(lastDayOf(award), dayOf(at), inTerm.notYets > 1)
  const lastDay: LastDay = {
    validTo,
    heldTo: validTo !== null && award.validTo !== validTo ? validTo : award.heldTo,
    holds: false,
  }
  const event = { application: application.id }
  if (award.status === 'renewal with us') await makeMove(trx, theLetter, award, 'handBack', at, {}, { lastDay, event })
  else if (award.status === 'suspended') await writeValidTo(trx, theLetter, award, { at, lastDay, event })
}

async function takeAway(trx: Tx, application: Case, award: NamedAward, outcome: Outcome, at: Instant): Promise<void> {
  const validTo = validToShortened(lastDayOf(award), dayOf(at))
  const written = { lastDay: { validTo, heldTo: validTo, holds: false }, event: { application: application.id } }
  if (award.status === 'suspended') await writeValidTo(trx, theLetter, award, { at, ...written })
  else if (awardMovesOpenTo('letter', award.status).includes('shorten'))
    await makeMove(trx, theLetter, award, 'shorten', at, {}, { facts: { outcome, isReopened: true }, ...written })
}
