import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { randomBytes } from 'node:crypto'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { theDecisionLetter } from '../../../domain/actor.ts'
import { guards } from '../../../domain/award-guards.ts'
import { awardMoves } from '../../../domain/award.ts'
import { certificateCode } from '../../../domain/certificate.ts'
import type { Framework } from '../../../domain/framework.ts'
import { isAward, type Outcome } from '../../../domain/judgements.ts'
import { offers } from '../../../domain/lifecycle.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import { firstTerm } from '../../../domain/terms.ts'
import { dayOf } from '../../../domain/time.ts'
import { readersFor } from '../../../email/readers.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { emptyAwardContext } from '../lifecycle/facts.store.ts'
import { catchUp } from '../lifecycle/lifecycle.actions.ts'
import { updateAward } from '../lifecycle/lifecycle.store.ts'
import { insertAward, insertChange, insertTerm, isCodeTaken, type NamedAward } from './award.store.ts'

/**
 * With the letter of a first application that is awarded, the award begins: its code, its first term from today, its
 * branches.
 */
export async function grantAward(
  work: UnitOfWork,
  application: ConsequenceFacts['decision letter released']['application'],
  outcome: Outcome,
): Promise<void> {
  if (!isAward(outcome)) return
  const today = dayOf(work.at)
  const facts = { ...emptyAwardContext(today), outcome, kind: application.kind }
  const offer = offers(awardMoves, guards, 'not started', ['decision letter'], facts).find(
    ({ move }) => move === 'grant',
  )
  if (!offer || offer.unmet.length > 0) throw new MoveRefused('grant', 'not started', offer?.unmet)
  const framework = await frameworkVersion(work.trx, application.frameworkVersionId)
  const term = firstTerm(today, framework.terms.months)
  const id = newId()
  const code = await freeCode(work.trx)
  await insertAward(
    work.trx,
    {
      id,
      organisation_id: application.organisationId,
      stream_id: application.streamId,
      code,
      status: 'valid',
      valid_to: term.endsOn,
      base_valid_to: term.endsOn,
      granted_on: today,
      is_recorded: 0,
      decided_by: null,
      paper: null,
    },
    application.scope,
  )
  await insertTerm(work.trx, {
    id: newId(),
    award_id: id,
    number: 1,
    framework_version_id: application.frameworkVersionId,
    application_id: application.id,
    anchor: term.anchor,
    starts_on: term.startsOn,
    ends_on: term.endsOn,
    months: framework.terms.months,
    settings: settingsOf(framework),
  })
  await insertChange(work.trx, {
    awardId: id,
    move: 'grant',
    to: 'valid',
    from: today,
    validTo: term.endsOn,
    at: work.at,
    reason: null,
  })
  await work.tell('award granted', { applicationId: application.id, awardId: id })
  await recordEvent(
    as(theDecisionLetter, work),
    'award.grant',
    { kind: 'award', id, organisationId: application.organisationId },
    { to: 'valid', validTo: term.endsOn, application: application.id },
  )
  for (const { actor, address } of await readersFor(work.trx, 'leads', application)) {
    await queueEmail(work, {
      name: 'award granted',
      to: { personId: actor.id, name: actor.name, address, language: actor.language },
      entity: { kind: 'award', id },
      facts: { awardId: id, organisation: application.organisationName, code, validTo: term.endsOn },
    })
  }
  await catchUp(work, id)
}

/**
 * What a term copies from its framework version when it begins: months and ladder stay, whatever later versions say.
 */
export const settingsOf = ({ terms, reminders }: Framework): string => JSON.stringify({ ...terms, reminders })

export async function freeCode(trx: Tx): Promise<string> {
  for (;;) {
    const code = certificateCode(randomBytes(64))
    if (!(await isCodeTaken(trx, code))) return code
  }
}

/**
 * The next renewal is a full one, because somebody who knows the library asked for it; a full appraisal takes it off
 * again.
 */
export async function askForFull(work: UnitOfWork, { id }: Pick<NamedAward, 'id'>, reason: string): Promise<void> {
  const award = await catchUp(work, id)
  await updateAward(work.trx, award, { full_reappraisal_reason: reason })
  await recordEvent(work, 'award.full_next_asked', { kind: 'award', id, organisationId: award.organisationId })
}
