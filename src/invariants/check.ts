import { awardChangesAreTold, awardsAreReached, nobodyMovesInConflict, termsFollow } from './awards.ts'
import { rules, type Broken, type Check, type Checked } from './broken.ts'
import { schemaIsExpected, soundDatabase, timesHavePassed } from './database.ts'
import { filesHaveRows, rowsHaveFiles, scansEnd, toldIsStored, unscannedIsClosed } from './files.ts'
import { decisionsHaveProposals, nobodyJudgesInConflict, statesAreReached } from './lifecycle.ts'
import { leasesEnd } from './mail.ts'
import { frozenPartnershipsAreWhole, partnersStayAtHome } from './partners.ts'
import { recurrencesHold } from './recurring.ts'
import { ledgersAreSettled, noSeatKindInHistory, unredactedHasReason } from './privacy.ts'
import { morningsHavePassed, remindersHold } from './reminders.ts'
import { handedInIsKept, versionsStandInARow } from './revisions.ts'
import { submissionsHold } from './submissions.ts'

const checks: readonly Check[] = [
  toldIsStored,
  filesHaveRows,
  rowsHaveFiles,
  submissionsHold,
  versionsStandInARow,
  handedInIsKept,
  scansEnd,
  leasesEnd,
  unscannedIsClosed,
  soundDatabase,
  remindersHold,
  statesAreReached,
  awardChangesAreTold,
  awardsAreReached,
  termsFollow,
  nobodyMovesInConflict,
  decisionsHaveProposals,
  nobodyJudgesInConflict,
  noSeatKindInHistory,
  unredactedHasReason,
  ledgersAreSettled,
  partnersStayAtHome,
  frozenPartnershipsAreWhole,
  recurrencesHold,
  schemaIsExpected,
  timesHavePassed,
  morningsHavePassed,
]

/** Reads only. Everything that is not as it must be, in the order of the rules. */
export async function checkInvariants(it: Checked): Promise<Broken[]> {
  const broken: Broken[] = []
  for (const check of checks) broken.push(...(await check(it)))
  return broken.toSorted((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule))
}

export const lineOf = ({ rule, thing, what }: Broken): string => `${rule} ${thing}: ${what}`

/** For the exit code. */
export const rulesBroken = (broken: readonly Broken[]): number => new Set(broken.map(({ rule }) => rule)).size
