export const applicationList = {
  'applications.title': 'Applications',
  'applications.none': 'No applications here',
  'applications.none.why': 'Applications appear here when they reach this stage, the longest wait first.',
  'applications.filter.label': 'Show',
  'applications.list.under way': 'All under way',
  'applications.list.with us': 'Waiting for us',
  'applications.list.with the panel': 'With a panel',
  'applications.list.with a trustee': 'With a trustee',
  'applications.list.with the library': 'Waiting for the library',
  'applications.list.decided': 'Decided',
  'applications.list.withdrawn': 'Withdrawn',
  'applications.column.library': 'Library',
  'applications.column.kind': 'Application',
  'applications.column.branches': 'Branches',
  'applications.column.state': 'Status',
  'applications.column.since': 'Since',
  'applications.column.started': 'Started',
  'applications.number': '{kind} {number}',
  'applications.to_decisions': 'Decisions and outcomes, for your minutes',
  'applications.more': 'Next page',
  'applications.until': 'Due {day}',
  'applications.decision_letter_waiting': 'Decision letter not released yet',
  'applications.declare': 'You have not made your declaration yet',

  'applications.own.title': 'Applications of {organisation}',
  'applications.own.none': 'Start your first application',
  'applications.own.none.what':
    'Answer each criterion in your own words and attach evidence of what you already do. You can save and stop at any point.',
  'applications.own.none.long':
    'Most libraries need a few afternoons. Several people can write, and you can start with any criterion.',
  'applications.own.none.watching':
    'Your library has not started an application yet. A lead of your library can start one.',
} as const
