export const fileVersions = {
  'versions.link': 'Add a new version',
  'versions.title': 'Add a new version',
  'versions.lead': 'The new version will replace “{name}” in your evidence and in anything you submit later.',
  'versions.lead.kept': 'We will keep the older version.',
  'versions.lead.shown': 'We will keep the older version. Applications you have already submitted will not change.',
  'versions.lead.redacted':
    'City of Sanctuary, the panel and your observers see a redacted copy of this file. They will not see the new version until you make a redacted copy of that version too.',
  'versions.file': 'New version',
  'versions.file.hint': 'The new version can be another type of file, for example a PDF instead of a Word document.',
  'versions.file.missing': 'Choose a file',
  'versions.not_newest':
    'This file has changed or been removed since you opened the page. Go back to the evidence and check it first',
  'versions.full': 'A file can have up to {most} versions. Add this version as a new file',
  'versions.button': 'Add version',
  'versions.done': '“{name}” is now the latest version',
  'versions.done.waits': '“{name}” will be the latest version once we have checked it for viruses',
  'versions.done.redact': '“{name}” will be the latest version once it has a redacted copy',
  'versions.done.shown': '{done}. Applications you have already submitted will not change.',
  'versions.older': { one: '{count} older version', other: '{count} older versions' },
  'versions.newest': 'Latest version.',
  'versions.replaced': 'Replaced on {day}.',
  'versions.is_submitted': 'Part of an application you have submitted.',
  'versions.by': 'Added by {name} on {moment}.',
  'versions.sha256': 'SHA-256',
  'versions.older.charity': 'This is an older version. The library has since submitted a newer one.',
  'versions.waits': 'New version of “{name}”. We will use it once we have checked it for viruses.',
  'versions.refused': '“{name}” is still the latest version.',
  'versions.needs_redacted_copy': 'Needs a redacted copy',
  'versions.needs_redacted_copy.text':
    'An earlier version has a redacted copy. City of Sanctuary, the panel and your observers cannot see this version until it has one too.',
  'versions.description_carried':
    'This description is from the previous version. Check that it still describes this picture.',
  'versions.removed_too': 'We will remove the older versions of this file too.',

  'event.evidence.file_revised': 'New version of a file added',
} as const
