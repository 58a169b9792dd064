import { fieldsIn, type Weekday } from '../../domain/appraising.ts'
import type { HelperKind } from '../../domain/seat-help.ts'
import { recordHelper } from '../../modules/appraisal/seat-helpers/seat-helper.actions.ts'
import { changeProfile } from '../../modules/appraisal/profiles/profile.actions.ts'
import { seatLines } from '../../modules/appraisal/seats/seat.store.ts'
import { declineSeat } from '../../modules/appraisal/seats/seat.actions.ts'
import { charity, profiles, type CharityKey, type ProfileKey } from '../cast.ts'
import { caseOf, personWithEmail, workOf, type Act } from '../world.ts'

/** Appraisers enter when they can attend, their expertise and their needs. */
export const entersProfiles =
  (...keys: ProfileKey[]): Act =>
  async (world, at) => {
    for (const key of keys) {
      const { kinds, expertise, weekdays, employers, ...more } = profiles[key]
      await changeProfile(workOf(world, await personWithEmail(world, charity[key].email), at), {
        ...more,
        version: 0,
        kinds: [...kinds],
        expertise: fieldsIn(expertise),
        weekdays: weekdays.split(' ').map(each => Number(each) as Weekday),
        awayFrom: null,
        awayUntil: null,
        employers: fieldsIn(employers),
      })
    }
  }

/** The coordinator records a helper or an interpreter for a seat holder. */
export const recordsHelper =
  (library: string, holder: CharityKey, helper: CharityKey, kind: HelperKind): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const { id: personId } = await personWithEmail(world, charity[holder].email)
    const seat = (await seatLines(world.trx, application)).find(each => each.personId === personId)
    if (!seat) throw new Error(`${holder} has no seat for ${library}`)
    const { name, email } = charity[helper]
    const work = workOf(world, await personWithEmail(world, charity.coordinator.email), at)
    await recordHelper(work, application, { kind, name, email, seatId: seat.id })
  }

/** Declines a seat, and suggests another person in the pool. */
export const declinesFor =
  (key: CharityKey, library: string, other: CharityKey): Act =>
  async (world, at) => {
    const { name, email } = charity[other]
    await declineSeat(
      workOf(world, await personWithEmail(world, charity[key].email), at),
      await caseOf(world, library),
      { reason: '', suggestedName: name, suggestedEmail: email },
    )
  }
