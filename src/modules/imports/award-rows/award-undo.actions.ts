import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { ImportRow, RowChanges } from '../imports/import-row.store.ts'

/** An award is never removed with others: its certificate may have been shown. Its own page says what can be done. */
export const undoAward = (_work: UnitOfWork, _row: ImportRow): Promise<RowChanges> =>
  Promise.resolve({ state: 'kept', reasons: [{ is: 'kept award' }] })
