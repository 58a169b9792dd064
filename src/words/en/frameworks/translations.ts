/** Translations of the criteria of a published version. */
export const frameworkTranslations = {
  'translations.heading': 'Translations',
  'translations.none': 'This version has no translations. Everyone reads the criteria in English.',
  'translations.count': {
    one: '{done} of {count} line translated',
    other: '{done} of {count} lines translated',
  },
  'translations.saved': 'Saved on {when}',
  'translations.saved_by': 'Saved by {name} on {when}',
  'translations.read.link': 'Read',
  'translations.change.link': 'Change',
  'translations.add': 'Add a translation',
  'translations.language.cy': 'Welsh',
  'translations.language.gd': 'Scottish Gaelic',
  'translations.language.ga': 'Irish',
  'translations.language.ar': 'Arabic',
  'translations.language.fa': 'Farsi',
  'translations.language.so': 'Somali',
  'translations.language.ti': 'Tigrinya',
  'translations.language.uk': 'Ukrainian',

  'translations.title': '{language} translation',
  'translations.new': 'There is no {language} translation yet.',
  'translations.kept':
    'Where the English has not changed since {label}, the file already has the translation. Check it before you upload the file.',
  'translations.state': 'Status',
  'translations.last': 'Last change',
  'translations.partial':
    'You do not need to translate every line. Readers see the rest in English. The English text always applies.',
  'translations.download.heading': 'Download a file to translate',
  'translations.download.text':
    'The file contains the criteria in English, with a space below each line for the translation. Any translation that you have saved is already filled in.',
  'translations.download.link': 'Download the file to translate',
  'translations.upload.heading': 'Upload the translated file',
  'translations.upload.file': 'Translated YAML file',
  'translations.upload.hint':
    'Up to {size}. The file will replace the whole translation. You can check it before you save it.',
  'translations.upload.button': 'Check file',
  'translations.upload.missing': 'Choose the translated YAML file',
  'translations.stale':
    'Someone has changed this translation since you opened the page. Download the file again and add your changes to it',
  'translations.removal.heading': 'Remove the translation',
  'translations.removal.text':
    'Readers will see English instead. You cannot undo this. Download the file first if you may need the translation again.',
  'translations.removal.button': 'Remove the {language} translation',
  'translations.removed': 'The {language} translation has been removed',

  'translations.check.title': 'Check the {language} translation',
  'translations.check.titles': 'Titles as readers will see them',
  'translations.check.english': {
    one: '{count} item will be partly or fully in English: {codes}.',
    other: '{count} items will be partly or fully in English: {codes}.',
  },
  'translations.check.button': 'Save the translation',
  'translations.saved.done': 'The {language} translation has been saved',

  'translations.problem.not a map': 'Start the file with three lines: framework, version and language',
  'translations.problem.unknown key': 'We do not recognise the field {field}. Check its spelling',
  'translations.problem.other version':
    'Choose a file for version {version} of these criteria. This one is for a different version',
  'translations.problem.other language': 'Choose a file in {language}. This one is in a different language',
  'translations.problem.unknown id': '{id} is not in version {version}. Remove it, or correct the ID',
  'translations.problem.same id': 'Keep only one entry for {id}. The file has more than one',
  'translations.problem.missing id': 'Add {id}. Leave its lines empty if they are not translated',
  'translations.problem.evidence differs':
    'Translate every line of evidence for {id}, or leave them all empty. Keep the same number of lines',
  'translations.problem.nothing translated': 'Translate at least one line. All the translations in the file are empty',

  'translations.file.about': '{language} translation of {label}',
  'translations.file.how': 'Write each translation between the quotation marks below its English text.',
  'translations.file.empty':
    'To show a line in English, leave its translation empty. For each item, translate every line of evidence or none.',
  'translations.file.keep': 'Do not change the IDs, and do not remove entries.',

  'translations.read.criterion': 'Read this criterion in:',
  'translations.read.prerequisite': 'Read this prerequisite in:',
  'translations.read.looking ahead': 'Read this item in:',
  'translations.read.all': 'Read the criteria in:',
  'translations.note': 'This is a translation. If it differs from the English text, the English applies.',
  'translations.note.none': 'This text has not been translated yet, so you see it in English.',
  'translations.note.partial': 'Text without a translation is in English.',
  'translations.english': 'Read this in English',
  'event.framework.translated': 'A translation of the criteria was saved',
  'event.framework.translation_removed': 'A translation of the criteria was removed',
} as const
