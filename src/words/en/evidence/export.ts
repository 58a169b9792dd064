export const evidenceExport = {
  'export.title': 'Download evidence',
  'export.lead': 'Download all your evidence, or only part of it, as a ZIP file. You can open it on any computer.',
  'export.lead.chosen': 'Download the selected evidence as a ZIP file. Files will keep their names.',
  'export.consent':
    'The download leaves out evidence if someone in it has not given consent, or their consent is no longer valid.',
  'export.share': 'Check the download before you share it',
  'export.share.all': 'If you download all your evidence, it includes {contents}.',
  'export.share.chosen': 'The download includes {contents}.',
  'export.share.index': 'Use the index in the ZIP file to find the files and evidence to check.',
  'export.share.to_redact': {
    one: '{count} file that needs a redacted copy',
    other: '{count} files that need a redacted copy',
  },
  'export.share.originals': {
    one: '{count} original file that has a redacted copy',
    other: '{count} original files that have redacted copies',
  },
  'export.share.restricted': {
    one: '{count} item of restricted evidence',
    other: '{count} items of restricted evidence',
  },
  'export.share.consents': 'a list of consents, which can name people',
  'export.details': 'What is in the download',
  'export.contents':
    'The download contains your notes, your links and all versions of the files that you can open. It also has an index to read (index.html), one for spreadsheets (index.csv) and a list of your partners (partners.csv). Anyone can use the SHA-256 codes in an index to check that the files have not changed.',
  'export.records':
    'If you download all your evidence, you also get lists of your targets (targets.csv) and regular evidence (regular-evidence.csv).',
  'export.records.consents':
    'If you download all your evidence, you also get lists of your consents (consents.csv), targets (targets.csv) and regular evidence (regular-evidence.csv).',
  'export.applications':
    'You can download each application as a ZIP file too. Open the application and choose “Print or download the application”.',
  'export.restricted': 'The download leaves out restricted evidence that you cannot open.',
  'export.log': 'We record who downloads which evidence.',
  'export.stays': 'This page will not change when the download starts. Look for the file in your downloads folder.',
  'export.password': 'Your password',
  'export.password.hint': 'We ask for your password again to protect your evidence',
  'export.password.missing': 'Enter your password',
  'export.too_many': 'You have downloaded evidence {max} times in an hour. Try again later',
  'export.button': 'Download evidence',
  'export.file': 'evidence-{day}.zip',
} as const
