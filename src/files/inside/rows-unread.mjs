import { Refused } from './zip.mjs'

/** Reading rows stops: `reason` is one of `unreadTables` in table-rows.ts, and `row` says where. */
export class Unread extends Refused {
  constructor(reason, row = 0) {
    super(reason)
    Object.assign(this, { reason, row })
  }
}
