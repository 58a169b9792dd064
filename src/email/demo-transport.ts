import type { Transport } from './transport.ts'

/** Sends no emails. In the demo, emails stay in the outbox, where `/mail` shows them with their links. */
export const demoTransport: Transport = {
  send: () => Promise.resolve({ is: 'sent' }),
  close: () => {},
}
