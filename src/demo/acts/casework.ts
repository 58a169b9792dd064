import { moveApplication } from '../../modules/applications/applications/application.actions.ts'
import { checkApplication, returnApplication } from '../../modules/applications/moves/move.actions.ts'
import { releaseDecisionLetter } from '../../modules/appraisal/decisions/decision.actions.ts'
import { declare, declareConflictLater } from '../../modules/appraisal/declarations/declaration.actions.ts'
import { returnToPanel } from '../../modules/appraisal/more-evidence/more-evidence.actions.ts'
import { offerSeat, passToPanel } from '../../modules/appraisal/panels/panel.actions.ts'
import { acceptSeat } from '../../modules/appraisal/seats/seat.actions.ts'
import { workday } from '../workdays.ts'
import { charity, panels, type CharityKey, type PanelKey, type SeatPlan } from '../cast.ts'
import { caseOf, itemOf, personWithEmail, workOf, type Act, type World } from '../world.ts'

const coordinator = (world: World) => personWithEmail(world, charity.coordinator.email)

/** Declares no conflict. An independent member also confirms their independence. */
export const declares =
  (key: CharityKey, library: string): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity[key].email)
    await declare(workOf(world, actor, at), await caseOf(world, library), {
      says: 'no conflict',
      reason: '',
      independent: 'yes',
    })
  }

/** Declares a conflict of interest after declaring none. */
export const findsConflict =
  (key: CharityKey, library: string): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity[key].email)
    const reason = 'A cousin of mine has started work at one of this library’s branches.'
    await declareConflictLater(workOf(world, actor, at), await caseOf(world, library), reason)
  }

export const checks =
  (library: string): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    await checkApplication(workOf(world, await coordinator(world), at), application, application)
  }

export const returns =
  (library: string, until: number): Act =>
  async (world, at) => {
    const { reasons, items } = world.texts.panel.returned
    const application = await caseOf(world, library)
    await returnApplication(workOf(world, await coordinator(world), at), application, {
      version: application.version,
      reasons,
      items: items.map(code => itemOf(world, code).id),
      until: workday(world.today, until),
    })
  }

export const offersSeats =
  (library: string, panel: PanelKey): Act =>
  async (world, at) => {
    for (const { actor, kind, independent, chairs } of panels[panel])
      await offersSeat(library, { actor, kind, independent, chairs })(world, at)
  }

export const offersSeat =
  (library: string, { actor, kind, independent, chairs }: Omit<SeatPlan, 'shownName'>): Act =>
  async (world, at) => {
    const { id: person } = await personWithEmail(world, charity[actor].email)
    const offer = { person, name: '', email: '', kind, independent, chairs }
    await offerSeat(workOf(world, await coordinator(world), at), await caseOf(world, library), offer)
  }

export const takeSeats =
  (library: string, panel: PanelKey): Act =>
  async (world, at) => {
    for (const { actor: key, shownName } of panels[panel]) {
      await acceptSeat(
        workOf(world, await personWithEmail(world, charity[key].email), at),
        await caseOf(world, library),
        shownName,
      )
    }
  }

export const passesToPanel =
  (library: string): Act =>
  async (world, at) =>
    passToPanel(workOf(world, await coordinator(world), at), await caseOf(world, library))

export const takesUp =
  (library: string): Act =>
  async (world, at) =>
    returnToPanel(workOf(world, await coordinator(world), at), await caseOf(world, library), '')

export const holds =
  (library: string): Act =>
  async (world, at) =>
    moveApplication(workOf(world, await coordinator(world), at), await caseOf(world, library), 'hold', {
      given: { reason: world.texts.panel.held.reason },
    })

export const releases =
  (library: string): Act =>
  async (world, at) =>
    releaseDecisionLetter(workOf(world, await coordinator(world), at), await caseOf(world, library))
