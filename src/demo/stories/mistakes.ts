import { mailboxBounces, personBounces, stopsAnAddress } from '../acts/addresses.ts'
import { askToCorrect, isMergedWithItsCopy, isRegisteredTwice } from '../acts/mistakes.ts'
import type { Story } from '../world.ts'

/**
 * A mistyped award year, two libraries that were each registered twice, and email addresses that bounced or were
 * stopped.
 */
export const mistakesStory: Story = on => [
  on(60, '15:20', isRegisteredTwice('carrowdale')),
  on(58, '10:10', isMergedWithItsCopy('carrowdale')),
  on(9, '11:15', isRegisteredTwice('fenlow')),
  on(2, '16:05', askToCorrect('fenlow')),
  on(6, '14:10', stopsAnAddress),
  on(1, '15:45', mailboxBounces),
  on(1, '15:50', personBounces('nerys@merrowshire.example')),
]
