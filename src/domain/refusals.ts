/** What this person may not know of, and what does not exist: the same answer. */
export class NotFound extends Error {}

/** The person knows of the thing and may not do this to it. */
export class Forbidden extends Error {
  readonly permission: string
  constructor(permission: string) {
    super(`may not: ${permission}`)
    this.permission = permission
  }
}

/** The person knows of the case and has yet to declare on it: the page shows the way to the declaration. */
export class NotDeclared extends Forbidden {
  readonly applicationId: string
  constructor(permission: string, applicationId: string) {
    super(permission)
    this.applicationId = applicationId
  }
}

/** The lifecycle table, the person's standing or a guard says no. `unmet` names the guards still in the way. */
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

/** Somebody else changed it since it was read. */
export class Stale extends Error {}

/** A rule that needs the database says no to one field; shown like any other mistake in the form. */
export class FormRefused extends Error {
  readonly field: string
  readonly key: string
  readonly gaps: Readonly<Record<string, string | number>>
  constructor(field: string, key: string, gaps: Record<string, string | number> = {}) {
    super(`${field}: ${key}`)
    this.field = field
    this.key = key
    this.gaps = gaps
  }
}

/**
 * The form was sent and done before, and says something else now: nothing of that is stored yet. Drawn again it is a
 * new form.
 */
export class SentWithOtherText extends FormRefused {}

/** Asked too often: 429 with Retry-After. */
export class TooMany extends Error {
  readonly seconds: number
  constructor(seconds: number) {
    super('too many')
    this.seconds = seconds
  }
}

/** Cannot be served just now (a lock that is held, a queue that is full): 503 with Retry-After, nothing changed. */
export class Busy extends Error {}

/** The disk is full, or nearly: reading goes on, what is new waits. Nothing was changed. */
export class NoRoom extends Error {}

/**
 * The disk could not keep what it was given: reading goes on, and nothing is taken until somebody has looked at it.
 * Nothing was changed.
 */
export class DiskFails extends Error {}
