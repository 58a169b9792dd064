import { openDatabase } from '../../../src/db/connection.ts'
import { instant } from '../../../src/domain/time.ts'
import { runBulkChanges } from '../../../src/modules/evidence/evidence.public.ts'
import { aRunner, standingClock } from '../email-jobs.ts'
import { stuckWrite } from '../stuck-write.ts'

// Runs the job for bulk changes, as a separate process for tests that kill it.
// After the given number of items, the process waits inside an open transaction.
// Arguments: the database, the time, the number of items.
const [where, at, items] = process.argv.slice(2)
const database = openDatabase(where!)
const noMail = { send: () => Promise.reject(new Error('this process sends no emails')), close: () => undefined }
const { parts } = aRunner(database, noMail, standingClock(instant(at!)))
process.stdout.write('0\n')
const write = stuckWrite(parts.write, Number(items) + 2) // the first transaction takes the lease
await runBulkChanges({ ...parts, write })
await database.close()
