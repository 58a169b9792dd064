import type { AddressInfo } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

// A mail server in a separate process, which waits before it accepts each email.

const milliseconds = Number(process.argv[2])
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  hideSTARTTLS: true,
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    stream.resume()
    stream.on('end', () => void after(milliseconds).then(() => done()))
  },
})
const listening = server.listen(0, '127.0.0.1', () =>
  process.send!({ port: (listening.address() as AddressInfo).port }),
)
process.once('disconnect', () => process.exit(0))
