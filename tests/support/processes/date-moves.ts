import { openDatabase } from '../../../src/db/connection.ts'
import { instant } from '../../../src/domain/time.ts'
import { runDateMoves } from '../../../src/modules/overview/overview.public.ts'
import { aRunner, standingClock } from '../email-jobs.ts'

// Runs the job that extends awards, as a separate process for tests that kill it. Arguments: the database, the time.
const [where, at] = process.argv.slice(2)
const database = openDatabase(where!)
const noMail = { send: () => Promise.reject(new Error('this process sends no emails')), close: () => undefined }
const { parts } = aRunner(database, noMail, standingClock(instant(at!)))
process.stdout.write('0\n')
await runDateMoves(parts)
await database.close()
