/** The people who can read a library's evidence. */
export const readers = {
  'readers.title': 'Check who can read your evidence',
  'readers.lead':
    'Evidence can put people in danger if the wrong person reads it. Check this list before you add evidence. We will ask you again when someone joins or changes role.',
  'readers.table': 'People who can read your evidence',
  'readers.column.reads': 'Can read',
  'readers.reads.all': 'All evidence, including restricted evidence',
  'readers.reads.own': 'All evidence, except restricted evidence that someone else owns',
  'readers.reads.ordinary': 'All evidence except restricted evidence',
  'readers.charity':
    'City of Sanctuary and panels can read evidence only when you submit it with an application or a reply.',
  'readers.new': 'New since you last confirmed this list',
  'readers.suspended': 'Account suspended',
  'readers.team': 'Go to your team',
  'readers.button': 'Confirm this list',
  'readers.done': 'Thank you. You can now add evidence.',
  'readers.confirmed': 'You have confirmed this list.',
  'readers.ask': 'Ask a lead ({leads}) to confirm this list. You can then confirm it too, and add evidence.',
  'readers.ask.none': '{name} has no lead at the moment. Ask City of Sanctuary for help.',
  'event.organisation.readers_confirmed': 'The list of people who can read the evidence was confirmed',
} as const
