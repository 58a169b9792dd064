export const clock = {
  'clock.why.ahead':
    'A server’s clock says {now}. The last time we know to be right is {other}, so the clock has jumped forward.',
  'clock.why.behind':
    'A server’s clock says {now}. Something happened here at {other}, which is later, so the clock has gone back.',
  'clock.why.database': 'A server’s clock says {now}, and the clock of the database server says {other}.',

  'emails.clock_held.subject': 'Please check the date: some jobs are on hold',
  'emails.clock_held.held':
    'On that server, no award changes, no reminder is sent and nothing is deleted until someone checks the date. Emails about passwords, signing in and invitations are still sent.',
  'emails.clock_held.next': 'Check whether the date is right, then choose what happens.',
  'emails.clock_held.action': 'Check the date',
  'outbox.name.clock held': 'Date to be checked',
} as const
