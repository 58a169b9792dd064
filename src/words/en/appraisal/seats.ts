export const seats = {
  'seats.title': 'You have been offered a seat on a panel',
  'seats.lead': 'The panel will read one application for the Library of Sanctuary award.',
  'seats.answer_by': 'Please reply by {day}. The offer expires after that day.',
  'seats.what':
    'You will first tell us whether you have a conflict of interest. You will then read the application in your own time, judge each criterion and meet the other members.',
  'seats.shown_name': 'Name to show the other members',
  'seats.shown_name.hint': 'Use your first name, or any name you like. The library never sees this name.',
  'seats.shown_name.missing': 'Enter the name you want the other members to see',
  'seats.accept': 'Accept seat',
  'seats.account.heading': 'Create your account',
  'seats.account.approval':
    'Someone at City of Sanctuary will then need to approve you. We will email you when you can accept the seat.',
  'seats.waiting': 'Thank you. We will email you when you have been approved and can accept the seat.',
  'seats.sign_in': 'Sign in to answer',
  'seats.continue': 'Continue',
  'seats.another_account':
    'We sent this offer to {email}, but you are signed in with another account. Sign out, then open the link in the email again.',
  'seats.open': 'See the seat offer',
  'seats.decline': 'Decline seat',
  'seats.decline.heading': 'If you cannot join this panel',
  'seats.decline.reason': 'Reason (optional)',
  'seats.decline.reason.hint': 'Only coordinators can read this.',
  'seats.suggest.name': 'Name of someone who could take the seat instead (optional)',
  'seats.suggest.hint': 'Only coordinators see this. Ask the person first.',
  'seats.suggest.email': 'Email address of the person you suggest (optional)',
  'seats.suggest.name.missing': 'Enter the name of the person you suggest',
  'seats.accepted': 'Thank you for accepting the seat. Now make your declaration.',
  'seats.declined.title': 'You have declined the seat',
  'seats.declined': 'Thank you for telling us. We may ask you to join another panel later.',

  'event.seat.taken': 'A seat was accepted',
  'event.seat.declined': 'A seat was declined',
} as const
