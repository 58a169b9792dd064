export const seats = {
  'seats.title': 'You have been offered a seat on a panel',
  'seats.lead': 'The panel reads this application for the Library of Sanctuary award.',
  'seats.answer_by': 'Please answer by {day}. The offer ends after that.',
  'seats.what':
    'You read the application in your own time, judge each criterion, then meet the other members. First, you tell us whether you have a conflict of interest.',
  'seats.needs': 'Do you need an interpreter, more time or someone to read with you? Tell the coordinator.',
  'seats.shown_name': 'Name that the other members see',
  'seats.shown_name.hint': 'It can be your first name, or any name you like. The library never sees it.',
  'seats.shown_name.missing': 'Enter the name that the other members see',
  'seats.accept': 'Accept seat',
  'seats.accept.heading': 'Accept the seat',
  'seats.account.heading': 'Create your account',
  'seats.account.approval':
    'Someone at City of Sanctuary then needs to approve you. We will email you when you can accept the seat.',
  'seats.waiting': 'Thank you. We will email you when you have been approved and can accept the seat.',
  'seats.sign_in': 'Sign in to answer',
  'seats.continue': 'Continue',
  'seats.another_account':
    'We sent this offer to {email}, but you are signed in with another account. Sign out, then open the link in the email again.',
  'seats.open': 'See the seat offer',
  'seats.decline': 'Decline seat',
  'seats.decline.heading': 'If you cannot join this panel',
  'seats.decline.reason': 'Reason (optional)',
  'seats.decline.reason.hint': 'Only coordinators can read it.',
  'seats.accepted': 'Thank you for accepting the seat. Now make your declaration.',
  'seats.declined.title': 'You have declined the seat',
  'seats.declined': 'Thank you for telling us. We may ask you again for another panel.',

  'event.seat.taken': 'A seat was accepted',
  'event.seat.declined': 'A seat was declined',
} as const
