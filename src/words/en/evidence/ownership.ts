export const keeping = {
  'keeping.title': 'Owner and expiry',
  'keeping.owner': 'Who looks after it?',
  'keeping.owner.hint':
    'A lead or contributor of your library. Whoever owns a piece may open it even when it is restricted, and may remove it.',
  'keeping.owner.missing': 'Choose who looks after it',
  'keeping.owner.wrong': 'Choose somebody who is a lead or contributor of your library today',
  'keeping.expires': 'The last day to use it',
  'keeping.expires.hint':
    'For what goes out of date, such as a policy that is reviewed. Leave empty if it does not. It stays on your shelf afterwards, marked as expired.',
  'keeping.button': 'Save',
  'keeping.done': 'Owner and expiry of “{title}” are saved.',
  'keeping.stale':
    'Somebody else changed this piece while you were choosing. What you chose is still in the form: save again to keep it.',
  'keeping.link': 'Change owner or expiry',
  'keeping.row.owner': 'Owner',
  'keeping.row.expires': 'Last day to use it',
  'keeping.row.never': 'No end',
  'keeping.expired': 'Expired on {day}',
  'keeping.until': 'Until {day}',
  'event.evidence.handed_over': 'Somebody else looks after the evidence now',
  'event.evidence.expiry_set': 'Its last day was set, changed or taken away',
} as const
