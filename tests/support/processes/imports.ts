import { openDatabase } from '../../../src/db/connection.ts'
import { instant } from '../../../src/domain/time.ts'
import { runImports } from '../../../src/modules/imports/runs/run.actions.ts'
import { aRunner, standingClock } from '../email-jobs.ts'

// Runs the job that saves imports, as a separate process for tests that kill it. Arguments: the database, the time.
const [where, at] = process.argv.slice(2)
const database = openDatabase(where!)
const transport = { send: () => Promise.resolve({ is: 'sent' as const }), close: () => undefined }
process.stdout.write('0\n')
await runImports(aRunner(database, transport, standingClock(instant(at!))).parts)
await database.close()
