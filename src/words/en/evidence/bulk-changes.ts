/** Changes to several items of evidence. */
export const bulkChanges = {
  'bulk_changes.list.heading': 'Actions for selected evidence',
  'bulk_changes.list.pick': 'Select “{title}”',
  'bulk_changes.list.column': 'Select',
  'bulk_changes.list.page': 'Select all on this page',
  'bulk_changes.list.none': 'Clear selection',
  'bulk_changes.list.every': 'Select all matching evidence',
  'bulk_changes.list.every.chosen':
    'All matching evidence is selected, including on other pages. You can change or download up to {max} items at a time.',
  'bulk_changes.list.every.chosen.read':
    'All matching evidence is selected, including on other pages. You can download up to {max} items at a time.',
  'bulk_changes.list.hint': 'You can check your selection on the next page.',
  'bulk_changes.criteria': 'Add criteria',
  'bulk_changes.branches': 'Choose branches',
  'bulk_changes.owner': 'Choose owner',
  'bulk_changes.download': 'Download',
  'bulk_changes.removal': 'Remove',

  'bulk_changes.none': 'Select at least one item of evidence',
  'bulk_changes.none_left':
    'The evidence you selected is no longer available. Go back to the list and select other evidence',
  'bulk_changes.kind.wrong': 'Choose what to do with the evidence',
  'bulk_changes.most': 'You can change up to {max} items at a time. Only the first {max} are selected.',
  'bulk_changes.back': 'Back to evidence',
  'bulk_changes.cancel': 'Cancel',
  'bulk_changes.items': { one: '{count} item', other: '{count} items' },
  'bulk_changes.left_out': 'Evidence left out',
  'bulk_changes.why': 'Reason',
  'bulk_changes.nothing': 'There is nothing to change',
  'bulk_changes.nothing.why': 'Go back to the list and select other evidence.',
  'bulk_changes.missing': {
    one: 'One of the items you selected is no longer available.',
    other: '{count} of the items you selected are no longer available.',
  },

  'bulk_changes.criteria.title': { one: 'Add criteria to {count} item', other: 'Add criteria to {count} items' },
  'bulk_changes.criteria.lead':
    'We will add the criteria that you choose. The evidence keeps any criteria that it already has.',
  'bulk_changes.criteria.button': { one: 'Add criteria to {count} item', other: 'Add criteria to {count} items' },
  'bulk_changes.criteria.done': { one: 'Criteria added to {count} item', other: 'Criteria added to {count} items' },
  'bulk_changes.items.missing': 'Choose at least one criterion',
  'bulk_changes.branches.title': {
    one: 'Choose branches for {count} item',
    other: 'Choose branches for {count} items',
  },
  'bulk_changes.branches.lead': 'The branches you choose will replace any already chosen for this evidence.',
  'bulk_changes.branches.button': {
    one: 'Change branches for {count} item',
    other: 'Change branches for {count} items',
  },
  'bulk_changes.branches.done': {
    one: 'Branches changed for {count} item',
    other: 'Branches changed for {count} items',
  },
  'bulk_changes.scope': 'Which branches is the evidence about?',
  'bulk_changes.scope.whole': 'The whole service',
  'bulk_changes.scope.some': 'Only the branches ticked below',
  'bulk_changes.scope.missing': 'Choose the whole service or some branches',
  'bulk_changes.branches.missing': 'Tick at least one branch, or choose the whole service',
  'bulk_changes.owner.title': { one: 'Choose an owner for {count} item', other: 'Choose an owner for {count} items' },
  'bulk_changes.owner.lead':
    'The new owner can always see the evidence and can remove it. If the evidence is restricted, you may no longer be able to see it.',
  'bulk_changes.owner.lead.lead': 'The new owner can always see the evidence and can remove it.',
  'bulk_changes.owner.choose': 'Choose a person',
  'bulk_changes.owner.button': { one: 'Change owner for {count} item', other: 'Change owner for {count} items' },
  'bulk_changes.owner.done': { one: 'Owner changed for {count} item', other: 'Owner changed for {count} items' },
  'bulk_changes.removal.title': {
    one: 'Remove {count} item of evidence?',
    other: 'Remove {count} items of evidence?',
  },
  'bulk_changes.removal.lead':
    'We will remove the evidence immediately, including from answers that you have not submitted. A lead can restore it within {days} days. After that, we will erase it.',
  'bulk_changes.removal.button': { one: 'Remove {count} item', other: 'Remove {count} items' },
  'bulk_changes.removal.done': { one: '{count} item removed', other: '{count} items removed' },

  'bulk_changes.why.not permitted': 'Only the owner or a lead can make this change.',
  'bulk_changes.why.submitted': 'You have already submitted this evidence, so you cannot remove it.',
  'bulk_changes.why.same': 'There was nothing to change.',
  'bulk_changes.why.changed': 'Someone changed this evidence in the meantime, so we left it as it is.',
  'bulk_changes.why.gone': 'This evidence is no longer available.',
  'bulk_changes.why.owner left':
    'The chosen owner is no longer an active lead or contributor, so the owner has not changed.',
  'bulk_changes.why.not saved': 'We could not save this change. Open the evidence and try again.',
  'bulk_changes.title.gone': 'Evidence that you cannot see',

  'bulk_changes.done.none': 'Nothing was changed',
  'bulk_changes.running': 'Changing your evidence',
  'bulk_changes.undoing': 'Undoing your change',
  'bulk_changes.progress': '{done} of {all} items done',
  'bulk_changes.running.text': 'You can leave this page. We will carry on until every item is done.',
  'bulk_changes.undo': 'Undo',
  'bulk_changes.undo.text':
    'You can undo this change until {day}. Items that have been changed again will stay as they are.',
  'bulk_changes.undo.removal':
    'You can undo this removal until {day}. If you do, you may need to add the evidence to your answers again.',
  'bulk_changes.undo.lead': 'A lead can undo this change until {day}.',
  'bulk_changes.undone': { one: 'Change undone for {count} item', other: 'Change undone for {count} items' },
  'bulk_changes.undone.removal': { one: '{count} item restored', other: '{count} items restored' },
  'bulk_changes.undone.none': 'No changes were undone',
  'bulk_changes.together': 'Evidence removed together',
  'bulk_changes.together.line': {
    one: '{count} item removed on {when}',
    other: '{count} items removed on {when}',
  },

  'event.evidence.criteria_set': 'Criteria changed',
  'event.evidence.branches_set': 'Branches changed',
  'event.organisation.evidence_change_started': 'Several items of evidence were changed',
  'event.organisation.evidence_change_undone': 'A change to several items of evidence was undone',
} as const
