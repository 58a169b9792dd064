export const inbox = {
  'inbox.title': 'Tray',
  'inbox.lead':
    'What came in through your capture links and waits to be sorted. Only leads see it, and every look is recorded.',
  'inbox.empty.heading': 'Your tray is empty',
  'inbox.empty.what':
    'Photos, files and notes from your branches land here, from colleagues without an account. You make them into evidence, join them to a piece, or throw them away.',
  'inbox.empty.how':
    'Make a capture link for a branch, print it for the staff room wall, and wait for the first surprise.',
  'inbox.empty.button': 'Make a capture link',
  'inbox.nothing_later': 'Nothing came after that.',
  'inbox.first': 'Back to the beginning',
  'inbox.later': 'What came later',
  'inbox.choose': 'Choose “{words}”',
  'inbox.fact.from': 'From',
  'inbox.fact.sender': '{sender}, {branch}',
  'inbox.fact.arrived': 'Arrived',
  'inbox.fact.people': 'Can anybody be recognised?',
  'inbox.fact.goes': 'Thrown away by itself on',
  'inbox.people.no': 'No, says the sender',
  'inbox.people.yes': 'Yes, and they were asked, says the sender',
  'inbox.people.unsure': 'The sender is not sure',
  'inbox.file.alternative': '{name}, not described yet',
  'inbox.gone': 'Somebody sorted this meanwhile. Go back to the tray to see what is left',
  'inbox.owner': 'Who looks after it?',
  'inbox.owner.hint': 'They change it, and open it even when it is restricted',
  'inbox.owner.wrong': 'Choose a lead or contributor of this library',

  'inbox.sort.title': 'Take something in from the tray',
  'inbox.sort.heading': 'Make it a piece of evidence',
  'inbox.sort.people.yes':
    'The sender says that somebody can be recognised. Choose what fits below: the piece is used only when their consent is in the ledger.',
  'inbox.sort.people.unsure':
    'The sender is not sure whether somebody can be recognised. Look closely before you say so below.',
  'inbox.sort.note.hint': 'What the sender wrote, if you want to keep it. Leave out who people are',
  'inbox.sort.more': 'Language, and who may open it',
  'inbox.sort.button': 'Take it in',
  'inbox.sort.done': '“{title}” is on your shelf. Its files open when they have been checked once more.',

  'inbox.join.link': 'Join it to a piece that is there',
  'inbox.join.title': 'Join it to a piece that is there',
  'inbox.join.piece': 'Which piece?',
  'inbox.join.piece.missing': 'Choose a piece',
  'inbox.join.piece.wrong': 'Choose a piece of this library that is still there',
  'inbox.join.button': 'Join it',
  'inbox.join.done': 'It is part of “{title}” now.',

  'inbox.discard.link': 'Throw it away',
  'inbox.discard.title': { one: 'Throw this away?', other: 'Throw these {count} away?' },
  'inbox.discard.lead': 'Words and files go for good. Nobody can bring them back.',
  'inbox.discard.button': 'Throw away',
  'inbox.discard.keep': 'Keep it in the tray',
  'inbox.discard.done': {
    one: 'It is thrown away, with its files.',
    other: '{count} things are thrown away, with their files.',
  },

  'inbox.bulk.take': 'Take in what is chosen',
  'inbox.bulk.discard': 'Throw away what is chosen',
  'inbox.bulk.hint': 'Both ask once more before anything happens.',
  'inbox.bulk.title': { one: 'Take this in', other: 'Take {count} things in together' },
  'inbox.bulk.lead':
    'Each becomes a piece of its own, with its own words. What you say here is said of all of them; the rest can be completed later.',
  'inbox.bulk.none': 'Choose at least one in the tray',
  'inbox.bulk.many': 'Choose {most} at most at once',
  'inbox.bulk.kind.missing': 'Say what they are',
  'inbox.bulk.branches': 'Which branches are they about?',
  'inbox.bulk.branches.own': 'Each about the branch that it came from',
  'inbox.bulk.branches.whole': 'All about the whole service',
  'inbox.bulk.branches.wrong': 'Choose one of the two',
  'inbox.bulk.button': 'Take them all in',
  'inbox.bulk.gone': {
    one: 'One of those you chose was sorted by somebody else meanwhile. Nothing was done with the others: look again and send',
    other:
      '{count} of those you chose were sorted by somebody else meanwhile. Nothing was done with the others: look again and send',
  },
  'inbox.bulk.some': {
    one: 'One of them cannot be taken in like this, so none was. Take its tick out, or open it by itself',
    other: '{count} of them cannot be taken in like this, so none was. Take their ticks out, or open them one by one',
  },
  'inbox.bulk.reason.people are shown':
    'The sender says that somebody can be recognised, and this kind asks nobody’s consent. Choose another kind for it',
  'inbox.bulk.reason.nobody knows who is shown':
    'The sender is not sure whether somebody can be recognised. Open it and look',
  'inbox.bulk.reason.nothing opens': 'The virus scanner refused its files. Throw it away, or ask for it again',
  'inbox.bulk.reason.may lead to somebody':
    'Its words, or the name of a file, may lead to somebody. Open it: you are asked about it there',
  'inbox.bulk.done': {
    one: 'It is on your shelf. Complete it when you have a minute.',
    other: '{count} pieces are on your shelf. Complete them when you have a minute.',
  },

  'inbox.home': { one: 'Something waits in your tray', other: '{count} things wait in your tray' },
  'inbox.home.text': 'Your branches sent it through a capture link. Nobody else sees it until you take it in.',
  'inbox.home.button': 'Open the tray',
} as const
