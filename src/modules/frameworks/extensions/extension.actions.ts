import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { graceMinutes, type Round } from '../../../domain/round.ts'
import { addMinutes, instantAt, type Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { findRound, updateRound } from '../rounds/round.store.ts'
import type { ExtensionGiven } from './extension.forms.ts'
import { insertExtension } from './extension.store.ts'

/**
 * Moves the closing date of a round to a later day for all libraries. Emails each library that has a draft of a first
 * application for this round, or for the same stream without a round.
 * @throws Stale when the round was changed since it was read; FormRefused when the new closing time is not later, or
 * has passed
 */
export async function extendRound(
  work: UnitOfWork,
  { id }: Pick<Round, 'id'>,
  { version, until, reason }: ExtensionGiven,
): Promise<void> {
  const round = await findRound(work.trx, id)
  const closesAt = laterThan(round, until, work.at)
  const acceptsUntil = addMinutes(closesAt, graceMinutes(round))
  await updateRound(work, round, version, {
    name: round.name,
    opens_at: round.opensAt,
    closes_at: closesAt,
    accepts_until: acceptsUntil,
  })
  await insertExtension(work.trx, {
    roundId: id,
    organisationId: null,
    closesAt,
    acceptsUntil,
    reason,
    by: work.actor.id,
    at: work.at,
  })
  await recordEvent(work, 'round.extended', { kind: 'round', id }, { from: round.closesAt, to: closesAt })
  await work.tell('round extended', { round: { ...round, closesAt, acceptsUntil } })
}

/**
 * Moves the closing date of a round to a later day for one library.
 * @param round the round with this library's dates
 * @returns the library's new closing time
 * @throws FormRefused when the new closing time is not later, or has passed
 */
export async function extendRoundFor(
  work: UnitOfWork,
  { round, organisationId }: { round: Round; organisationId: string },
  { until, reason }: Pick<ExtensionGiven, 'until' | 'reason'>,
): Promise<Instant> {
  const closesAt = laterThan(round, until, work.at)
  await insertExtension(work.trx, {
    roundId: round.id,
    organisationId,
    closesAt,
    acceptsUntil: addMinutes(closesAt, graceMinutes(round)),
    reason,
    by: work.actor.id,
    at: work.at,
  })
  return closesAt
}

function laterThan({ closesAt }: Round, until: ExtensionGiven['until'], at: Instant): Instant {
  const later = instantAt(until, '17:00')
  if (later <= at) throw new FormRefused('until', 'rounds.extend.until.over')
  if (later <= closesAt) throw new FormRefused('until', 'rounds.extend.until.early')
  return later
}
