import { noRoleWithoutRequest, rolesWereApproved } from './approvals.ts'
import { awardChangesAreInHistory, awardChangesAreValid, noMoveInConflict, termsFollow } from './awards.ts'
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
import { decisionsHaveProposals, noFindingInConflict, seatsHaveRoles, applicationMovesAreValid } from './lifecycle.ts'
import { leasesEnd } from './emails.ts'
import { frozenPartnershipsAreWhole, partnersBelongToOneLibrary } from './partners.ts'
import { dueDatesFollowFrequency } from './recurring.ts'
import { removedIsErased } from './retention.ts'
import { consentCoverIsCurrent, fileToRedactIsHidden, noSeatKindInHistory, unredactedHasReason } from './privacy.ts'
import { morningsHavePassed, remindersAreSentOnce } from './reminders.ts'
import { submittedFilesAreKept, versionsFollow } from './file-versions.ts'
import { receiptsMatchSubmissions } from './submissions.ts'

const checks: readonly Check[] = [
  confirmedFilesAreStored,
  filesHaveRows,
  rowsHaveFiles,
  receiptsMatchSubmissions,
  versionsFollow,
  submittedFilesAreKept,
  scansEnd,
  redactionsEnd,
  leasesEnd,
  unscannedIsClosed,
  soundDatabase,
  remindersAreSentOnce,
  applicationMovesAreValid,
  awardChangesAreInHistory,
  awardChangesAreValid,
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
  partnersBelongToOneLibrary,
  frozenPartnershipsAreWhole,
  dueDatesFollowFrequency,
  schemaIsExpected,
  timesHavePassed,
  morningsHavePassed,
]

/**
 * Checks all invariants without writing.
 * @returns the broken invariants, in the order of `rules`
 */
export async function checkInvariants(it: Checked): Promise<Broken[]> {
  const broken: Broken[] = []
  for (const check of checks) broken.push(...(await check(it)))
  return broken.toSorted((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule))
}

export const lineOf = ({ rule, entity, what }: Broken): string => `${rule} ${entity}: ${what}`

/** The number of different invariants that are broken, for the exit code. */
export const rulesBroken = (broken: readonly Broken[]): number => new Set(broken.map(({ rule }) => rule)).size
