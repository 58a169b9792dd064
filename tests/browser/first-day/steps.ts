import type { Showing } from '../review.ts'
import { inviteCharity } from '../step-people.ts'
import { walkSteps, type Step } from '../walk-steps.ts'
import type { MakeWalker } from '../walker.ts'
import { correctYear, importAwards } from './step-awards.ts'
import { publishCriteria } from './step-criteria.ts'
import { inviteLeads, readCertificate, startEmails } from './step-emails.ts'
import { importOrganisations, registerEnquiry } from './step-organisations.ts'
import { downloadAwards, undoImport } from './step-undo.ts'

// The charity's first day: from an empty database to its own criteria and imported libraries, awards and people, with
// mistakes corrected.

const steps: readonly Step[] = [
  ['1 the first administrator opens the operator’s link and invites the charity’s people', inviteCharity],
  ['2 a coordinator drafts, compares and publishes the charity’s own criteria', publishCriteria],
  ['3 the coordinator sets up a round, and a library that asked to apply is registered', registerEnquiry],
  ['4 a spreadsheet of organisations is checked and imported', importOrganisations],
  ['5 a workbook of current awards is imported, and no imported organisation gets an email', importAwards],
  ['6 a mistyped year is corrected', correctYear],
  ['7 two of the imported people are invited, and accept', inviteLeads],
  ['8 emails are switched on for one organisation', startEmails],
  ['9 a lead opens the certificate of an imported award', readCertificate],
  ['10 an import is undone', undoImport],
  ['11 the awards are downloaded', downloadAwards],
]

/**
 * Adds a test for each step of the first day. One test file uses browsers and another HTTP, so that they run in
 * parallel.
 */
export function walkFirstDay(walker: MakeWalker, showings: readonly Showing[] = []): void {
  walkSteps(steps, walker, { start: '2027-03-01T09:30:00Z', showings, fewestPages: 50 })
}
