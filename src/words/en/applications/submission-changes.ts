export const submissionChanges = {
  'submission_changes.title': 'Changes since submission {number}',
  'submission_changes.none': 'The answers are the same as before.',
  'submission_changes.as asked': 'Asked about, and changed',
  'submission_changes.not changed': 'Asked about, but not changed',
  'submission_changes.not named': 'Also changed',
  'submission_changes.changed': 'Changed',
} as const
