import { branchesOf } from '../../modules/organisations/branches/branch.store.ts'
import { addDays, addMonths } from '../../domain/time.ts'
import { moveAward } from '../../modules/awards/lifecycle/lifecycle.actions.ts'
import { recordAward } from '../../modules/awards/recording/recording.actions.ts'
import { organisationOf as rowOf } from '../../modules/organisations/organisations/organisation.store.ts'
import { workday } from '../workdays.ts'
import { charity, type CharityKey } from '../cast.ts'
import { workOf, awardOf, organisationOf, personWithEmail, type Act } from '../world.ts'

/**
 * A coordinator records an award made before this service, for one year.
 * @param ends the last day, in working days before today; negative for the future
 */
export const isRecorded =
  (library: string, ends: number): Act =>
  async (world, at) => {
    const {
      trx,
      today,
      texts: {
        years: { paper },
      },
    } = world
    const organisation = await rowOf(trx, { organisationId: organisationOf(world, library).id })
    const to = workday(today, ends)
    const scope = (await branchesOf(trx, organisation)).map(({ id }) => id)
    await recordAward(workOf(world, await personWithEmail(world, charity.coordinator.email), at), organisation, {
      decidedBy: paper.decidedBy,
      source: paper.paper,
      from: addDays(addMonths(to, -12), 1),
      to,
      scope,
    })
  }

/**
 * A coordinator extends an award.
 * @param until the award's new last day, in working days before today; negative for a day in the future
 */
export const isExtended =
  (library: string, until: number): Act =>
  async (world, at) => {
    const given = { reason: world.texts.years.moves.extended, until: workday(world.today, until) }
    await moveAward(
      workOf(world, await personWithEmail(world, charity.coordinator.email), at),
      await awardOf(world, library),
      'extend',
      given,
    )
  }

export const isSuspended = (library: string): Act => moves('trustee', library, 'suspend', 'suspended')
export const isEnded = (library: string): Act => moves('trustee', library, 'end', 'ended')

const moves =
  (key: CharityKey, library: string, move: 'suspend' | 'end', reason: 'suspended' | 'ended'): Act =>
  async (world, at) => {
    await moveAward(
      workOf(world, await personWithEmail(world, charity[key].email), at),
      await awardOf(world, library),
      move,
      {
        reason: world.texts.years.moves[reason],
      },
    )
  }
