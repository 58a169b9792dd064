import { openDatabase } from '../../../src/db/connection.ts'
import { instant } from '../../../src/domain/time.ts'
import { runBulkChanges } from '../../../src/modules/evidence/evidence.public.ts'
import { aRunner, standingClock } from '../email-jobs.ts'

// Runs the job for bulk changes, as a separate process for tests that kill it. Arguments: the database, the time.
const [where, at] = process.argv.slice(2)
const database = openDatabase(where!)
const noMail = { send: () => Promise.reject(new Error('this process sends no emails')), close: () => undefined }
const { parts } = aRunner(database, noMail, standingClock(instant(at!)))
process.stdout.write('0\n')
await runBulkChanges(parts)
await database.close()
