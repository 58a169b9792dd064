import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { findVersion, type VersionRecord } from '../drafts/draft.store.ts'
import { latestFrameworkVersionId } from '../frameworks/framework.store.ts'
import { assignToRounds } from '../rounds/round.store.ts'
import type { RetirementGiven } from './retirement.forms.ts'
import { lockStream, type Stream } from '../streams/stream.store.ts'
import { newestOtherVersion, setStreamRetired, setVersionRetired } from './retirement.store.ts'

/**
 * Retires or reinstates a version. Rounds that have not closed then use the stream's newest version that is not
 * retired.
 * @throws FormRefused when the version to retire is the only one of its stream in use
 */
export async function retireVersion(
  work: UnitOfWork,
  { id, streamId }: Pick<VersionRecord, 'id' | 'streamId'>,
  { then }: RetirementGiven,
): Promise<void> {
  await lockStream(work.trx, streamId)
  const version = await findVersion(work.trx, id)
  if ((version.retiredAt !== null) === (then === 'retire')) return
  if (then === 'retire' && !(await newestOtherVersion(work.trx, version)))
    throw new FormRefused('retirement', 'frameworks.retirement.only_version')
  await setVersionRetired(work.trx, version, then === 'retire' ? work.at : null)
  await assignToRounds(work.trx, { id: await latestFrameworkVersionId(work.trx, streamId), streamId }, work.at)
  await recordEvent(
    work,
    then === 'retire' ? 'framework.retired' : 'framework.restored',
    { kind: 'framework', id },
    { version: version.version },
  )
}

/** Retires or reinstates a stream. */
export async function retireStream(
  work: UnitOfWork,
  { id }: Pick<Stream, 'id'>,
  given: RetirementGiven,
): Promise<void> {
  const { retiredAt } = await lockStream(work.trx, id)
  const retires = given.then === 'retire'
  if ((retiredAt !== null) === retires) return
  await setStreamRetired(work.trx, { id }, retires ? work.at : null)
  await recordEvent(
    work,
    retires ? 'framework.stream_retired' : 'framework.stream_restored',
    { kind: 'framework', id },
    { stream: id },
  )
}
