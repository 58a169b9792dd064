import { localEndorsement, type EndorsementAnswer } from '../../domain/endorsement.ts'
import { theService } from '../../domain/actor.ts'
import { itemById } from '../../domain/framework.ts'
import { askForEndorsement } from '../../modules/applications/endorsements/endorsement.actions.ts'
import { endorsementsOf, sharedTextOf } from '../../modules/applications/endorsements/endorsement.store.ts'
import { giveEndorsement } from '../../modules/applications/endorsing/endorsing.actions.ts'
import { fingerprintOf } from '../../modules/applications/sign-offs/sign-off.forms.ts'
import { frameworkVersion } from '../../modules/frameworks/frameworks.public.ts'
import { caseOf, required, leadOf, workOf, type Act } from '../world.ts'

/** The lead asks a local group for its endorsement. */
export const asksForEndorsement =
  (library: string, given: { group: string; email: string }): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const framework = await frameworkVersion(world.trx, application.frameworkVersionId)
    const item = required(itemById(framework, localEndorsement), localEndorsement)
    await askForEndorsement(workOf(world, await leadOf(world, library), at), { application, framework, item }, given)
  }

interface GivenInDemo {
  answer: EndorsementAnswer
  name: string
  role: string
  words: string
}

/** The group that the library asked first answers with `endorsed` or `not yet`. */
export const isEndorsed =
  (library: string, given: GivenInDemo): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const framework = await frameworkVersion(world.trx, application.frameworkVersionId)
    const asked = required((await endorsementsOf(world.trx, application))[0], library)
    const shared = await sharedTextOf(world.trx, application, framework)
    const open = { id: asked.id, group: asked.group, organisation: application.organisationName, shared, application }
    await giveEndorsement(workOf(world, theService, at), open, {
      ...given,
      seen: fingerprintOf(shared),
      confirmed: true,
    })
  }
