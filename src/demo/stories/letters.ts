import { asksForReview, holdsUntil } from '../acts/letters.ts'
import type { Story } from '../world.ts'

/** The library disagrees with the decision, and no trustee has answered yet. */
const ondley: Story = on => [on(3, '11:20', asksForReview('ondley'))]

/** The decision letter is scheduled for 10am in a few days. */
const ostrey: Story = on => [
  on(1, '15:10', holdsUntil('ostrey', 'Dear all at Ostrey,\n\nWe have good news for you.', 3)),
]

export const letterStories = [ondley, ostrey]
