export const submissionChanges = {
  'submission_changes.title': 'Changes since submission {number}',
  'submission_changes.none': 'Nothing in the application has changed.',
  'submission_changes.as asked': 'Changed after a request',
  'submission_changes.not changed': 'Not changed after a request',
  'submission_changes.not named': 'Also changed',
  'submission_changes.changed': 'Changed',
} as const
