import { asksForReview, holdsUntil } from '../acts/letters.ts'
import type { Story } from '../world.ts'

/** The library thinks that the decision is wrong, and no trustee has answered yet. */
const ondley: Story = on => [on(3, '11:20', asksForReview('ondley'))]

/** The decision letter goes out in a few days, at 10am. */
const ostrey: Story = on => [
  on(1, '15:10', holdsUntil('ostrey', 'Dear all at Ostrey,\n\nWe have good news for you.', 3)),
]

export const letterStories = [ondley, ostrey]
