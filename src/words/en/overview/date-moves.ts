/** Extending the awards in a plan: the check, the progress and the result. */
export const dateMoves = {
  'date_moves.preview': { one: 'Extend {count} award?', other: 'Extend {count} awards?' },
  'date_moves.lead':
    'The table shows who we will email when we extend each award. You cannot shorten an extension later. The start of the next award period will not change.',
  'date_moves.only':
    'Extending these awards changes only their end dates. To close a round, change the dates of that round. To hold more panel evenings, plan them with the panels.',
  'date_moves.none': 'There are no awards to extend',
  'date_moves.none.why': 'Choose another month, or extend the awards by more months, then check again.',
  'date_moves.none_left': 'You can no longer extend any of these awards. Check the list again',
  'date_moves.kept': 'Awards that keep their end date',
  'date_moves.back': 'Back to “Plan the year”',
  'date_moves.running': 'Extending awards',
  'date_moves.running.text':
    'You can leave this page. If the service restarts, the extensions continue where they left off.',
  'date_moves.progress': 'We have dealt with {done} of {all} awards',
  'date_moves.stopped': 'Some awards have not been extended',
  'date_moves.stopped.text':
    'The person who started the extensions is no longer a coordinator. Awards that have already been extended stay extended. You can extend the rest.',
  'date_moves.continue': 'Extend the remaining awards',
  'date_moves.continued': 'We are extending the remaining awards',
  'date_moves.at': 'Started',
  'date_moves.before': 'Previous end date',
  'renewals.left_out.not saved': 'We could not save this extension. Extend the award on its own page.',
  'event.setting.date_moves_started': 'A coordinator started extending several awards',
  'event.setting.date_moves_continued': 'A coordinator chose to extend the remaining awards',
  'event.setting.date_moves_stopped':
    'The service stopped extending several awards, because the person who started is no longer a coordinator',
  'event.setting.date_moves_finished': 'The service finished extending several awards',
} as const
