import { libraryStream } from '../../../domain/framework.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import type { Round } from '../../../domain/round.ts'
import { instantAt } from '../../../domain/time.ts'
import { latestFrameworkVersionId } from '../frameworks/framework.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { RoundGiven } from './round.forms.ts'
import { insertRound, updateRound } from './round.store.ts'

const hours = ({ opensOn, closesOn }: RoundGiven) => ({
  opens_at: instantAt(opensOn, '09:00'),
  closes_at: instantAt(closesOn, '17:00'),
})

export async function openRound(work: UnitOfWork, given: RoundGiven): Promise<void> {
  const id = newId()
  const framework_version_id = await latestFrameworkVersionId(work.trx, libraryStream)
  await insertRound(work.trx, {
    id,
    name: given.name,
    stream_id: libraryStream,
    framework_version_id,
    ...hours(given),
    grace_minutes: given.graceMinutes,
  })
  await recordEvent(work, 'round.opened', { kind: 'round', id }, hours(given))
}

export async function changeRound(work: UnitOfWork, round: Round, given: RoundGiven): Promise<void> {
  await updateRound(work.trx, round, given.version, {
    name: given.name,
    ...hours(given),
    grace_minutes: given.graceMinutes,
  })
  await recordEvent(work, 'round.changed', { kind: 'round', id: round.id }, hours(given))
}
