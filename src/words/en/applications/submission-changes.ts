export const submissionChanges = {
  'submission_changes.title': 'Changes since submission {number}',
  'submission_changes.none': 'Nothing in the application has changed.',
  'submission_changes.as asked': 'Change requested and made',
  'submission_changes.not changed': 'Change requested but not made',
  'submission_changes.not named': 'Also changed',
  'submission_changes.changed': 'Changed',
} as const
