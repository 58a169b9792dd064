import type { Transport } from './transport.ts'

/** For the demo: emails stay in the outbox, where `/mail` shows them with their links. None is sent. */
export const demoTransport: Transport = {
  send: () => Promise.resolve({ is: 'sent' }),
  close: () => {},
}
