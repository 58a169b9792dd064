export const examples = {
  // For people at every library, and at City of Sanctuary.
  'examples.title': 'Examples from other libraries',
  'examples.lead': 'Read answers that libraries with an award have agreed to share. A coordinator has checked them.',
  'examples.filter': 'Choose which examples to show',
  'examples.filter.criterion': 'Criterion',
  'examples.filter.size': 'Number of branches',
  'examples.filter.region': 'Part of the UK',
  'examples.filter.any': 'Any',
  'examples.filter.button': 'Show examples',
  'examples.none': 'No examples match these filters yet.',
  'examples.more': 'Next page',
  'examples.line.criteria': {
    one: 'This example answers criterion {codes}.',
    other: 'This example answers criteria {codes}.',
  },
  'examples.line.published': 'Published on {day}',
  'examples.criterion': '{title} ({code})',
  'examples.criteria': 'Answers to the criteria: {framework}',
  'examples.reworded': 'This criterion was worded differently when the library answered it.',
  'examples.one': 'Example',
  'examples.show.lead':
    'Use this example for ideas, but write about your own library. We have replaced people’s names.',
  'examples.who.library service': 'Library service, {region}',
  'examples.who.library': 'Library, {region}',
  'examples.who.charity': 'Charity, {region}',
  'examples.size.one': '1 branch',
  'examples.size.few': '2 to 10 branches',
  'examples.size.some': '11 to 30 branches',
  'examples.size.many': 'More than 30 branches',
  'examples.region.East Midlands': 'East Midlands',
  'examples.region.East of England': 'East of England',
  'examples.region.London': 'London',
  'examples.region.North East': 'North East',
  'examples.region.North West': 'North West',
  'examples.region.Northern Ireland': 'Northern Ireland',
  'examples.region.Scotland': 'Scotland',
  'examples.region.South East': 'South East',
  'examples.region.South West': 'South West',
  'examples.region.Wales': 'Wales',
  'examples.region.West Midlands': 'West Midlands',
  'examples.region.Yorkshire and the Humber': 'Yorkshire and the Humber',
  'examples.link': 'How other libraries answered',

  // For the library's leads.
  'examples.choice.title': 'Share this application as an example',
  'examples.choice.lead': 'Other libraries can learn from your answers when they apply.',
  'examples.choice.copied':
    'We copy the text of your answers. We never share your files, your evidence or your ratings.',
  'examples.choice.checked': 'A coordinator checks every answer first, and replaces people’s names.',
  'examples.choice.readers':
    'Only people from libraries and City of Sanctuary can read the answers, and they must sign in. You can stop sharing at any time.',
  'examples.choice.application.yes': 'In your application, you said that we may share it with other applicants.',
  'examples.choice.application.no': 'You have not agreed to share your application with other applicants.',
  'examples.choice.chosen': '{name} chose the current answer on {day}.',
  'examples.choice.legend': 'Can other libraries read answers from this application?',
  'examples.choice.missing': 'Choose whether other libraries can read answers from this application',
  'examples.choice.stale': 'Someone else has changed this answer. Check it, then save if you want another answer',
  'examples.choice.no': 'No',
  'examples.choice.no.hint': 'If we have published your answers, we will remove them immediately.',
  'examples.choice.unnamed': 'Yes, without our name',
  'examples.choice.unnamed.hint':
    'Instead of your name, readers will see your organisation’s kind, size and part of the UK. We will replace place names too.',
  'examples.choice.named': 'Yes, with our name ({organisation})',
  'examples.choice.named.hint': 'Readers will know which library to contact to find out more.',
  'examples.choice.button': 'Save',
  'examples.choice.saved.no': 'Saved. Other libraries cannot read answers from this application.',
  'examples.choice.saved.unnamed':
    'Saved. A coordinator will check your answers before other libraries can read them. We will not show your name.',
  'examples.choice.saved.named':
    'Saved. A coordinator will check your answers before other libraries can read them. We will show your name.',
  'examples.choice.none_yet':
    'Your answers have not been published as an example. If a coordinator publishes them, we will email you.',
  'examples.choice.text': 'What other libraries can read',

  // For coordinators.
  'examples.case.title': 'Example for other libraries',
  'examples.case.lead':
    'Other libraries will read the answers that you choose. Before you publish them, replace people’s names.',
  'examples.case.sharing.no':
    'The library has not agreed to share this application. Its leads can change this under “Share this application as an example”.',
  'examples.case.sharing.unnamed':
    'The library agreed to share this application without its name. Replace the names of the library, its places and its partners too.',
  'examples.case.sharing.named':
    'The library agreed to be named. You can leave in its name and the names of its places.',
  'examples.case.nothing':
    'There are no answers to copy. Only an application that led to an award can become an example.',
  'examples.case.published':
    'Published on {day} by {name}. To change the text, remove the example and prepare it again.',
  'examples.case.names':
    'This example now contains a name that must not be published. Remove the example and prepare it again.',
  'examples.case.texts': 'Answers in the example',
  'examples.case.state.new': 'Read and edit',
  'examples.case.state.names': { one: '{count} name to replace', other: '{count} names to replace' },
  'examples.case.state.ready': 'Ready',
  'examples.case.remove': 'Remove this example',
  'examples.case.remove.text': 'This will delete the copied text. The application will not change.',
  'examples.case.removed': 'The example has been removed.',
  'examples.not_shared': 'You cannot continue, because the library no longer shares this application',
  'examples.prepare.region': 'Part of the UK',
  'examples.prepare.region.empty': 'Choose one',
  'examples.prepare.region.missing': 'Choose a part of the UK',
  'examples.prepare.criteria': 'Answers to copy',
  'examples.prepare.criteria.hint':
    'Choose answers that will help other libraries. You can then read and edit each one.',
  'examples.prepare.missing': 'Choose at least one answer',
  'examples.prepare.unknown': 'Choose answers from the list',
  'examples.prepare.button': 'Copy these answers',
  'examples.prepare.done': 'The answers have been copied. Read each one and replace any names.',
  'examples.text.title': 'Edit the answer to {code} for other libraries',
  'examples.text.lead':
    'Replace everything that identifies a person. If the library is not named, replace everything that identifies it too. Leave out quotes, and anything about people that comes from evidence.',
  'examples.text.original': 'What the library wrote',
  'examples.text.names': 'Names to replace',
  'examples.text.names.none':
    'We found no names to replace. Read the text for other details that could identify someone.',
  'examples.text.answer': 'Answer for other libraries to read',
  'examples.text.missing': 'Enter the answer for other libraries to read',
  'examples.text.button': 'Save text',
  'examples.text.saved': 'The text has been saved.',
  'examples.text.saved.names': {
    one: 'The text has been saved. It still contains {count} name.',
    other: 'The text has been saved. It still contains {count} names.',
  },
  'examples.text.changed': 'Someone else changed this text. Compare it with yours, then save again',
  'examples.text.other': 'The saved text',
  'examples.publish.title': 'Check and publish the example',
  'examples.publish.unread': {
    one: 'Before you publish, read and save {count} more answer',
    other: 'Before you publish, read and save {count} more answers',
  },
  'examples.publish.names': {
    one: 'Before you publish, replace {count} marked name',
    other: 'Before you publish, replace {count} marked names',
  },
  'examples.publish.read': 'I have read all the answers, and nothing in them identifies a person.',
  'examples.publish.read.missing':
    'Tick the box to confirm that you have read all the answers, and that nothing in them identifies a person',
  'examples.publish.changed': 'Someone else changed this example. Read all the answers again, then publish',
  'examples.publish.button': 'Publish example',
  'examples.publish.done': 'The example has been published. We will email the library’s leads.',
  'examples.queue.title': 'Examples to check',
  'examples.queue.lead':
    'These libraries have agreed to share an application. Choose the best answers, check them, then publish them.',
  'examples.queue.none': 'There are no examples to check.',
  'examples.queue.library': 'Library',
  'examples.queue.released': 'Decision letter released',
  'examples.queue.state': 'Status',
  'examples.queue.prepared': 'Answers copied',
  'examples.queue.new': 'Not started',

  'home.examples': { one: '{shown} example to check', other: '{shown} examples to check' },
  'home.examples.button': 'Check examples',
  'home.examples.text': 'Other libraries cannot read an example until you have checked and published it.',

  'emails.example_published.subject': 'Other libraries can now read your example',
  'emails.example_published.body':
    'As you agreed, we have published a copy of some of {organisation}’s answers. It does not contain people’s names, files or evidence.',
  'emails.example_published.next':
    'You can read it now. You can stop sharing it at any time, and we will then remove it immediately.',
  'emails.example_published.action': 'See what other libraries can read',

  'event.example.chosen': 'The library changed how it shares its application with other libraries',
  'event.example.prepared': 'Answers were copied to prepare an example',
  'event.example.text_saved': 'The text of an example was edited',
  'event.example.published': 'An example was published',
  'event.example.removed': 'An example was removed',
} as const
