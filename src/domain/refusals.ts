import type { Instant } from './time.ts'

/** The record does not exist, or this person must not learn that it does. The response is the same for both. */
export class NotFound extends Error {}

/** The person is allowed to know that the record exists, but lacks the permission. */
export class Forbidden extends Error {
  readonly permission: string
  constructor(permission: string) {
    super(`may not: ${permission}`)
    this.permission = permission
  }
}

/**
 * The person has not declared yet whether they have a conflict of interest on this application. The error page links to
 * the declaration.
 */
export class NotDeclared extends Forbidden {
  readonly applicationId: string
  constructor(permission: string, applicationId: string) {
    super(permission)
    this.applicationId = applicationId
  }
}

/**
 * A member of the panel must give all their findings before they can do this. The error page links to their findings.
 */
export class FindingsFirst extends Forbidden {
  readonly applicationId: string
  constructor(permission: string, applicationId: string) {
    super(permission)
    this.applicationId = applicationId
  }
}

/**
 * The person has not confirmed who can read the organisation's evidence, or is a contributor and no lead has confirmed
 * it. Pages redirect to the confirmation.
 */
export class ReadersNotConfirmed extends Error {
  readonly organisationId: string
  constructor(organisationId: string) {
    super('nobody has confirmed who can read the evidence')
    this.organisationId = organisationId
  }
}

/** The state, the person's role or a guard does not allow this move. `unmet` names the guards that are not met. */
export class MoveRefused extends Error {
  readonly move: string
  readonly status: string
  readonly unmet: readonly string[]
  constructor(move: string, status: string, unmet: readonly string[] = []) {
    super(`${move} is not open from ${status}`)
    this.move = move
    this.status = status
    this.unmet = unmet
  }
}

export type WhyNotOpen =
  | 'application_submitted'
  | 'application_decided'
  | 'application_withdrawn'
  | 'before_submission'
  | 'word_submitted'
  | 'answer_not_asked'
  | 'question_answered'
  | 'question_withdrawn'
  | 'question_expired'
  | 'recurring_ended'

/**
 * The person's role allows this, but not in the present state of the application, question or regular evidence. The
 * error page says what happened, and links to `address`.
 */
export class NotOpen extends Error {
  readonly why: WhyNotOpen
  readonly address: string
  constructor(why: WhyNotOpen, address: string) {
    super(`not open: ${why}`)
    this.why = why
    this.address = address
  }
}

/** The organisation was merged into another that the person can know of. Its pages redirect to the other one. */
export class MergedInto extends Error {
  readonly organisationId: string
  constructor(organisationId: string) {
    super('the organisation was merged into another')
    this.organisationId = organisationId
  }
}

/** The organisation is closed, so nothing new is started for it. */
export class OrganisationClosed extends Error {}

/** The record was changed after it was read, by someone else or in another window. */
export class Stale extends Error {}

/** Someone else has already decided. The person is told who decided, and when. */
export class DecidedAlready extends Error {
  readonly by: string
  readonly at: Instant
  /** @param by the person's name */
  constructor(by: string, at: Instant) {
    super('someone else has decided it')
    this.by = by
    this.at = at
  }
}

/**
 * An item of the evidence inbox was already made into evidence, added to evidence or deleted. The error page says by
 * whom, and links to the evidence.
 */
export class SortedAlready extends Error {
  readonly sorted: Sorted
  constructor(sorted: Sorted) {
    super('the item has been sorted')
    this.sorted = sorted
  }
}

export interface Sorted {
  as: 'added' | 'deleted'
  /** the person's name; null when the service deleted the item because no lead had dealt with it in time */
  by: string | null
  at: Instant
  /** the id of the evidence that contains the item; null for a deleted item, and when the reader cannot see it */
  evidenceId: string | null
}

/**
 * The date that an administrator confirms is not the date of this process's clock, perhaps because a clock has been
 * corrected.
 */
export class OtherDate extends Error {
  readonly read: Instant
  readonly now: Instant
  /**
   * @param read the time read from a clock
   * @param now the time of this process
   */
  constructor(read: Instant, now: Instant) {
    super('the date to confirm is not the date of this process')
    this.read = read
    this.now = now
  }
}

/** A field fails a check that needs the database. The form shows its message like any other error. */
export class FormRefused extends Error {
  readonly field: string
  readonly key: string
  readonly params: Readonly<Record<string, string | number>>
  constructor(field: string, key: string, params: Record<string, string | number> = {}) {
    super(`${field}: ${key}`)
    this.field = field
    this.key = key
    this.params = params
  }
}

/** The form was saved before with other text. Nothing more is saved: the form comes back with a new idempotency key. */
export class SentWithOtherText extends FormRefused {}

/** A limit was reached, and the form shows it beside a field: 429 with Retry-After. */
export class FormLimited extends FormRefused {
  readonly seconds: number
  constructor(seconds: number, field: string, key: string, params: FormRefused['params'] = {}) {
    super(field, key, params)
    this.seconds = seconds
  }
}

/** Too many requests: 429 with Retry-After. */
export class TooMany extends Error {
  readonly seconds: number
  constructor(seconds: number) {
    super('too many')
    this.seconds = seconds
  }
}

/**
 * The request cannot be handled now, because a lock is held, a queue is full or the service is stopping: 503 with
 * Retry-After. Nothing was changed, except perhaps after `DatabaseDown`.
 */
export class Busy extends Error {}

/**
 * The database cannot be reached, or the connection to it was lost: 503 with Retry-After. If it was lost during a
 * commit, the change may have been saved.
 */
export class DatabaseDown extends Busy {}

/** The disk is nearly full: pages can be read, but nothing new is saved. Nothing was changed. */
export class NoRoom extends Error {}

/** The disk failed: pages can be read, but nothing is saved until an operator has checked it. Nothing was changed. */
export class DiskFails extends Error {}
