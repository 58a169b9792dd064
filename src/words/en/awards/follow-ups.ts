/** The page for recording the action taken on a lapsed or suspended award. */
export const followUps = {
  'awards.follow_up.title': 'Record what was done',
  'awards.follow_up.lead.lapsed': 'This award has lapsed. Tell your team what has been done about it.',
  'awards.follow_up.lead.suspended':
    'This award is suspended. Tell your team and the trustees what has been done about it.',
  'awards.follow_up.then.lapsed':
    'After you save, the award will no longer appear on Home for anyone at City of Sanctuary.',
  'awards.follow_up.then.suspended':
    'After you save, the award will no longer appear on Home for coordinators. Trustees will see it, with your note, until it is restored.',
  'awards.follow_up.done': 'What was done?',
  'awards.follow_up.done.hint':
    'For example, “Rang the lead. They will call back next week.” The library cannot read this.',
  'awards.follow_up.done.missing': 'Enter what was done',
  'awards.follow_up.done_by': 'Who did it?',
  'awards.follow_up.done_by.missing': 'Enter who did it',
  'awards.follow_up.button': 'Save',
  'awards.follow_up.saved': 'Saved. {organisation}’s award no longer needs action from coordinators.',
  'awards.follow_up.over': 'This award is no longer lapsed or suspended, so there is nothing to record',
  'awards.follow_up.list': 'Done so far',
  'awards.follow_up.list.when': 'Recorded on',
  'awards.follow_up.list.what': 'What was done',
  'awards.follow_up.list.who': 'Who did it',
  'event.award.followed_up': 'City of Sanctuary recorded what was done after the award lapsed or was suspended',
} as const
