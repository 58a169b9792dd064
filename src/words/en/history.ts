export const history = {
  'history.title': 'History',
  'history.lead': 'Every change, newest first. Nothing here can be edited or taken out. Looks at evidence are kept apart, in the access log.',
  'history.none': 'Nothing has changed yet.',
  'history.panel': 'The panel',
  'history.clock': 'By itself, on its day',
  'history.letter': 'By the release of a letter',
  'history.operator': 'Whoever runs the service',
  'history.earlier': 'Earlier changes',
  'history.newest': 'Newest changes',
  'history.open.case': 'History of this case',
  'history.open.award': 'The award',
  'history.open.organisation': 'The organisation',
} as const
