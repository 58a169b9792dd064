export const releases = {
  'releases.title': 'When should we release the decision letter?',
  'releases.lead':
    'You can stop the release until the time you set. After that, only a new decision can correct the decision letter.',
  'releases.link': 'Release the decision letter at a set time',
  'releases.link.set': 'Change or stop the release',
  'releases.set': 'The decision letter will be released on {moment}.',
  'releases.names':
    'The decision letter, its recommendations or the agreed findings may name people who are or were on the panel, or who help them: {names}. The library will read these names.',
  'releases.due':
    'Release the decision letter before {day}, because the library’s response to a recommendation is due that day.',
  'releases.day': 'Date',
  'releases.day.missing': 'Enter the date',
  'releases.hour': 'Time',
  'releases.hour.missing': 'Choose the time',
  'releases.past': 'Enter a date and time in the future',
  'releases.far': 'Enter a date within the next 12 months',
  'releases.changed':
    'The decision letter or its release time has changed since you opened the page. Check both, then set the time',
  'releases.button': 'Set release time',
  'releases.done': 'The decision letter will be released on {moment}.',
  'releases.stop': 'Stop the release',
  'releases.stopped': 'The release has been stopped. We are holding the decision letter.',
  'releases.none': 'No release time has been set. We will hold the decision letter until you release it.',

  'releases.many.title': 'Release decision letters',
  'releases.many.lead':
    'We are holding these decision letters. Choose which ones to release together. We will then email each library its decision letter and update its award.',
  'releases.many.none': 'We are not holding any decision letters.',
  'releases.many.choose': 'Which decision letters should we release?',
  'releases.many.choose.missing': 'Choose at least one decision letter',
  'releases.many.changed': {
    one: 'The decision letter for {organisations}, or its release time, has changed since you opened the page. Check both before you choose it again',
    other:
      'The decision letters for {organisations}, or their release times, have changed since you opened the page. Check them before you choose those letters again',
  },
  'releases.many.line': '{organisation}: {outcome}',
  'releases.many.line.hint': {
    one: 'We will email the decision letter to {count} lead.',
    other: 'We will email the decision letter to {count} leads.',
  },
  'releases.many.untouched': 'The decision letter contains only our standard text.',
  'releases.many.request':
    'A coordinator has asked to reverse this decision, so we will not release the decision letter until a trustee answers.',
  'releases.many.at': 'The decision letter is set to be released on {moment}.',
  'releases.many.when': 'When should we release the decision letters?',
  'releases.many.when.missing': 'Choose when to release the decision letters',
  'releases.many.when.now': 'Now',
  'releases.many.when.later': 'At a set time',
  'releases.many.sure': 'Also release decision letters with only our standard text',
  'releases.many.sure.missing':
    'Tick the box to release decision letters with only our standard text, or edit the letters first',
  'releases.many.undo': 'You cannot undo a release. Afterwards, only a new decision can correct a decision letter.',
  'releases.many.button': 'Release the selected decision letters',
  'releases.many.done': {
    one: 'We are releasing {count} decision letter.',
    other: 'We are releasing {count} decision letters.',
  },
  'releases.many.planned': {
    one: '{count} decision letter is set to be released on {moment}.',
    other: '{count} decision letters are set to be released on {moment}.',
  },
  'releases.many.progress': {
    one: '{count} of {all} decision letters set for {moment} has been released.',
    other: '{count} of {all} decision letters set for {moment} have been released.',
  },
  'releases.many.no_more': 'There are no more decision letters to release.',
  'releases.many.first': 'First page',
  'releases.many.next': 'Next page',
  'releases.many.link': 'Release several decision letters',

  'event.letter.release_set': 'A release time was set for the decision letter',
  'event.letter.release_stopped': 'The release of the decision letter was stopped',
} as const
