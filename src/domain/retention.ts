import { addDays, dayOf, daysBetween, type Day, type Instant } from './time.ts'

// How long data is kept before jobs delete it. Some short periods are set beside the code that uses them.
// For example, unsaved text is kept for 60 days (src/web/working-copies.ts), and sign-ins for 90 days after they end.
// For everything else, the charity has to decide: see `RetentionClass` in src/db/tables.ts.

/** Removed evidence, and a removed file, can be restored for this many days. Then it is erased. */
export const daysToRestore = 30

/** An upload is deleted after this many days in the evidence inbox, unless a lead has used or deleted it before. */
export const daysInInbox = 180

/** From this many days before an upload is deleted, leads see the day of its deletion. */
export const daysWarned = 30

/** The day on which an upload is deleted from the evidence inbox; null while it is more than `daysWarned` days away. */
export function deletedFromInbox(arrivedAt: Instant, today: Day): Day | null {
  const day = addDays(dayOf(arrivedAt), daysInInbox)
  return daysBetween(today, day) <= daysWarned ? day : null
}

/** A change to several items of evidence can be undone for this many days. After that, its rows are deleted. */
export const daysToUndoBulkChange = 30

/** An import can be undone for this many days. After that, its rows, with the content of the file, are deleted. */
export const daysToUndoImport = 30

/** Answers read from a Word document are kept for this many days, if nobody finishes importing them. */
export const daysWordImportsKept = 7

/**
 * The text of an email is kept for this many days. The record of the email is kept: when it was sent, to whom and about
 * what.
 */
export const daysEmailTextsKept = 30

/**
 * The sender's details and message in an enquiry are kept for this many months after the organisation is registered.
 * Declining the enquiry erases them immediately.
 */
export const monthsEnquiriesKept = 12
