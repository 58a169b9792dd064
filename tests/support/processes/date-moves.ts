import { openDatabase } from '../../../src/db/connection.ts'
import { instant } from '../../../src/domain/time.ts'
import { runDateMoves } from '../../../src/modules/overview/overview.public.ts'
import { aRunner, standingClock } from '../email-jobs.ts'
import { stuckWrite } from '../stuck-write.ts'

// Runs the job that extends awards, as a separate process for tests that kill it.
// After the given number of awards, the process waits in a transaction that stays open.
// Arguments: the database, the time, the number of awards.
const [where, at, awards] = process.argv.slice(2)
const database = openDatabase(where!)
const noMail = { send: () => Promise.reject(new Error('this process sends no emails')), close: () => undefined }
const { parts } = aRunner(database, noMail, standingClock(instant(at!)))
process.stdout.write('0\n')
const write = stuckWrite(parts.write, Number(awards) + 2) // the first transaction takes the lease
await runDateMoves({ ...parts, write })
await database.close()
