import type { Db } from '../../../db/connection.ts'
import type { ReminderKind } from '../../../domain/reminder-schedule.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import type { Day } from '../../../domain/time.ts'
import {
  questionSubjects,
  recommendationSubjects,
  returnSubjects,
} from '../application-subjects/application-subject.store.ts'
import { awardSubjects } from '../award-subjects/award-subject.store.ts'
import { consentSubjects, inboxSubjects, recurringSubjects } from '../evidence-subjects/evidence-subject.store.ts'
import { decisionSubjects } from '../decision-subjects/decision-subject.store.ts'
import { draftSubjects } from '../draft-subjects/draft-subject.store.ts'
import { assignmentSubjects, mentionSubjects, signOffSubjects } from '../team-subjects/team-subject.store.ts'
import { targetSubjects } from '../team-subjects/target-subject.store.ts'
import { findingsSubjects, seatOfferSubjects } from '../panel-subjects/panel-subject.store.ts'

/**
 * Selects subjects as they are on `today`: those with the given ids, or the next page of open subjects in the order of
 * their ids. Most kinds leave out dates after `upTo`. With `dueBy`, awards whose reminders are all due after that day
 * are left out, too.
 */
export type SubjectSelection = { today: Day } & (
  { ids: readonly string[] } | { after: string; upTo: Day; dueBy: Day | null; limit: number }
)

type Read = (db: Db, wanted: SubjectSelection) => Promise<Subject[]>

const readers: Readonly<Record<ReminderKind, Read>> = {
  award: awardSubjects,
  question: questionSubjects,
  return: (db, wanted) => returnSubjects(db, 'return', wanted),
  'more evidence': (db, wanted) => returnSubjects(db, 'more evidence', wanted),
  recommendation: recommendationSubjects,
  consent: consentSubjects,
  recurring: recurringSubjects,
  inbox: inboxSubjects,
  draft: draftSubjects,
  assignment: assignmentSubjects,
  mention: mentionSubjects,
  target: targetSubjects,
  'sign-off': signOffSubjects,
  'seat offer': seatOfferSubjects,
  findings: findingsSubjects,
  decision: decisionSubjects,
}

/** Subjects of one kind with their current dates, ordered by id. */
export async function subjectsOf(db: Db, kind: ReminderKind, wanted: SubjectSelection): Promise<Subject[]> {
  if ('ids' in wanted && wanted.ids.length === 0) return []
  return readers[kind](db, wanted)
}
