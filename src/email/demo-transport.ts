import type { Transport } from './transport.ts'

/** The demo's: letters stay in the outbox, where `/mail` shows them with their links. Nothing leaves the machine. */
export const keptHere: Transport = {
  send: () => Promise.resolve({ is: 'sent' }),
  close: () => {},
}
