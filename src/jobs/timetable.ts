import { theService } from '../domain/actor.ts'
import type { Day } from '../domain/time.ts'
import {
  deleteOldBulkChanges,
  deleteOldInboxItems,
  forgetKeptFiles,
  indexAllEvidence,
  makeRedactedCopies,
  previewRows,
  recordRefusedInboxFile,
  recordVerdict,
  emailAboutInboxes,
  eraseRemoved,
  previewInboxFiles,
  runBulkChanges,
} from '../modules/evidence/evidence.public.ts'
import { forgetDenials } from '../history/record.ts'
import { deleteOldWordImports, expireQuestions } from '../modules/applications/applications.public.ts'
import {
  deleteOldEmails,
  planReminders,
  previewLines,
  queueWeeklyLists,
  readBounces,
  sendEmails,
  sendReminders,
} from '../modules/notifications/notifications.public.ts'
import {
  deleteOldSignIns,
  expireInvitations,
  offerAnotherAdministrator,
  remindInvited,
} from '../modules/access/access.public.ts'
import { eraseOldEnquiries } from '../modules/organisations/organisations.public.ts'
import { deleteOldImportRows, runImports } from '../modules/imports/imports.public.ts'
import { drawPreviews } from '../files/previews.ts'
import { checkFiles } from '../files/file-checks.ts'
import { recoverFiles } from '../files/recover.ts'
import { scanWaitingFiles } from '../files/scan.ts'
import type { Parts } from '../parts.ts'
import { countYear, runDateMoves } from '../modules/overview/overview.public.ts'
import { expireSeatOffers, releaseLetters, remindOfMeetings } from '../modules/appraisal/appraisal.public.ts'
import { checkDatabase, watchService } from '../modules/site/site.public.ts'
import { moveAwards, undoConfirmedMoves } from '../modules/awards/awards.public.ts'

export interface Job {
  name: string
  /**
   * `by hand`: only with `npm run job`. `seconds`: the pause between two runs, in every process that runs jobs.
   * `dayAt`: the time in London after which the job runs once a day, in one process
   */
  every: 'by hand' | { seconds: number } | { dayAt: `${number}:${number}` | ((config: Parts['config']) => string) }
  /** true for a job that does not run while the date may be wrong */
  needsRightDate?: true
  /** @param day the day in London that the run is for */
  run(parts: Parts, day: Day, stop: AbortSignal): Promise<unknown>
  /** describes the effects of a run for that day, without writing anything */
  dryRun?(parts: Parts, day: Day): Promise<readonly string[]>
}

