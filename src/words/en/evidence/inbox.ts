export const inbox = {
  'inbox.title': 'Evidence inbox',
  'inbox.lead':
    'Colleagues sent these items through your upload links. Only leads can see them, and we record each time someone opens one.',
  'inbox.empty.heading': 'Your evidence inbox is empty',
  'inbox.empty.what':
    'Colleagues can send you photos, files and notes through an upload link, without an account. You then add them to your evidence or delete them.',
  'inbox.empty.how': 'Create an upload link for a branch, then print the poster for the staff room.',
  'inbox.empty.button': 'Create an upload link',
  'inbox.nothing_later': 'There are no more items.',
  'inbox.first_page': 'First page',
  'inbox.next_page': 'Next page',
  'inbox.choose': 'Select “{words}”',
  'inbox.files_changed': 'The files have changed since you opened this page. Check them before you continue',
  'inbox.fact.from': 'From',
  'inbox.fact.sender': '{sender}, {branch}',
  'inbox.fact.arrived': 'Received',
  'inbox.fact.people': 'Can anyone be identified?',
  'inbox.fact.deleted_on': 'Will be deleted on or after',
  'inbox.people.no': 'The sender says no',
  'inbox.people.no_or_unanswered': 'The sender says no, or did not answer',
  'inbox.people.yes': 'The sender says yes, and that permission was given',
  'inbox.people.not asked': 'The sender says yes, but did not ask permission',
  'inbox.people.unsure': 'The sender is not sure',
  'inbox.file.alternative': '{name} (no description yet)',
  'inbox.gone': 'Someone else has already dealt with this item. Go back to the inbox to see what is left',
  'inbox.owner': 'Who will look after this evidence?',
  'inbox.owner.hint': 'The owner can change the evidence, and can open it even if it is restricted',
  'inbox.owner.wrong': 'Choose a lead or contributor at this library',

  'emails.inbox_waiting.subject': {
    one: '{organisation} has a new item in its evidence inbox',
    other: '{organisation} has {count} new items in its evidence inbox',
  },
  'emails.inbox_waiting.body': {
    one: 'The item was sent through one of your upload links. Only your library’s leads can see it.',
    other: 'The items were sent through your upload links. Only your library’s leads can see them.',
  },
  'emails.inbox_waiting.next': 'Add each item to your evidence, or delete it. We delete items after 180 days.',
  'emails.inbox_waiting.action': 'Open the evidence inbox',

  'inbox.home': {
    one: '{count} item in your evidence inbox',
    other: '{count} items in your evidence inbox',
  },
  'inbox.home.text': 'Add each item to your evidence, or delete it.',
  'inbox.home.deletion': {
    one: 'We will delete it on or after {day}. Add it to your evidence before then.',
    other: 'We will delete the oldest on or after {day}. Add each item to your evidence before then.',
  },
  'inbox.home.button': 'Open the inbox',

  'event.organisation.inbox_file_refused': 'A virus was found in a file in the evidence inbox',
  'event.organisation.inbox_items_deleted': 'Items in the evidence inbox were deleted',
} as const
