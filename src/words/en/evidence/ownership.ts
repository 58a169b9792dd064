export const ownership = {
  'ownership.title': 'Owner and expiry date',
  'ownership.owner': 'Owner',
  'ownership.owner.hint': 'The owner can see and remove this evidence, even when it is restricted.',
  'ownership.owner.missing': 'Choose an owner',
  'ownership.owner.wrong': 'Choose a lead or contributor at your library',
  'ownership.expires': 'Expiry date',
  'ownership.expires.hint':
    'The last day you can use this evidence, for example when a policy is due for review. Leave this empty if it does not expire.',
  'ownership.button': 'Save',
  'ownership.done': 'The owner and expiry date of “{title}” have been saved',
  'ownership.stale':
    'Someone else changed this evidence while you were editing. Your choices are still in the form. Save to keep them.',
  'ownership.link': 'Change',
  'ownership.link.hidden': 'owner or expiry date',
  'ownership.row.owner': 'Owner',
  'ownership.row.expires': 'Expires',
  'ownership.row.never': 'Never',
  'ownership.expired': 'Expired on {day}',
  'ownership.until': 'On {day}',
  'event.evidence.owner_changed': 'Owner changed',
  'event.evidence.expiry_set': 'Expiry date changed',
} as const
