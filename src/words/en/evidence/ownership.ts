export const ownership = {
  'ownership.title': 'Owner and expiry',
  'ownership.owner': 'Who looks after it?',
  'ownership.owner.hint':
    'A lead or contributor of your library. Whoever owns a piece may open it even when it is restricted, and may remove it.',
  'ownership.owner.missing': 'Choose who looks after it',
  'ownership.owner.wrong': 'Choose somebody who is a lead or contributor of your library today',
  'ownership.expires': 'The last day to use it',
  'ownership.expires.hint':
    'For what goes out of date, such as a policy that is reviewed. Leave empty if it does not. It stays on your shelf afterwards, marked as expired.',
  'ownership.button': 'Save',
  'ownership.done': 'Owner and expiry of “{title}” are saved.',
  'ownership.stale':
    'Somebody else changed this piece while you were choosing. What you chose is still in the form: save again to keep it.',
  'ownership.link': 'Change owner or expiry',
  'ownership.row.owner': 'Owner',
  'ownership.row.expires': 'Last day to use it',
  'ownership.row.never': 'No end',
  'ownership.expired': 'Expired on {day}',
  'ownership.until': 'Until {day}',
  'event.evidence.owner_changed': 'Somebody else looks after the evidence now',
  'event.evidence.expiry_set': 'Its last day was set, changed or taken away',
} as const
