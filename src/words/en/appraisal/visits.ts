export const visits = {
  'visits.title': 'Visit notes',
  'visits.link': 'Visit notes',
  'visits.none': 'There are no visit notes yet.',
  'visits.on': 'Visit on {day}',
  'visits.add': 'Add visit notes',
  'visits.change': 'Change visit notes',
  'visits.day': 'Date of the visit',
  'visits.day.missing': 'Enter the date of the visit',
  'visits.day.ahead': 'The date of the visit must be today or in the past',
  'visits.body': 'Notes',
  'visits.body.hint': 'For the panel and City of Sanctuary only. Do not name people seeking sanctuary.',
  'visits.body.missing': 'Enter what you saw and heard',
  'visits.button': 'Save notes',
  'visits.saved': 'The visit notes have been saved.',
  'visits.stale': 'Someone else changed these notes while you were writing',
  'visits.stale.text':
    'Their notes are above and yours are below. Copy anything you want to keep into yours, then save.',

  'event.visit.noted': 'Visit notes were added',
  'event.visit.corrected': 'Visit notes were changed',
} as const
