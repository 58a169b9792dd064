export const moves = {
  'applications.reason': 'Reason',
  'applications.reason.hint': 'The library will read what you write.',
  'applications.reason.missing': 'Enter a reason',

  'applications.check.title': 'Mark as checked',
  'applications.check.lead':
    'Mark the application as checked if everything is there and the pledge is signed. The next step is to offer panel seats.',
  'applications.check.missing.required': 'Required items without an answer',
  'applications.check.missing': 'Recommended items without an answer',
  'applications.check.missing.none': 'None.',
  'applications.check.button': 'Mark as checked',
  'applications.check.done': '{organisation}’s application has been checked.',

  'applications.return.title': 'Return the application to the library',
  'applications.return.lead':
    'The library can change all its answers and submit again. We keep a copy of what it submitted.',
  'applications.return.items.summary': 'Choose the answers that the library must change (optional)',
  'applications.return.items': 'Which answers must the library change?',
  'applications.return.items.hint': 'The library can submit again when it has changed each of these answers.',
  'applications.return.items.unknown': 'Choose answers from the list',
  'applications.return.reasons': 'What is missing, and what would help?',
  'applications.return.reasons.missing': 'Enter what is missing',
  'applications.return.until': 'What is the deadline for submitting again?',
  'applications.return.until.missing': 'Enter the deadline for submitting again',
  'applications.return.until.past': 'Enter a date after today',
  'applications.return.until.far': 'Enter a date within the next year',
  'applications.return.button': 'Return application',
  'applications.return.done': '{organisation}’s application has been returned. We will email the library’s leads.',

  'applications.hold.title': 'Put on hold',
  'applications.hold.lead':
    'No one will work on the application while it is on hold. When the hold ends, any deadlines will be extended by the length of the hold.',
  'applications.hold.award':
    'If the library submitted its renewal on time, the hold does not affect whether its award is valid.',
  'applications.hold.button': 'Put on hold',
  'applications.hold.done': '{organisation}’s application is on hold. We will email the library’s leads.',

  'applications.release.title': 'Take off hold',
  'applications.release.lead': 'The application will go back to its previous status: {state}.',
  'applications.release.dates': 'Any deadlines will be extended by the length of the hold.',
  'applications.release.button': 'Take off hold',
  'applications.release.done': '{organisation}’s application is no longer on hold. We will email the library’s leads.',

  'applications.close.title': 'Close this application',
  'applications.close.lead':
    'The deadline has passed. If you close the application, the library will keep its answers and can start a new one.',
  'applications.close.button': 'Close application',
  'applications.close.done': '{organisation}’s application is closed. We will email the library’s leads.',

  'applications.new_date.title': 'Change the deadline',
  'applications.new_date.over': 'The library had until {day} to submit again. That date has passed.',
  'applications.new_date.now': 'The library has until {day} to submit again.',
  'applications.new_date.none': 'The library has no deadline for submitting again.',
  'applications.new_date.lead':
    'The library still needs to do what we asked. If this is a renewal, the award will not lapse before the new deadline.',
  'applications.new_date.reason': 'The library will see your reason under our original request.',
  'applications.new_date.until': 'New deadline',
  'applications.new_date.until.missing': 'Enter the new deadline',
  'applications.new_date.until.later': 'Enter a date after the current deadline',
  'applications.new_date.button': 'Change the deadline',
  'applications.new_date.done': '{organisation}’s application has a new deadline. We will email the library’s leads.',

  'applications.withdraw.title': 'Withdraw this application',
  'applications.withdraw.lead':
    'Your library will not be able to change or submit this application. You can start a new one immediately.',
  'applications.withdraw.lead.submitted':
    'We will not review this application. We will keep a copy of what you submitted. You can start a new one immediately.',
  'applications.withdraw.award':
    'Your award will stop being valid immediately, because only this application keeps it valid. You can still renew it until {day}.',
  'applications.withdraw.copied':
    'You can still read what you wrote, but it will not be copied into a new application.',
  'applications.withdraw.sure': 'Yes, withdraw this application',
  'applications.withdraw.sure.missing': 'Tick the box to withdraw the application',
  'applications.withdraw.button': 'Withdraw application',
  'applications.withdraw.done': 'You have withdrawn your application.',
} as const
