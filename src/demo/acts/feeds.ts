import { makeFeed } from '../../modules/notifications/calendar-feed/calendar-feed.actions.ts'
import { leadOf, workOf, type Act } from '../world.ts'

/** The lead creates a private calendar feed. */
export const makesFeed =
  (library: string): Act =>
  async (world, at) => {
    await makeFeed(workOf(world, await leadOf(world, library), at))
  }
