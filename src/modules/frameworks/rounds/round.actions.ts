import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { graceMinutes, roundState, type Round } from '../../../domain/round.ts'
import { addMinutes, instantAt, type Instant } from '../../../domain/time.ts'
import { latestFrameworkVersionId } from '../frameworks/framework.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { changeGrace } from '../extensions/extension.store.ts'
import type { RoundGiven } from './round.forms.ts'
import { lockStream, streamsInUse } from '../streams/stream.store.ts'
import { insertRound, updateRound } from './round.store.ts'

/** Rounds open at 9am and close at 5pm, UK time. */
const hours = ({ opensOn, closesOn }: RoundGiven) => ({
  opens_at: instantAt(opensOn, '09:00'),
  closes_at: instantAt(closesOn, '17:00'),
})

const acceptsUntil = (given: RoundGiven): Instant => addMinutes(hours(given).closes_at, given.graceMinutes)

/**
 * Sets up a round of a stream.
 * @throws FormRefused when no stream is in use; when several are in use and none was chosen; or when the chosen stream
 * is not in use
 */
export async function openRound(work: UnitOfWork, given: RoundGiven): Promise<void> {
  const id = newId()
  const streamId = await streamOf(work, given)
  const framework_version_id = await latestFrameworkVersionId(work.trx, streamId)
  await insertRound(work.trx, {
    id,
    name: given.name,
    stream_id: streamId,
    framework_version_id,
    ...hours(given),
    accepts_until: acceptsUntil(given),
  })
  await recordEvent(work, 'round.opened', { kind: 'round', id }, hours(given))
}

async function streamOf(work: UnitOfWork, given: RoundGiven): Promise<string> {
  const streams = await streamsInUse(work.trx)
  if (streams.length === 0) throw new FormRefused('name', 'rounds.stream.none')
  const only = streams.length === 1 && given.streamId === '' ? streams[0] : undefined
  const stream = only ?? streams.find(({ id }) => id === given.streamId)
  if (!stream) throw new FormRefused('streamId', 'rounds.stream.missing')
  const { retiredAt } = await lockStream(work.trx, stream.id)
  if (retiredAt !== null) throw new FormRefused('name', 'rounds.stream.none')
  return stream.id
}

/**
 * Changes a round. Only `extendRound` can postpone the closing date of an open round, because it asks for a reason.
 * Opening a closed round again emails the same libraries as `extendRound`, because they know only the earlier closing
 * time.
 * @throws FormRefused when an open round would close later; Stale when the round was changed since it was read
 */
export async function changeRound(work: UnitOfWork, round: Round, given: RoundGiven): Promise<void> {
  await updateRound(work, round, given.version, {
    name: given.name,
    ...hours(given),
    accepts_until: acceptsUntil(given),
  })
  if (given.graceMinutes !== graceMinutes(round)) await changeGrace(work.trx, round.id, given.graceMinutes)
  const state = roundState(round, work.at)
  const { opens_at: opensAt, closes_at: closesAt } = hours(given)
  if (state === 'open' && closesAt > round.closesAt) throw new FormRefused('closesOn', 'rounds.closes.extend')
  await recordEvent(work, 'round.changed', { kind: 'round', id: round.id }, hours(given))
  if (state !== 'over' || closesAt <= work.at) return
  const reopened = { ...round, name: given.name, opensAt, closesAt, acceptsUntil: acceptsUntil(given) }
  await work.tell('round extended', { round: reopened })
}
