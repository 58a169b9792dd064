export const closing = {
  'organisations.close.title': 'Close {name}',
  'organisations.close.link': 'Close this organisation',
  'organisations.close.lead':
    'Close this organisation if the library service has closed or no longer takes part in the award.',
  'organisations.close.effects': 'What will happen',
  'organisations.close.effect.new':
    'No one will be able to start an application, record an award or add evidence for this organisation. Its upload links will not work.',
  'organisations.close.effect.members':
    'People on its team will still be able to sign in and read everything. We will not email anyone.',
  'organisations.close.effect.list': 'The organisation will stay in the list of organisations, marked as closed.',
  'organisations.close.effect.undo': 'You can reopen the organisation at any time.',
  'organisations.close.reason': 'Reason',
  'organisations.close.reason.hint': 'The library and the charity team can read the reason.',
  'organisations.close.reason.missing': 'Enter the reason',
  'organisations.close.button': 'Close this organisation',
  'organisations.close.done': '{name} has been closed.',
  'organisations.close.open_matters':
    'Current awards: {awards}. Applications under way: {applications}. Before you close this organisation, its awards must have ended or lapsed. Its applications must be withdrawn, or their decision letters released. Requests to review or correct a decision must be answered or withdrawn',
  'organisations.reopen.title': 'Reopen {name}',
  'organisations.reopen.link': 'Reopen this organisation',
  'organisations.reopen.lead':
    'People on its team will be able to start applications and add evidence again. We will not email anyone.',
  'organisations.reopen.button': 'Reopen this organisation',
  'organisations.reopen.done': '{name} is open again.',
  'organisations.closed.notice': 'This organisation is closed',
  'organisations.closed.since': 'Closed on {day}. Reason: {reason}',
  'event.organisation.closed': 'The organisation was closed',
  'event.organisation.reopened': 'The organisation was reopened',
} as const
