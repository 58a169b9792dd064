export const submissionChanges = {
  'submission_changes.title': 'Changes since submission {number}',
  'submission_changes.none': 'The answers are the same as before.',
  'submission_changes.as asked': 'Changed as asked',
  'submission_changes.not changed': 'Asked to change, but the same as before',
  'submission_changes.not named': 'Changed, but not one of the answers we named',
  'submission_changes.changed': 'Changed',
} as const
