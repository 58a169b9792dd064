export const freshness = {
  'freshness.title': 'Is your evidence up to date?',
  'freshness.lead':
    'Most criteria need recent evidence. See which evidence will be out of date by the day you submit. Out-of-date evidence does not stop you submitting.',
  'freshness.deadline.renewal': 'Your award ends on {day}.',
  'freshness.deadline.round': 'The round for your application closes on {day}.',
  'freshness.deadline.today': 'Enter the day you plan to submit. Today is {day}.',
  'freshness.on': 'When will you submit?',
  'freshness.on.past': 'The day you submit must be today or in the future',
  'freshness.button': 'Check your evidence',
  'freshness.result': {
    one: '{count} criterion needs new evidence or consent by {day}',
    other: '{count} criteria need new evidence or consent by {day}',
  },
  'freshness.result.none': 'You do not need new evidence or consent by {day}',
  'freshness.coverage': 'See your evidence by branch',
  'freshness.column.criterion': 'Criterion',
  'freshness.column.covered': 'Your evidence',
  'freshness.column.needed': 'What to add',
  'freshness.column.consent': 'What to do',
  'freshness.column.until': 'Counts until',
  'freshness.outlook.missing': {
    one: 'No evidence that you can use: {count} criterion',
    other: 'No evidence that you can use: {count} criteria',
  },
  'freshness.outlook.too old': {
    one: 'Evidence already out of date: {count} criterion',
    other: 'Evidence already out of date: {count} criteria',
  },
  'freshness.outlook.consent': {
    one: 'Consent ends before you submit: {count} criterion',
    other: 'Consent ends before you submit: {count} criteria',
  },
  'freshness.outlook.runs out': {
    one: 'Evidence out of date when you submit: {count} criterion',
    other: 'Evidence out of date when you submit: {count} criteria',
  },
  'freshness.outlook.no period': {
    one: 'No dates given: {count} criterion',
    other: 'No dates given: {count} criteria',
  },
  'freshness.outlook.fresh': {
    one: 'Evidence up to date when you submit: {count} criterion',
    other: 'Evidence up to date when you submit: {count} criteria',
  },
  'freshness.outlook.does not age': {
    one: 'Evidence always up to date: {count} criterion',
    other: 'Evidence always up to date: {count} criteria',
  },
  'freshness.hint.missing': 'You have no evidence for these criteria, or your evidence still needs consent.',
  'freshness.hint.too old': 'None of your evidence for these criteria counts today.',
  'freshness.hint.consent':
    'Your evidence for these criteria shows people whose consent will have ended by the day you submit.',
  'freshness.hint.runs out':
    'Your evidence for these criteria counts today, but will be out of date on the day you submit.',
  'freshness.hint.no period':
    'Some of your evidence for these criteria has no dates. Open it and enter the dates that it covers.',
  'freshness.hint.fresh': 'You do not need to do anything for these criteria.',
  'freshness.hint.does not age': 'Evidence for these criteria, such as a policy, counts until you replace it.',
  'freshness.covered.nothing': 'None',
  'freshness.covered.undated': { one: '{count} item without dates', other: '{count} items without dates' },
  'freshness.covered.no_consent': {
    one: '{count} item that needs consent',
    other: '{count} items that need consent',
  },
  'freshness.covered.to': 'Up to {day}',
  'freshness.until.unknown': 'Not known',
  'freshness.needed': 'Evidence from {from} or later',
  'freshness.needed.any': 'Any evidence for this criterion',
  'freshness.needed.ask': 'Ask for consent again by {day}',
  'freshness.needed.otherwise': 'Or add other evidence from {from} or later.',
  'freshness.needed.otherwise.any': 'Or add other evidence.',
  'freshness.needed.until': 'Your evidence counts until {day}.',
  'freshness.needed.examples': 'For example: {examples}.',
} as const
