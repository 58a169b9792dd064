/** The fixed statements of every decision letter, and the pages for editing its opening and closing. */
export const letters = {
  'letters.outcome.first.awarded': 'Outcome: {organisation} is a Library of Sanctuary.',
  'letters.outcome.first.awarded with recommendations':
    'Outcome: {organisation} is a Library of Sanctuary, with recommendations.',
  'letters.outcome.first.not yet': 'Outcome: {organisation} has not been given the award yet.',
  'letters.outcome.again.awarded': 'Outcome: {organisation}’s award has been renewed.',
  'letters.outcome.again.awarded with recommendations':
    'Outcome: {organisation}’s award has been renewed, with recommendations.',
  'letters.outcome.again.not yet': 'Outcome: {organisation}’s award has not been renewed yet.',
  'letters.period': 'Award period: {from} to {to}.',
  'letters.valid_to': 'Dates: the last day of your current award is {day}.',
  'letters.suspended': 'Your award is suspended, so it is not valid until we restore it.',
  'letters.no_period': 'Dates: this decision does not start a new award period.',
  'letters.branches': { one: 'Branch: {names}.', other: '{count} branches: {names}.' },
  'letters.findings': {
    one: 'The panel’s finding on {count} criterion: {counts}. You can read the reason when you sign in.',
    other: 'The panel’s findings on {count} criteria: {counts}. You can read the reason for each when you sign in.',
  },
  'letters.count.met': '{count} met',
  'letters.count.partly met': '{count} partly met',
  'letters.count.not yet': '{count} not met yet',
  'letters.count.not applicable': '{count} not applicable',
  'letters.recommendations': 'Recommendations:',
  'letters.recommendations.none': 'Recommendations: none.',
  'letters.recommendation.required': 'Required: {body} ({owner}, by {day})',
  'letters.recommendation.improvement': 'Improvement: {body} ({owner}, by {day})',
  'letters.next.awarded': 'What happens next: your next renewal opens on {day}.',
  'letters.next.first': 'What happens next: you can apply again in any later round.',
  'letters.next.again': 'What happens next: you can apply again with a full reappraisal.',
  'letters.review': 'If you think the decision is wrong, you have until {day} to ask for a review.',

  'letters.edit.title': 'Edit the decision letter',
  'letters.edit.lead': 'You can change the opening and the closing. Only a new decision can change the rest.',
  'letters.edit.opening.missing': 'Enter the opening',
  'letters.edit.button': 'Save decision letter',
  'letters.edit.saved': 'The decision letter has been saved.',
  'letters.edit.link': 'Edit the opening and closing',
  'letters.preview': 'What the library will read',
  'letters.preview.lead':
    'You cannot edit the paragraphs with a line on the left (screen readers say “Fixed”). The library will not see the line.',
  'letters.fixed': 'Fixed',
  'letters.changed': 'Changes to the decision letter after the decision',
  'letters.changed.by': 'Changed by {name} on {day}',
  'letters.changed.part': 'Part',
  'letters.changed.before': 'At the time of the decision',
  'letters.changed.now': 'Now',
  'letters.release.sure': 'Release the decision letter with only our standard text',
  'letters.release.sure.hint': 'No one has added anything to our standard text.',
  'letters.release.sure.missing':
    'Tick the box to confirm that you want to release only our standard text, or edit the decision letter first',

  'event.letter.edited': 'The opening or closing of the decision letter was changed',
} as const
