import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Round } from '../../../domain/round.ts'
import { instantAt, type Instant } from '../../../domain/time.ts'
import { latestFrameworkVersionId } from '../frameworks/framework.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { RoundGiven } from './round.forms.ts'
import { insertRound, updateRound } from './round.store.ts'

const hours = ({ opensOn, closesOn }: RoundGiven) => ({
  opens_at: instantAt(opensOn, '09:00'),
  closes_at: instantAt(closesOn, '17:00'),
})

export async function openRound(trx: Tx, who: Actor, given: RoundGiven, at: Instant): Promise<void> {
  const id = newId()
  const framework_version_id = await latestFrameworkVersionId(trx)
  await insertRound(trx, {
    id,
    name: given.name,
    framework_version_id,
    ...hours(given),
    grace_minutes: given.graceMinutes,
  })
  await recordEvent(trx, who, 'round.opened', { kind: 'round', id }, at, hours(given))
}

export async function changeRound(trx: Tx, who: Actor, round: Round, given: RoundGiven, at: Instant): Promise<void> {
  await updateRound(trx, round, given.version, { name: given.name, ...hours(given), grace_minutes: given.graceMinutes })
  await recordEvent(trx, who, 'round.changed', { kind: 'round', id: round.id }, at, hours(given))
}
