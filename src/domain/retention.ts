// How long the service keeps what daily jobs later delete. Text that someone typed and did not save is kept for 60 days
// (src/web/working-copies.ts), and sign-ins for days. Everything else is kept for now: `RetentionClass` in
// src/db/tables.ts says what the charity has to decide.

/** Removed evidence, and a removed file, can be restored for this many days. Then it is erased. */
export const daysToRestore = 30

/** What arrived through an upload link is deleted after this many days in the evidence inbox, if nobody sorts it. */
export const daysInInbox = 180

/** A change to several items of evidence can be undone for this many days. After that, its rows are deleted. */
export const daysToUndoBulkChange = 30

/** An import can be undone for this many days. After that, its rows, with the content of the file, are deleted. */
export const daysToUndoImport = 30

/** Answers read from a Word document are kept for this many days, if nobody finishes importing them. */
export const daysWordImportsKept = 7

/** The text of an email is kept for this many days. That it was sent, to whom and about what is kept. */
export const daysEmailTextsKept = 30

/** The contact details in an enquiry are kept for this many months after the answer. A declined enquiry is deleted. */
export const monthsEnquiriesKept = 12
