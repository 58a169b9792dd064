export const fileVersions = {
  'versions.link': 'Add a newer version',
  'versions.title': 'Add a newer version',
  'versions.lead':
    'It takes the place of “{name}” in this piece, in your search, and in whatever you hand in from now on.',
  'versions.lead.kept': 'Nothing is lost: the older version is kept with its fingerprint.',
  'versions.lead.shown':
    'Nothing is lost: the older version is kept with its fingerprint, and what you handed in goes on showing it.',
  'versions.lead.redacted':
    'The charity sees a redacted version of this file. It sees nothing of the newer one until that has a redacted version of its own.',
  'versions.file': 'The newer version',
  'versions.file.hint': 'One file. It may be of another kind, such as a PDF instead of a DOCX.',
  'versions.file.missing': 'Choose the newer version',
  'versions.not_newest':
    'Somebody else changed this file meanwhile. Go back to the piece, and look at the newest version first',
  'versions.full': 'This file has {most} versions, and no more are kept. Add the next one as a file of its own',
  'versions.button': 'Add it',
  'versions.done': '“{name}” is the newest version now.',
  'versions.done.waits': '“{name}” takes its place as soon as it has been checked.',
  'versions.done.shown': '{done} What was handed in goes on showing the one before.',
  'versions.older': { one: '{count} older version', other: '{count} older versions' },
  'versions.newest': 'The newest version.',
  'versions.replaced': 'Replaced on {day}.',
  'versions.is_submitted': 'Shown in what you handed in.',
  'versions.by': 'Added by {name}, {moment}.',
  'versions.sha256': 'SHA-256',
  'versions.older.charity': 'An older version. A newer one was handed in later.',
  'versions.waits': 'A newer version of “{name}”, which stays in its place until this one has been checked.',
  'versions.refused': '“{name}” stays in its place.',
  'versions.wants_twin': 'Needs a redacted version',
  'versions.wants_twin.text':
    'Another version of it has one, so the charity sees nothing of this one until it has one of its own.',
  'versions.words_carried':
    'These are the words of the version before. Change them where this picture shows something else.',
  'versions.removed_too': 'Its older versions go as well.',

  'event.evidence.file_revised': 'A newer version of a file was added',
} as const
