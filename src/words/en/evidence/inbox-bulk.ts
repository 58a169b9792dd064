export const inboxBulk = {
  'inbox_bulk.add': 'Add chosen items',
  'inbox_bulk.delete': 'Delete chosen items',
  'inbox_bulk.hint': 'You can check before anything is added or deleted.',
  'inbox_bulk.none': 'Choose at least one item',
  'inbox_bulk.too_many': 'Choose up to {max} items at a time',
  'inbox_bulk.gone': {
    one: 'Someone else has dealt with one of the items you chose. Nothing has changed: check the rest, then try again',
    other:
      'Someone else has dealt with {count} of the items you chose. Nothing has changed: check the rest, then try again',
  },

  'inbox_bulk.add.title': { one: 'Add {count} item to your evidence', other: 'Add {count} items to your evidence' },
  'inbox_bulk.add.lead': {
    one: 'Your answers here apply to this item. You can add details later.',
    other:
      'Each item becomes separate evidence with its own text. Your answers here apply to all of them. You can add details later.',
  },
  'inbox_bulk.add.kind.missing': 'Choose a kind of evidence',
  'inbox_bulk.add.branches': { one: 'Which branches is it about?', other: 'Which branches are they about?' },
  'inbox_bulk.add.branches.own': {
    one: 'The branch that sent it',
    other: 'Each item is about the branch that sent it',
  },
  'inbox_bulk.add.branches.whole': { one: 'The whole service', other: 'All items are about the whole service' },
  'inbox_bulk.add.branches.wrong': 'Choose the branch that sent each item, or the whole service',
  'inbox_bulk.add.button': 'Add to evidence',
  'inbox_bulk.add.done': {
    one: 'Item added to your evidence. You can add its details when you have time.',
    other: '{count} items added to your evidence. You can add their details when you have time.',
  },
  'inbox_bulk.add.some': {
    one: 'Nothing was added, because there is a problem with one item. Leave it out, or open it separately',
    other:
      'Nothing was added, because there is a problem with {count} items. Leave them out, or open each one separately',
  },
  'inbox_bulk.add.reason.people are shown':
    'The sender says that someone can be identified, and this kind does not need consent. Choose another kind',
  'inbox_bulk.add.reason.not sure who is shown':
    'The sender is not sure whether anyone can be identified. Open it and check',
  'inbox_bulk.add.reason.no usable file': 'The virus scanner refused its files. Delete it, or ask for it again',
  'inbox_bulk.add.reason.personal details': 'Its text or a file may identify someone. Open it on its own to check',
  'inbox_bulk.add.reason.unread document': 'We could not check its document. Open it on its own to check',

  'inbox_bulk.delete.title': { one: 'Delete {count} item?', other: 'Delete {count} items?' },
  'inbox_bulk.delete.lead': 'We permanently delete the text and files. You cannot undo this.',
  'inbox_bulk.delete.button': 'Delete',
  'inbox_bulk.delete.cancel': 'Cancel',
  'inbox_bulk.delete.done': { one: 'Item deleted.', other: '{count} items deleted.' },
} as const
