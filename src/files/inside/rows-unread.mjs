import { Refused } from './zip.mjs'

/** Thrown to stop reading rows. `reason` is one of `unreadTables` in table-rows.ts, and `row` is the row's number. */
export class Unread extends Refused {
  constructor(reason, row = 0) {
    super(reason)
    Object.assign(this, { reason, row })
  }
}
