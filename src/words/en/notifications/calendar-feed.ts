/** Adding dates to a person's own calendar. */
export const calendarFeed = {
  'calendar.add': 'Add to calendar',
  'calendar.add.award': 'the last day to renew the award',
  'calendar.add.draft': 'the date applications close',
  'calendar.add.return': 'the last day to submit the application again',
  'calendar.add.more evidence': 'the last day to submit more evidence',
  'calendar.add.question': 'the last day to reply to the question',
  'calendar.add.recommendation': 'the last day to respond to the recommendation',
  'calendar.add.consent': 'the date consent ends',
  'calendar.add.recurring': 'the date regular evidence is due',
  'calendar.add.seat offer': 'the last day to reply to the seat offer',
  'calendar.add.findings': 'the date findings are due',
  'calendar.add.meeting': 'the panel’s meeting',
  'calendar.add.round': 'the date the round closes',

  'calendar.round.entry': 'Applications close at {time}: {round}',
  'calendar.findings.entry': 'Findings on {organisation}’s application are due',

  'calendar.feed.title': 'Add your dates to your calendar',
  'calendar.feed.link': 'Add all your dates to your calendar',
  'calendar.feed.lead':
    'Your own calendar can show all your dates. We update each date if it changes, and remove it when there is nothing left to do.',
  'calendar.feed.names': 'The calendar names libraries and says what is due. It does not name people or evidence.',
  'calendar.feed.made': 'Address created',
  'calendar.feed.used': 'Last used',
  'calendar.feed.unused': 'Never',
  'calendar.feed.again':
    'We show your calendar address only once. If you create a new one, the old one will stop working.',
  'calendar.feed.make': 'Create a calendar address',
  'calendar.feed.replace': 'Create a new address',
  'calendar.feed.end': 'Switch off your calendar address',
  'calendar.feed.end.text':
    'Your calendar address will stop working. Calendars that use it will no longer show your dates.',
  'calendar.feed.end.cancel': 'Keep your calendar address',
  'calendar.feed.end.done': 'Your calendar address is switched off',
  'calendar.feed.shown': 'We show your calendar address only once. If you no longer have it, create a new one',
  'calendar.feed.address.title': 'Your calendar address',
  'calendar.feed.once': 'Copy this address now. We show it only once',
  'calendar.feed.secret': 'Anyone who has the address can see your dates. Do not share it.',
  'calendar.feed.open': 'Open this address in your calendar app',
  'calendar.feed.ways': 'How to add the address to your calendar',
  'calendar.feed.way.google':
    'Google Calendar: choose the plus sign next to “Other calendars”, then “From URL”, and paste the address.',
  'calendar.feed.way.outlook': 'Outlook: choose “Add calendar”, then “Subscribe from web”, and paste the address.',
  'calendar.feed.way.apple': 'Apple Calendar: choose “New calendar subscription”, and paste the address.',

  'event.person.calendar_made': 'A calendar address was created',
  'event.person.calendar_ended': 'A calendar address was switched off',
} as const
