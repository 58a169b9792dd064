/** Who a message is for. Everybody is asked about again at the moment of sending: may this person still know of it? */
export type Audience = 'the person' | 'leads' | 'panel' | 'chair' | 'coordinators' | 'trustees' | 'administrators'

/** Every e-mail the service can write, by name. Its words are in the catalogue. */
export const messages = {
  invitation: 'the person',
  'seat offered': 'the person',
  'password forgotten': 'the person',
  'password changed': 'the person',
  'new administrator': 'administrators',
  'submission received': 'leads',
  'application handed in': 'coordinators',
  'application returned': 'leads',
  'question asked': 'leads',
  'question answered': 'panel',
  'more evidence asked': 'leads',
  'more evidence handed in': 'coordinators',
  'panel may begin': 'panel',
  'proposal waiting': 'trustees',
  'proposal sent back': 'chair',
  'letter waiting': 'coordinators',
  'decision letter': 'leads',
  'award begun': 'leads',
  'recommendation closed': 'leads',
  'recommendation kept open': 'leads',
  'application on hold': 'leads',
  'application goes on': 'leads',
  'application withdrawn': 'coordinators',
  'application closed': 'leads',
  'date moved': 'leads',
  'renewal open': 'leads',
  'renewal nudge': 'leads',
  'award overdue': 'leads',
  'award lapsed': 'leads',
  'award extended': 'leads',
  'award suspended': 'leads',
  'award restored': 'leads',
  'award ended': 'leads',
  reminders: 'the person',
  'reminders held': 'administrators',
} as const satisfies Record<string, Audience>

export type MessageName = keyof typeof messages
