import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import type { Round } from '../../../domain/round.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { extendRoundFor, roundFor } from '../../frameworks/frameworks.public.ts'
import { entity } from '../applications/application.actions.ts'
import type { RoundExtensionGiven } from './round-extension.forms.ts'
import { draftsFor } from './round-extension.store.ts'

/**
 * Postpones the closing of a first application's round for its library.
 * @throws MoveRefused when the application is not being written for a round
 * @throws FormRefused when the new closing time is not later, or has passed
 */
export async function extendForLibrary(
  work: UnitOfWork,
  application: ApplicationRecord,
  given: RoundExtensionGiven,
): Promise<void> {
  const round = await roundToExtend(work.trx, application)
  const closesAt = await extendRoundFor(work, { round, organisationId: application.organisationId }, given)
  await tellLibrary(work, application, { ...round, closesAt }, round.closesAt)
}

/**
 * The round that a first application is being written for, including extensions for its library.
 * @throws MoveRefused unless the application is the draft of a first application for a round
 */
export async function roundToExtend(
  db: Parameters<typeof roundFor>[0],
  { roundId, organisationId, status, kind }: ApplicationRecord,
): Promise<Round> {
  if (status !== 'draft' || kind !== 'first' || roundId === null) throw new MoveRefused('extendRound', status)
  const round = await roundFor(db, { roundId, organisationId })
  if (!round) throw new MoveRefused('extendRound', status)
  return round
}

/**
 * Records the extension of a round in the history of each draft that can use it (`draftsFor`), and emails the
 * libraries.
 */
export async function emailAboutExtension(work: UnitOfWork, { round }: { round: Round }): Promise<void> {
  for (const application of await draftsFor(work.trx, round)) await tellLibrary(work, application, round, null)
}

/** @param from the earlier closing time for this library; null when the round's own history records it */
async function tellLibrary(
  work: UnitOfWork,
  application: ApplicationRecord,
  { name, closesAt }: Round,
  from: Instant | null,
): Promise<void> {
  await recordEvent(work, 'application.round_extended', entity(application), { from, to: closesAt })
  await emailReaders(work, application, {
    name: 'round extended',
    facts: {
      applicationId: application.id,
      organisation: application.organisationName,
      round: name,
      until: dayOf(closesAt),
    },
  })
}
