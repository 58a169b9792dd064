export const unaccepted = {
  'emails.invitation_reminder.subject': 'Your invitation to help with the Library of Sanctuary award expires on {day}',
  'emails.invitation_reminder.subject_library': 'Your invitation to work on {organisation}’s award expires on {day}',
  'emails.invitation_reminder.open': 'You have an invitation that you have not accepted yet.',
  'emails.invitation_reminder.until': 'The link is only for you. You can use it once. It expires on {day} at {time}.',
  'emails.invitation_reminder.unwanted':
    'We will not remind you again. If you do not want to accept, you do not need to do anything.',
  'event.invitation.expired': 'An invitation expired',
} as const
