export const minutes = {
  'minutes.title': 'Minutes',
  'minutes.lead': 'Panel meeting on {when}',
  'minutes.findings': 'Compare all findings',
  'minutes.field': 'What was said and agreed',
  'minutes.hint': 'For the panel and City of Sanctuary only. Do not name anyone who was not at the meeting.',
  'minutes.hint.saved': 'For the panel and City of Sanctuary only. Last saved on {when}.',
  'minutes.button': 'Save minutes',
  'minutes.saved': 'The minutes have been saved.',
  'minutes.none': 'There are no minutes.',
  'minutes.stale': 'Someone else saved these minutes while you were writing',
  'minutes.stale.text':
    'The saved minutes are above and yours are below. Copy anything you want to keep into yours, then save.',
  'minutes.heading': 'Panel meeting on {when}',
  'minutes.present': 'Present: {names}.',
  'minutes.present.none': 'No one was recorded as present.',

  'event.minutes.written': 'The minutes of a panel meeting were saved',
} as const
