export const notes = {
  'organisations.notes.title': 'Charity team notes',
  'organisations.notes.link': 'Charity team notes ({count})',
  'organisations.notes.lead': 'Only coordinators and trustees can read these notes. The library cannot.',
  'organisations.notes.none': 'There are no notes yet.',
  'organisations.notes.body': 'New note',
  'organisations.notes.body.hint': 'Write only what the charity team needs to know. You cannot change a note later.',
  'organisations.notes.body.missing': 'Enter the note',
  'organisations.notes.button': 'Add note',
  'organisations.notes.done': 'The note has been added.',
} as const
