import { makeFeed } from '../../modules/notifications/calendar-feed/calendar-feed.actions.ts'
import { leadOf, workOf, type Act } from '../world.ts'

export const makesFeed =
  (library: string): Act =>
  async (world, at) => {
    await makeFeed(workOf(world, await leadOf(world, library), at))
  }
