import { moveApplication } from '../../modules/applications/applications/application.actions.ts'
import { checkApplication, returnApplication } from '../../modules/applications/moves/move.actions.ts'
import { releaseLetter } from '../../modules/appraisal/decisions/decision.actions.ts'
import { takeUp } from '../../modules/appraisal/meeting/meeting.actions.ts'
import { declare, offerSeat, seatPanel, takeSeat } from '../../modules/appraisal/panels/panel.actions.ts'
import { newFormId } from '../../web/form-ids.ts'
import { workday } from '../calendar.ts'
import { charity, panels, type CharityKey, type PanelKey } from '../cast.ts'
import { caseOf, somebody, type Act, type World } from '../world.ts'

const coordinator = (world: World) => somebody(world, charity.coordinator.email)

/** No conflict; whoever sits as independent confirms it. */
export const declares = (key: CharityKey, library: string): Act => async (world, at) => {
  const who = await somebody(world, charity[key].email)
  await declare(world.trx, who, await caseOf(world, library), { formId: newFormId(), says: 'no conflict', because: '', independent: 'yes' }, at)
}

export const checks = (library: string): Act => async (world, at) =>
  checkApplication(world.trx, await coordinator(world), await caseOf(world, library), at)

export const returns = (library: string, until: number): Act => async (world, at) => {
  const { reasons } = world.texts.panel.returned
  await returnApplication(world.trx, await coordinator(world), await caseOf(world, library), { reasons, until: workday(world.today, until) }, at)
}

export const offersSeats = (library: string, panel: PanelKey): Act => async (world, at) => {
  const who = await coordinator(world)
  for (const { who: key, kind, independent, chairs } of panels[panel]) {
    const { id: person } = await somebody(world, charity[key].email)
    await offerSeat(world.trx, who, await caseOf(world, library), { formId: newFormId(), person, name: '', email: '', kind, independent, chairs }, at)
  }
}

export const takeSeats = (library: string, panel: PanelKey): Act => async (world, at) => {
  for (const { who: key, shownName } of panels[panel]) {
    await takeSeat(world.trx, await somebody(world, charity[key].email), await caseOf(world, library), shownName, at)
  }
}

export const passesToPanel = (library: string): Act => async (world, at) =>
  seatPanel(world.trx, await coordinator(world), await caseOf(world, library), at)

export const takesUp = (library: string): Act => async (world, at) =>
  takeUp(world.trx, await coordinator(world), await caseOf(world, library), '', at)

export const holds = (library: string): Act => async (world, at) =>
  moveApplication(world.trx, await coordinator(world), await caseOf(world, library), 'hold', at, { reason: world.texts.panel.held.reason })

export const releases = (library: string): Act => async (world, at) =>
  releaseLetter(world.trx, await coordinator(world), await caseOf(world, library), at)
