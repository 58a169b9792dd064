import { readBounceMailbox } from '../../../src/email/bounce-mailbox.ts'

// Reads a mailbox for delivery reports. This is a separate process because Node reads NODE_EXTRA_CA_CERTS only when it
// starts. Argument: the mailbox.

let reports = 0
const read = await readBounceMailbox(process.argv[2]!, async found => {
  reports += found.length
}).catch((problem: NodeJS.ErrnoException) => problem.code ?? problem.name)
process.stdout.write(JSON.stringify({ read, reports }))
process.exit(0)
