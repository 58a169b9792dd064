import { randomBytes } from 'node:crypto'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn, theDecisionLetter, theService, type Actor } from '../../../domain/actor.ts'
import { guards } from '../../../domain/award-guards.ts'
import { awardMoves } from '../../../domain/award.ts'
import { certificateCode } from '../../../domain/certificate.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { isAward } from '../../../domain/judgements.ts'
import { offers } from '../../../domain/moves.ts'
import { can } from '../../../domain/permissions.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import { firstTerm } from '../../../domain/terms.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { queueEmail, queueMailboxCopy, recipientOf } from '../../../email/outbox.ts'
import { readersFor } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { openAmong } from '../../organisations/organisations.public.ts'
import { makeDueMoves } from '../lifecycle/lifecycle.actions.ts'
import { newAwardFacts } from '../../../domain/award-guards.ts'
import { insertTerm, type NewTerm } from '../terms/term.store.ts'
import { awardById, insertAward, insertChange, isCodeTaken, noteShown, type NamedAward } from './award.store.ts'

type AwardedApplication = ConsequenceFacts['decision letter released']['application']

/**
 * Grants the award for the application’s branches that are open today, with a first term from the given day. Does
 * nothing when the outcome is not an award.
 * @throws MoveRefused when the award cannot be granted
 */
export async function grantAward(
  work: UnitOfWork,
  { application, outcome, from }: ConsequenceFacts['decision letter released'],
): Promise<void> {
  if (!isAward(outcome)) return
  const today = dayOf(work.at)
  const facts = { ...newAwardFacts(today), outcome, kind: application.kind }
  const offer = offers(awardMoves, guards, { status: 'not started', roles: ['decision letter'], facts }).find(
    ({ move }) => move === 'grant',
  )
  if (!offer || offer.unmet.length > 0) throw new MoveRefused('grant', 'not started', offer?.unmet)
  const framework = await frameworkVersion(work.trx, application.frameworkVersionId)
  const dates = firstTerm(from, framework.terms.months)
  const { id, code } = await insertNewAward(work, {
    ...application,
    scope: await openAmong(work.trx, application.scope, today),
    move: 'grant',
    term: {
      number: 1,
      dates,
      months: framework.terms.months,
      frameworkVersionId: application.frameworkVersionId,
      framework,
      applicationId: application.id,
    },
    recorded: null,
  })
  await work.tell('award granted', { applicationId: application.id, awardId: id })
  await recordEvent(
    as(theDecisionLetter, work),
    'award.grant',
    { kind: 'award', id, organisationId: application.organisationId },
    { to: 'valid', validTo: dates.endsOn, application: application.id },
  )
  await announceGrant(work, application, { awardId: id, code, validTo: dates.endsOn })
  await makeDueMoves(work, id)
}

async function announceGrant(
  work: UnitOfWork,
  application: AwardedApplication,
  award: { awardId: string; code: string; validTo: Day },
): Promise<void> {
  const granted = {
    name: 'award granted',
    entity: { kind: 'award', id: award.awardId },
    facts: { ...award, organisation: application.organisationName },
  } as const
  for (const lead of await readersFor(work.trx, 'leads', application))
    await queueEmail(work, { ...granted, to: recipientOf(lead) })
  await queueMailboxCopy(work, application, granted)
}

export interface NewAward {
  organisationId: string
  streamId: string
  /** the ids of the branches that the award covers */
  scope: readonly string[]
  move: 'grant' | 'record'
  term: NewTerm
  /** the body that decided and where its decision is recorded; null for an award made in this service */
  recorded: { decidedBy: string; source: string } | null
}

/** Writes an award with its certificate code, its first term and its first change. @returns its id and code */
export async function insertNewAward(work: UnitOfWork, award: NewAward): Promise<{ id: string; code: string }> {
  const id = newId()
  const code = await unusedCode(work.trx)
  const { startsOn, endsOn } = award.term.dates
  await insertAward(work.trx, { ...award, id, code, grantedOn: startsOn, validTo: endsOn })
  await insertTerm(work.trx, { id }, award.term)
  await insertChange(work.trx, {
    awardId: id,
    move: award.move,
    to: 'valid',
    from: startsOn,
    validTo: endsOn,
    at: work.at,
    reason: null,
  })
  return { id, code }
}

/** @returns a certificate code that no other award has */
export async function unusedCode(trx: Tx): Promise<string> {
  for (;;) {
    const code = certificateCode(randomBytes(64))
    if (!(await isCodeTaken(trx, code))) return code
  }
}

/**
 * Records when someone outside the charity first saw a recorded award. Members of the award's library count as outside,
 * even if they have a charity role.
 * @returns the award. Reads it again after recording the reader, because it could be corrected or removed until then
 */
export async function noteReader(
  { write, clock }: Pick<Parts, 'write' | 'clock'>,
  reader: Actor | null,
  award: NamedAward,
): Promise<NamedAward> {
  if (!award.isRecorded || award.firstShownAt !== null) return award
  const isInside =
    reader !== null && can(reader, 'awards.list') && membershipsIn(reader, award.organisationId).length === 0
  if (isInside) return award
  return write(theService, async ({ trx }) => {
    await noteShown(trx, award, clock.now())
    return (await awardById(trx, award.id)) ?? award
  })
}
