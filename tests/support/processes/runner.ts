import { openDatabase } from '../../../src/db/connection.ts'
import { smtpTransport } from '../../../src/email/smtp.ts'
import { aRunner } from '../email-jobs.ts'

// Runs the email job, as a separate process for tests that kill it. Arguments: the database, the mail server.
const [where, url] = process.argv.slice(2)
const database = openDatabase(where!)
const transport = smtpTransport(url!, 'Library of Sanctuary <no-reply@sanctuary.example>')
process.stdout.write('0\n')
await aRunner(database, transport).run()
transport.close()
await database.close()
