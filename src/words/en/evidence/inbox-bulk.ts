export const inboxBulk = {
  'inbox_bulk.add': 'Add selected items',
  'inbox_bulk.delete': 'Delete selected items',
  'inbox_bulk.hint': 'You can check the items before we add or delete them.',
  'inbox_bulk.none': 'Select at least one item',
  'inbox_bulk.too_many': 'Select up to {max} items at a time',
  'inbox_bulk.gone': {
    one: 'Someone else has already dealt with one of the items you selected, so we have not changed any of them. Check the rest, then try again',
    other:
      'Someone else has already dealt with {count} of the items you selected, so we have not changed any of them. Check the rest, then try again',
  },

  'inbox_bulk.add.title': { one: 'Add {count} item to your evidence', other: 'Add {count} items to your evidence' },
  'inbox_bulk.add.lead': {
    one: 'Your answers below apply to this item. You can add more details later.',
    other:
      'We will add each item as separate evidence, with its own text. Your answers below apply to all of them. You can add more details later.',
  },
  'inbox_bulk.add.kind.missing': 'Choose a kind of evidence',
  'inbox_bulk.add.branches': {
    one: 'Which branches is this item about?',
    other: 'Which branches are these items about?',
  },
  'inbox_bulk.add.branches.own': {
    one: 'The branch that sent this item',
    other: 'The branch that sent each item',
  },
  'inbox_bulk.add.branches.whole': { one: 'The whole service', other: 'The whole service' },
  'inbox_bulk.add.branches.wrong': 'Choose the branch that sent each item, or the whole service',
  'inbox_bulk.add.button': 'Add to evidence',
  'inbox_bulk.add.done': {
    one: 'Item added to your evidence. You can add its details when you have time.',
    other: '{count} items added to your evidence. You can add their details when you have time.',
  },
  'inbox_bulk.add.some': {
    one: 'Nothing was added, because there is a problem with one item. Leave it out, or open it on its own',
    other:
      'Nothing was added, because there is a problem with {count} items. Leave them out, or open each one on its own',
  },
  'inbox_bulk.add.reason.people are shown':
    'The sender says that someone can be identified. Choose a kind of evidence that can show people, such as “Event” or “Photo with people”',
  'inbox_bulk.add.reason.not sure who is shown':
    'The sender is not sure whether anyone can be identified. Open the item and check',
  'inbox_bulk.add.reason.no usable file':
    'We did not keep the files in this item, because they contained a virus. Delete the item, and ask the sender to send other files',
  'inbox_bulk.add.reason.personal details':
    'The text or a file may identify someone. Open the item on its own to check it',
  'inbox_bulk.add.reason.unread document':
    'We could not check the document in this item. Open the item on its own to check it',

  'inbox_bulk.delete.title': { one: 'Delete {count} item?', other: 'Delete {count} items?' },
  'inbox_bulk.delete.lead': 'We will permanently delete the text and files. You cannot undo this.',
  'inbox_bulk.delete.button': 'Delete',
  'inbox_bulk.delete.cancel': 'Cancel',
  'inbox_bulk.delete.done': { one: 'Item deleted.', other: '{count} items deleted.' },
} as const
