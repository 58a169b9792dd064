export const revisions = {
  'revisions.link': 'Add a newer version',
  'revisions.title': 'Add a newer version',
  'revisions.lead':
    'It takes the place of “{name}” in this piece, in your search, and in whatever you hand in from now on.',
  'revisions.lead.kept': 'Nothing is lost: the older version is kept with its fingerprint.',
  'revisions.lead.shown':
    'Nothing is lost: the older version is kept with its fingerprint, and what you handed in goes on showing it.',
  'revisions.lead.redacted':
    'The charity sees a redacted version of this file. It sees nothing of the newer one until that has a redacted version of its own.',
  'revisions.file': 'The newer version',
  'revisions.file.hint': 'One file. It may be of another kind, such as a PDF instead of a DOCX.',
  'revisions.file.missing': 'Choose the newer version',
  'revisions.not_newest':
    'Somebody else changed this file meanwhile. Go back to the piece, and look at the newest version first',
  'revisions.full': 'This file has {most} versions, and no more are kept. Add the next one as a file of its own',
  'revisions.button': 'Add it',
  'revisions.done': '“{name}” is the newest version now.',
  'revisions.done.waits': '“{name}” takes its place as soon as it has been checked.',
  'revisions.done.shown': '{done} What was handed in goes on showing the one before.',
  'revisions.older': { one: '{count} older version', other: '{count} older versions' },
  'revisions.newest': 'The newest version.',
  'revisions.replaced': 'Replaced on {day}.',
  'revisions.handed_in': 'Shown in what you handed in.',
  'revisions.by': 'Added by {name}, {moment}.',
  'revisions.sha256': 'SHA-256',
  'revisions.older.charity': 'An older version. A newer one was handed in later.',
  'revisions.waits': 'A newer version of “{name}”, which stays in its place until this one has been checked.',
  'revisions.refused': '“{name}” stays in its place.',
  'revisions.wants_twin': 'Needs a redacted version',
  'revisions.wants_twin.text':
    'Another version of it has one, so the charity sees nothing of this one until it has one of its own.',
  'revisions.words_carried':
    'These are the words of the version before. Change them where this picture shows something else.',
  'revisions.removed_too': 'Its older versions go as well.',

  'event.evidence.file_revised': 'A newer version of a file was added',
} as const
