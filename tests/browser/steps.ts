import type { Showing } from './review.ts'
import { writeAndSubmit } from './step-application.ts'
import { releaseDecisionLetter, decideApplication } from './step-award.ts'
import { addEvidence } from './step-evidence.ts'
import { checkHistory } from './step-history.ts'
import { registerLibrary } from './step-library.ts'
import { offerSeats, judgeApplication } from './step-panel.ts'
import { inviteCharity } from './step-people.ts'
import { walkSteps, type Step } from './walk-steps.ts'
import type { MakeWalker } from './walker.ts'

// Uses the whole product once, from an empty database to a valid award. Emails are read from the mail server.

const steps: readonly Step[] = [
  ['1 the first administrator opens the operator’s link and invites the charity’s people', inviteCharity],
  ['2 a coordinator sets up a round and registers a library, and its lead creates an account', registerLibrary],
  ['3 the lead and a contributor add evidence', addEvidence],
  ['4 the application is submitted once, with a receipt', writeAndSubmit],
  ['5a a coordinator checks the application and offers seats on the panel', offerSeats],
  ['5b each appraiser judges alone, and the library replies to a question', judgeApplication],
  ['6a the chair records the proposal, and a trustee decides', decideApplication],
  ['6b the decision letter is released, the award starts, and anyone can check it', releaseDecisionLetter],
  ['7 the history shows every change', checkHistory],
]

/** Adds a test for each step. Separate test files use browsers and HTTP, so that they can run at the same time. */
export function walkThrough(walker: MakeWalker, showings: readonly Showing[] = []): void {
  walkSteps(steps, walker, { start: '2027-03-01T09:30:00Z', showings, fewestPages: 100 })
}
