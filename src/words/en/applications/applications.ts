export const applications = {
  'applications.new.title': 'Start an application',
  'applications.new.lead': 'Choose the branches to include. Mobile libraries and service points count as branches.',
  'applications.new.scope': 'Branches in this application',
  'applications.new.scope.hint': 'You can apply for one, some or all of your branches.',
  'applications.new.scope.missing': 'Choose at least one branch',
  'applications.new.scope.unknown': 'Choose branches from the list',
  'applications.new.scope.taken':
    'Choose other branches. Already covered by an award or another application: {branches}',
  'applications.new.taken': 'Already covered by an award or another application',
  'applications.new.all_taken':
    'All your branches are already covered by an award or another application. To renew an award, go to its page.',
  'applications.new.no_branches': 'Your library has no open branches. Add a branch first.',
  'applications.new.branches_link': 'Your branches',
  'applications.new.see_awards': 'See your awards and applications',
  'applications.new.round.open': '{round} is open. Submit your application by {time} on {day}.',
  'applications.new.round.coming': '{round} opens on {day}. You can start writing now and submit from that day.',
  'applications.new.round.none':
    'No round is open at the moment. You can start writing now and submit when the next one opens.',
  'applications.new.stream_retired': 'This award is not open to new applications.',
  'applications.new.button': 'Start application',
  'applications.new.done': 'Application started. Only your library can read it until you submit it.',

  'applications.library.branches': { one: '{count} branch', other: '{count} branches' },

  'applications.summary.title': 'Summary in plain language',
  'applications.summary.label': 'Your summary',
  'applications.summary.hint':
    'Who you are, who you welcome and what you are proud of. Use short sentences: some readers are still learning English.',
  'applications.summary.share': 'City of Sanctuary can share my library’s answers as an example for other libraries',
  'applications.summary.share.hint':
    'We share your answers only after the decision. We leave out your library’s name and anything that could identify someone. You can change your mind at any time.',
  'applications.summary.button': 'Save',
  'applications.summary.done': 'Summary saved.',
  'applications.summary.empty': 'Saved without a summary. Write one before you submit.',
  'applications.summary.newer': 'This application has changed since you opened it',
  'applications.summary.newer.text':
    'The latest summary is above yours. Copy anything you want to keep into yours, then save.',
} as const
