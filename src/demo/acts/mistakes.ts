import { addMonths } from '../../domain/time.ts'
import { noteShown } from '../../modules/awards/awards/award.store.ts'
import { correctAward } from '../../modules/awards/corrections/correction.actions.ts'
import { hashOfFacts } from '../../modules/awards/corrections/correction.forms.ts'
import { recordedFactsOf } from '../../modules/awards/corrections/correction.store.ts'
import { registerOrganisation } from '../../modules/organisations/organisations/organisation.actions.ts'
import { startMerge } from '../../modules/site/merges/merge.actions.ts'
import { charity } from '../cast.ts'
import { awardOf, required, libraryOf, organisationOf, personWithEmail, workOf, type Act } from '../world.ts'

/**
 * A coordinator asks to move the last day of an award by two years. A trustee must confirm it, because someone outside
 * the charity has seen the award.
 */
export const askToCorrect =
  (library: string): Act =>
  async (world, at) => {
    const work = workOf(world, await personWithEmail(world, charity.coordinator.email), at)
    await noteShown(world.trx, await awardOf(world, library), at)
    const award = await awardOf(world, library)
    const said = await recordedFactsOf(world.trx, award)
    const reason = world.texts.years.mistakes.correction
    await correctAward(work, award, { ...said, to: addMonths(said.to, 24), reason, seen: hashOfFacts(said) })
  }

const copyOf = (library: string): string => `${library} copy`

/** A coordinator registers an organisation that is already registered. */
export const isRegisteredTwice =
  (library: string): Act =>
  async (world, at) => {
    const { name, kind, place, lead } = libraryOf(world, library)
    const { twice, enquiries } = world.texts.years.mistakes
    const work = workOf(world, await personWithEmail(world, charity.coordinator.email), at)
    const id = await registerOrganisation(work, {
      name: twice.replace('{name}', name),
      kind,
      place,
      roleMailbox: null,
      branches: [],
      leadName: lead.name,
      leadEmail: `${library}-${enquiries}`,
    })
    world.organisations.set(copyOf(library), id)
  }

export const isMergedWithItsCopy =
  (library: string): Act =>
  async (world, at) => {
    const work = workOf(world, await personWithEmail(world, charity.coordinator.email), at)
    const fromId = required(world.organisations.get(copyOf(library)), copyOf(library))
    const reason = world.texts.years.mistakes.merge
    await startMerge(work, { fromId, intoId: organisationOf(world, library).id, reason })
  }
