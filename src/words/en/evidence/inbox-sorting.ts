export const inboxSorting = {
  'inbox_sorting.add.title': 'Add this item to your evidence',
  'inbox_sorting.add.heading': 'Add as new evidence',
  'inbox_sorting.add.people.yes':
    'The sender says that someone can be identified. You cannot use this evidence until you record that person’s consent.',
  'inbox_sorting.add.people.not asked':
    'The sender says that someone can be identified, but did not ask permission. You cannot use this evidence until you record that person’s consent.',
  'inbox_sorting.add.people.unsure':
    'The sender is not sure whether anyone can be identified. Check before you answer below.',
  'inbox_sorting.add.more': 'Visibility, content warning and language',
  'inbox_sorting.add.button': 'Add to evidence',
  'inbox_sorting.add.done': '“{title}” has been added to your evidence.',
  'inbox_sorting.note.hint': 'For example, what the sender wrote. Leave out anything that could identify someone',

  'inbox_sorting.join.title': 'Add to existing evidence',
  'inbox_sorting.join.evidence': 'Which evidence do you want to add this item to?',
  'inbox_sorting.join.evidence.missing': 'Choose the evidence to add this item to',
  'inbox_sorting.join.evidence.wrong': 'Choose evidence from the list',
  'inbox_sorting.join.evidence.people are shown':
    'The sender says that someone can be identified. The evidence you chose does not say that anyone can be recognised. Change its details first, or add the item as new evidence',
  'inbox_sorting.join.evidence.not sure who is shown':
    'The sender is not sure whether anyone can be identified. The evidence you chose does not say that anyone can be recognised. Check the item, then add it as new evidence',
  'inbox_sorting.join.evidence.other people agreed':
    'Other people have already given consent for the evidence you chose. Add the item as new evidence, and record the consent of the people in it',
  'inbox_sorting.join.button': 'Add to this evidence',
  'inbox_sorting.join.done': 'The item has been added to “{title}”.',
  'inbox_sorting.delete': 'Delete this item',

  'event.evidence.received': 'Evidence added from the evidence inbox',
  'event.evidence.inbox_item_added': 'Item from the evidence inbox added to existing evidence',
} as const
