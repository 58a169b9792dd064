export const freshness = {
  'freshness.title': 'Is your evidence up to date?',
  'freshness.lead':
    'Most criteria need recent evidence. See which evidence will be out of date by the day you submit. Out-of-date evidence does not stop you submitting.',
  'freshness.deadline.renewal': 'Your award is valid until {day}.',
  'freshness.deadline.round': 'The round for your application closes on {day}.',
  'freshness.deadline.today': 'Enter the day you plan to submit. Today is {day}.',
  'freshness.on': 'When will you submit?',
  'freshness.on.past': 'The day you submit must be today or in the future',
  'freshness.button': 'Check your evidence',
  'freshness.result': {
    one: '{count} criterion needs new evidence or consent by {day}',
    other: '{count} criteria need new evidence or consent by {day}',
  },
  'freshness.result.none': 'No criteria need new evidence or consent by {day}',
  'freshness.coverage': 'See your evidence by branch',
  'freshness.column.criterion': 'Criterion',
  'freshness.column.covered': 'Your evidence',
  'freshness.column.needed': 'What to add',
  'freshness.column.consent': 'What to do',
  'freshness.column.until': 'Up to date until',
  'freshness.outlook.missing': {
    one: 'No evidence that you can use ({count} criterion)',
    other: 'No evidence that you can use ({count} criteria)',
  },
  'freshness.outlook.too old': {
    one: 'Evidence that is already out of date ({count} criterion)',
    other: 'Evidence that is already out of date ({count} criteria)',
  },
  'freshness.outlook.consent': {
    one: 'Consent that ends before you submit ({count} criterion)',
    other: 'Consent that ends before you submit ({count} criteria)',
  },
  'freshness.outlook.runs out': {
    one: 'Evidence that will be out of date when you submit ({count} criterion)',
    other: 'Evidence that will be out of date when you submit ({count} criteria)',
  },
  'freshness.outlook.no period': {
    one: '{count} criterion with evidence that has no dates',
    other: '{count} criteria with evidence that has no dates',
  },
  'freshness.outlook.fresh': {
    one: '{count} criterion with evidence that will be up to date when you submit',
    other: '{count} criteria with evidence that will be up to date when you submit',
  },
  'freshness.outlook.does not age': {
    one: '{count} criterion where evidence of any age counts',
    other: '{count} criteria where evidence of any age counts',
  },
  'freshness.hint.missing':
    'You have no evidence for these criteria, or what you have needs consent or will have expired by the day you submit.',
  'freshness.hint.too old': 'The evidence that you can use for these criteria is out of date.',
  'freshness.hint.consent': 'Some of the consents for this evidence will have ended by the day you submit.',
  'freshness.hint.runs out':
    'Your evidence for these criteria is up to date today, but will be out of date on the day you submit.',
  'freshness.hint.no period':
    'Some of your evidence for these criteria has no dates. Open it and enter the dates that it covers.',
  'freshness.hint.fresh': 'You do not need to do anything for these criteria.',
  'freshness.hint.does not age':
    'Evidence for these criteria, such as a policy, stays up to date until it expires or you replace it.',
  'freshness.covered.nothing': 'None',
  'freshness.covered.undated': { one: '{count} item without dates', other: '{count} items without dates' },
  'freshness.covered.no_consent': {
    one: '{count} item that needs consent',
    other: '{count} items that need consent',
  },
  'freshness.covered.to': 'Covers up to {day}',
  'freshness.until.unknown': 'Not known',
  'freshness.needed': 'Evidence from {from} or later',
  'freshness.needed.any': 'Any evidence for this criterion',
  'freshness.needed.ask': 'By {day}, ask everyone shown or quoted whether they still agree',
  'freshness.needed.otherwise': 'You can add other evidence from {from} or later instead.',
  'freshness.needed.otherwise.any': 'You can add other evidence instead.',
  'freshness.needed.until': 'Your evidence is up to date until {day}.',
  'freshness.needed.examples': 'For example: {examples}.',
} as const
