import { wouldLikeToApply } from '../acts/enquiries.ts'
import type { Story } from '../world.ts'

/** A library service that would like to apply is waiting for an answer. */
export const enquiryStory: Story = on => [on(1, '16:40', wouldLikeToApply)]
