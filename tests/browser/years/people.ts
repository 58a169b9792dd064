import { charity } from '../../../src/demo/cast.ts'
import type { LibraryText } from '../../../src/demo/texts.ts'

/**
 * Fictional people; those at the charity are from the demo. `as` is the role for which their pages are checked, so that
 * a page that both appraisers see is checked once.
 */
export const people = {
  coordinator: charity.coordinator,
  trustee: charity.trustee,
  chair: charity.chair,
  peer: { ...charity.peer, as: 'appraiser' },
  neighbour: { ...charity.neighbour, as: 'appraiser' },
  administrator: charity.administrator,
  lead: { name: 'Marian Whitlock', email: 'marian.whitlock@wexcombe.example' },
  observer: { name: 'Lewis Ardagh', email: 'lewis.ardagh@wexcombe.example' },
  mailbox: { name: '', email: 'libraries@wexcombe.example' },
  visitor: { name: '', email: '' },
} as const
export type Role = keyof typeof people
export const password = 'quiet heron under the bridge'

/** A library in the format of the demo's texts. */
export const wexcombe: LibraryText = {
  name: 'Wexcombe Libraries',
  kind: 'library service',
  place: 'Wexcombe',
  mailbox: people.mailbox.email,
  branches: ['Central', 'Northgate', 'Harbour Lane'],
  mobiles: ['Mobile library'],
  second: 'Northgate',
  partner: 'Wexcombe Welcome',
  voice: 0,
  pledgedBy: 'Rowena Stannard',
  lead: people.lead,
  team: [{ ...people.observer, role: 'observer' }],
  summary: 'Four libraries by the sea. Everybody may join without papers, and many do.',
}