/** The list of all jobs. Each finds its work by a query, so it can run late or twice. */
export const timetable: readonly Job[] = [
  { name: 'send-emails', every: { seconds: 1 }, run: (parts, _day, stop) => sendEmails(parts, stop) },
  { name: 'read-bounces', every: { seconds: 120 }, run: (parts, _day, stop) => readBounces(parts, stop) },
  {
    name: 'watch-service',
    needsRightDate: true,
    every: { seconds: 300 },
    run: parts => watchService(parts, dailyJobs()),
  },
  {
    name: 'check-database',
    needsRightDate: true,
    every: { dayAt: '03:50' },
    run: (parts, _day, stop) => checkDatabase(parts, stop),
  },
  {
    name: 'check-files',
    needsRightDate: true,
    every: { dayAt: '02:00' },
    run: (parts, day, stop) => checkFiles(parts, day, { stop }),
  },
  {
    name: 'scan-files',
    every: { seconds: 15 },
    run: (parts, _day, stop) =>
      scanWaitingFiles(
        parts,
        async (work, file, state) => {
          await recordVerdict(work, file, state)
          if (state === 'refused') await recordRefusedInboxFile(work, file)
        },
        stop,
      ),
  },
  {
    name: 'make-previews',
    every: { seconds: 5 },
    run: (parts, _day, stop) => drawPreviews(parts, previewRows, stop).finally(() => previewInboxFiles(parts, stop)),
  },
  {
    name: 'make-redacted-copies',
    every: { seconds: 2 },
    run: (parts, _day, stop) => makeRedactedCopies(parts, stop),
  },
  { name: 'run-imports', every: { seconds: 1 }, run: (parts, _day, stop) => runImports(parts, stop) },
  {
    name: 'move-dates',
    needsRightDate: true,
    every: { seconds: 2 },
    run: (parts, _day, stop) => runDateMoves(parts, stop),
  },
  {
    name: 'change-evidence',
    needsRightDate: true,
    every: { seconds: 1 },
    run: (parts, _day, stop) => runBulkChanges(parts, stop),
  },
  {
    name: 'delete-old-evidence-changes',
    needsRightDate: true,
    every: { dayAt: '03:40' },
    run: parts => deleteOldBulkChanges(parts),
  },
  {
    name: 'delete-old-import-rows',
    needsRightDate: true,
    every: { dayAt: '03:30' },
    run: parts => deleteOldImportRows(parts),
  },
  {
    name: 'erase-old-enquiries',
    needsRightDate: true,
    every: { dayAt: '03:35' },
    run: parts => eraseOldEnquiries(parts),
  },
  {
    name: 'delete-old-word-imports',
    needsRightDate: true,
    every: { dayAt: '03:40' },
    run: parts => deleteOldWordImports(parts),
  },
  {
    name: 'release-letters',
    needsRightDate: true,
    every: { seconds: 15 },
    run: (parts, _day, stop) => releaseLetters(parts, stop),
  },
  { name: 'recover-files', every: { seconds: 3_600 }, run: parts => recoverFiles(parts) },
  { name: 'index-evidence', every: { seconds: 3_600 }, run: (parts, _day, stop) => indexAllEvidence(parts, stop) },
  {
    name: 'delete-old-held-files',
    needsRightDate: true,
    every: { seconds: 3_600 },
    run: parts => forgetKeptFiles(parts),
  },
  {
    name: 'erase-removed',
    needsRightDate: true,
    every: { seconds: 3_600 },
    run: (parts, day, stop) => eraseRemoved(parts, day, stop),
  },
  {
    name: 'delete-old-inbox-items',
    needsRightDate: true,
    every: { dayAt: '03:25' },
    run: parts => deleteOldInboxItems(parts),
  },
  {
    name: 'email-about-inboxes',
    needsRightDate: true,
    every: { dayAt: '08:00' },
    run: parts => emailAboutInboxes(parts),
  },
  {
    name: 'undo-clock-moves',
    needsRightDate: true,
    every: { seconds: 2 },
    run: (parts, _day, stop) => undoConfirmedMoves(parts, stop),
  },
  {
    name: 'move-awards',
    needsRightDate: true,
    every: { dayAt: '00:05' },
    run: (parts, day, stop) => moveAwards(parts, day, stop),
  },
  { name: 'expire-questions', needsRightDate: true, every: { dayAt: '00:10' }, run: parts => expireQuestions(parts) },
  { name: 'count-year', needsRightDate: true, every: { dayAt: '06:00' }, run: (parts, day) => countYear(parts, day) },
  {
    name: 'expire-seat-offers',
    needsRightDate: true,
    every: { dayAt: '00:15' },
    run: parts => expireSeatOffers(parts),
  },
  {
    name: 'expire-invitations',
    needsRightDate: true,
    every: { dayAt: '00:20' },
    run: parts => expireInvitations(parts),
  },
  {
    name: 'plan-reminders',
    needsRightDate: true,
    every: { dayAt: '04:00' },
    run: (parts, day, stop) => planReminders(parts, day, stop),
  },
  {
    name: 'send-reminders',
    needsRightDate: true,
    every: { dayAt: ({ remindersAt }) => remindersAt },
    run: (parts, day, stop) => sendReminders(parts, day, stop),
    dryRun: (parts, day) => previewLines(parts, day),
  },
  {
    name: 'send-weekly-lists',
    needsRightDate: true,
    every: { dayAt: ({ remindersAt }) => remindersAt },
    run: (parts, day) => queueWeeklyLists(parts, day),
  },
  {
    name: 'remind-of-meetings',
    needsRightDate: true,
    every: { dayAt: ({ remindersAt }) => remindersAt },
    run: (parts, day) => remindOfMeetings(parts, day),
  },
  {
    name: 'remind-invited-people',
    needsRightDate: true,
    every: { dayAt: ({ remindersAt }) => remindersAt },
    run: (parts, day) => remindInvited(parts, day),
  },
  {
    name: 'delete-old-sign-ins',
    needsRightDate: true,
    every: { dayAt: '03:10' },
    run: ({ write, clock }) => deleteOldSignIns(write, clock.now()),
  },
  {
    name: 'delete-old-denials',
    needsRightDate: true,
    every: { dayAt: '03:15' },
    run: ({ write, clock }) => write(theService, ({ trx }) => forgetDenials(trx, clock.now())),
  },
  { name: 'new-administrator', every: 'by hand', run: parts => offerAnotherAdministrator(parts) },
  { name: 'delete-old-emails', needsRightDate: true, every: { dayAt: '03:20' }, run: parts => deleteOldEmails(parts) },
]

const dailyJobs = (): string[] =>
  timetable.flatMap(({ name, every }) => (typeof every === 'object' && 'dayAt' in every ? [name] : []))
