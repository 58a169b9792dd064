export const tray = {
  'tray.title': 'Tray',
  'tray.lead':
    'What came in through your capture links and waits to be sorted. Only leads see it, and every look is recorded.',
  'tray.empty.heading': 'Your tray is empty',
  'tray.empty.what':
    'Photos, files and notes from your branches land here, from colleagues without an account. You make them into evidence, join them to a piece, or throw them away.',
  'tray.empty.how':
    'Make a capture link for a branch, print it for the staff room wall, and wait for the first surprise.',
  'tray.empty.button': 'Make a capture link',
  'tray.nothing_later': 'Nothing came after that.',
  'tray.first': 'Back to the beginning',
  'tray.later': 'What came later',
  'tray.choose': 'Choose “{words}”',
  'tray.fact.from': 'From',
  'tray.fact.sender': '{sender}, {branch}',
  'tray.fact.arrived': 'Arrived',
  'tray.fact.people': 'Can anybody be recognised?',
  'tray.fact.goes': 'Thrown away by itself on',
  'tray.people.no': 'No, says the sender',
  'tray.people.yes': 'Yes, and they were asked, says the sender',
  'tray.people.unsure': 'The sender is not sure',
  'tray.file.alternative': '{name}, not described yet',
  'tray.gone': 'Somebody sorted this meanwhile. Go back to the tray to see what is left',
  'tray.owner': 'Who looks after it?',
  'tray.owner.hint': 'They change it, and open it even when it is restricted',
  'tray.owner.wrong': 'Choose a lead or contributor of this library',

  'tray.sort.title': 'Take something in from the tray',
  'tray.sort.heading': 'Make it a piece of evidence',
  'tray.sort.people.yes':
    'The sender says that somebody can be recognised. Choose what fits below: the piece is used only when their consent is in the ledger.',
  'tray.sort.people.unsure':
    'The sender is not sure whether somebody can be recognised. Look closely before you say so below.',
  'tray.sort.note.hint': 'What the sender wrote, if you want to keep it. Leave out who people are',
  'tray.sort.more': 'Language, and who may open it',
  'tray.sort.button': 'Take it in',
  'tray.sort.done': '“{title}” is on your shelf. Its files open when they have been checked once more.',

  'tray.join.link': 'Join it to a piece that is there',
  'tray.join.title': 'Join it to a piece that is there',
  'tray.join.piece': 'Which piece?',
  'tray.join.piece.missing': 'Choose a piece',
  'tray.join.piece.wrong': 'Choose a piece of this library that is still there',
  'tray.join.button': 'Join it',
  'tray.join.done': 'It is part of “{title}” now.',

  'tray.discard.link': 'Throw it away',
  'tray.discard.title': { one: 'Throw this away?', other: 'Throw these {count} away?' },
  'tray.discard.lead': 'Words and files go for good. Nobody can bring them back.',
  'tray.discard.button': 'Throw away',
  'tray.discard.keep': 'Keep it in the tray',
  'tray.discard.done': {
    one: 'It is thrown away, with its files.',
    other: '{count} things are thrown away, with their files.',
  },

  'tray.bulk.take': 'Take in what is chosen',
  'tray.bulk.discard': 'Throw away what is chosen',
  'tray.bulk.hint': 'Both ask once more before anything happens.',
  'tray.bulk.title': { one: 'Take this in', other: 'Take {count} things in together' },
  'tray.bulk.lead':
    'Each becomes a piece of its own, with its own words. What you say here is said of all of them; the rest can be completed later.',
  'tray.bulk.none': 'Choose at least one in the tray',
  'tray.bulk.many': 'Choose {most} at most at once',
  'tray.bulk.kind.missing': 'Say what they are',
  'tray.bulk.branches': 'Which branches are they about?',
  'tray.bulk.branches.own': 'Each about the branch that it came from',
  'tray.bulk.branches.whole': 'All about the whole service',
  'tray.bulk.branches.wrong': 'Choose one of the two',
  'tray.bulk.button': 'Take them all in',
  'tray.bulk.gone': {
    one: 'One of those you chose was sorted by somebody else meanwhile. Nothing was done with the others: look again and send',
    other:
      '{count} of those you chose were sorted by somebody else meanwhile. Nothing was done with the others: look again and send',
  },
  'tray.bulk.some': {
    one: 'One of them cannot be taken in like this, so none was. Take its tick out, or open it by itself',
    other: '{count} of them cannot be taken in like this, so none was. Take their ticks out, or open them one by one',
  },
  'tray.bulk.reason.people are shown':
    'The sender says that somebody can be recognised, and this kind asks nobody’s consent. Choose another kind for it',
  'tray.bulk.reason.nobody knows who is shown':
    'The sender is not sure whether somebody can be recognised. Open it and look',
  'tray.bulk.reason.nothing opens': 'The virus scanner refused its files. Throw it away, or ask for it again',
  'tray.bulk.reason.may lead to somebody':
    'Its words, or the name of a file, may lead to somebody. Open it: you are asked about it there',
  'tray.bulk.done': {
    one: 'It is on your shelf. Complete it when you have a minute.',
    other: '{count} pieces are on your shelf. Complete them when you have a minute.',
  },

  'tray.home': { one: 'Something waits in your tray', other: '{count} things wait in your tray' },
  'tray.home.text': 'Your branches sent it through a capture link. Nobody else sees it until you take it in.',
  'tray.home.button': 'Open the tray',
} as const
