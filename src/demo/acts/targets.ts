import { addDays, dayOf } from '../../domain/time.ts'
import { addTarget, recordProgress } from '../../modules/applications/targets/target.actions.ts'
import type { ProgressGiven } from '../../modules/applications/targets/target.forms.ts'
import { targetsOf } from '../../modules/applications/targets/target.store.ts'
import { required, leadOf, organisationOf, personWithEmail, workOf, type Act } from '../world.ts'

interface TargetOfDemo {
  body: string
  /** an email address, by default the lead's */
  owner?: string
  inDays: number
}

export const setsTargets =
  (library: string, targets: readonly TargetOfDemo[]): Act =>
  async (world, at) => {
    const lead = await leadOf(world, library)
    const organisation = organisationOf(world, library)
    for (const { body, owner, inDays } of targets) {
      const { id } = owner ? await personWithEmail(world, owner) : lead
      await addTarget(workOf(world, lead, at), organisation, { body, owner: id, dueOn: addDays(dayOf(at), inDays) })
    }
  }

/** The lead records progress on the target whose text starts with `words`. */
export const reportsOn =
  (library: string, words: string, given: Omit<ProgressGiven, 'version'>): Act =>
  async (world, at) => {
    const organisation = organisationOf(world, library)
    const open = await targetsOf(world.trx, organisation, { show: 'open', after: null, limit: 20 })
    const target = required(
      open.find(({ body }) => body.startsWith(words)),
      words,
    )
    const { version } = target
    await recordProgress(workOf(world, await leadOf(world, library), at), target, { ...given, version })
  }
