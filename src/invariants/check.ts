import { noRoleWithoutRequest, rolesWereApproved } from './approvals.ts'
import { awardChangesAreInHistory, awardsAreReached, noMoveInConflict, termsFollow } from './awards.ts'
import { rules, type Broken, type Check, type Checked } from './broken.ts'
import { schemaIsExpected, soundDatabase, timesHavePassed } from './database.ts'
import {
  confirmedFilesAreStored,
  filesHaveRows,
  redactionsEnd,
  rowsHaveFiles,
  scansEnd,
  unscannedIsClosed,
} from './files.ts'
import { decisionsHaveProposals, noFindingInConflict, seatsHaveRoles, statesAreReached } from './lifecycle.ts'
import { leasesEnd } from './emails.ts'
import { frozenPartnershipsAreWhole, partnersStayAtHome } from './partners.ts'
import { recurringEvidenceHolds } from './recurring.ts'
import { removedIsErased } from './retention.ts'
import { consentCoverIsCurrent, fileToRedactIsHidden, noSeatKindInHistory, unredactedHasReason } from './privacy.ts'
import { morningsHavePassed, remindersHold } from './reminders.ts'
import { submittedFilesAreKept, versionsFollow } from './file-versions.ts'
import { submissionsHold } from './submissions.ts'

const checks: readonly Check[] = [
  confirmedFilesAreStored,
  filesHaveRows,
  rowsHaveFiles,
  submissionsHold,
  versionsFollow,
  submittedFilesAreKept,
  scansEnd,
  redactionsEnd,
  leasesEnd,
  unscannedIsClosed,
  soundDatabase,
  remindersHold,
  statesAreReached,
  awardChangesAreInHistory,
  awardsAreReached,
  termsFollow,
  noMoveInConflict,
  decisionsHaveProposals,
  noFindingInConflict,
  seatsHaveRoles,
  noSeatKindInHistory,
  unredactedHasReason,
  fileToRedactIsHidden,
  rolesWereApproved,
  noRoleWithoutRequest,
  consentCoverIsCurrent,
  removedIsErased,
  partnersStayAtHome,
  frozenPartnershipsAreWhole,
  recurringEvidenceHolds,
  schemaIsExpected,
  timesHavePassed,
  morningsHavePassed,
]

/**
 * Checks all invariants without writing.
 * @returns the broken ones, in the order of the invariants
 */
export async function checkInvariants(it: Checked): Promise<Broken[]> {
  const broken: Broken[] = []
  for (const check of checks) broken.push(...(await check(it)))
  return broken.toSorted((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule))
}

export const lineOf = ({ rule, entity, what }: Broken): string => `${rule} ${entity}: ${what}`

/** The number of different invariants that are broken, for the exit code. */
export const rulesBroken = (broken: readonly Broken[]): number => new Set(broken.map(({ rule }) => rule)).size
