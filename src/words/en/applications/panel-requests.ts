/** Asking for a panel to read a light renewal, and why a panel will read it. */
export const panelRequests = {
  'renewal.panel.reason.required recommendation open': 'a required recommendation is still open',
  'renewal.panel.reason.own rating not yet': 'the library has rated itself “not yet” on a criterion',
  'renewal.panel.reason.required criterion new': 'there is a new required criterion',
  'renewal.panel.reason.scope grew': 'the library has added branches',
  'renewal.panel.reason.staff say so': 'a coordinator or trustee asked for a panel',
  'renewal.panel.own.required recommendation open': 'a required recommendation is still open',
  'renewal.panel.own.own rating not yet': 'you have rated your library “not yet” on a criterion',
  'renewal.panel.own.required criterion new': 'there is a new required criterion',
  'renewal.panel.own.scope grew': 'you have added branches',
  'renewal.panel.own.staff say so': 'City of Sanctuary asked for a panel',
  'renewal.panel.asked': 'A panel will read this renewal',
  'renewal.panel.asked.because': 'This is because {reasons}.',
  'renewal.panel.asked.reason': '“{reason}”',
  'renewal.panel.not_needed': 'A trustee can confirm this renewal',
  'renewal.panel.not_needed.text':
    'This renewal does not need a panel. Once it has been checked, a trustee with no conflict of interest can confirm it.',
  'renewal.panel.request': 'Ask for a panel',
  'renewal.panel.request.title': 'Ask for a panel',
  'renewal.panel.request.lead':
    'A trustee could confirm this renewal without a panel. The library will not see your reason.',
  'renewal.panel.request.again':
    'Someone has already asked for a panel. Their reason was: “{reason}”. Your reason will replace theirs.',
  'renewal.panel.request.reason': 'Why should a panel read this renewal?',
  'renewal.panel.request.stale':
    'Someone else has changed this renewal since you opened the page. Check the page, then ask again',
  'renewal.panel.request.missing': 'Enter why a panel should read this renewal',
  'renewal.panel.request.button': 'Ask for a panel',
  'renewal.panel.request.done.checked': 'You have asked for a panel. A coordinator can now offer seats.',
  'renewal.panel.request.done':
    'You have asked for a panel. A coordinator can offer seats once the renewal has been checked.',
  'renewal.check_it.lead': 'Mark the renewal as checked if it is complete.',
} as const
