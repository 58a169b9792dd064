/** Versions of the criteria as YAML files. */
export const frameworkImports = {
  'frameworks.schema.link': 'Download the schema for criteria files (YAML)',
  'frameworks.import.title': 'Import version {version} from a file',
  'frameworks.import.lead': 'The file will replace everything in this draft. You can check the changes first.',
  'frameworks.import.file': 'YAML file',
  'frameworks.import.hint': 'Up to {size}. To make the file, download this draft and edit it.',
  'frameworks.import.button': 'Check file',
  'frameworks.import.missing': 'Choose a YAML file',
  'frameworks.import.too_large': 'Choose a file that is {size} or smaller',
  'frameworks.import.stale':
    'Someone has changed the draft since you chose the file. Choose the file again to see what would change',
  'frameworks.import.wrong': {
    one: 'Correct {count} problem in the file, then choose the file again',
    other: 'Correct {count} problems in the file, then choose the file again',
  },
  'frameworks.import.problems': 'Problems in the file',
  'frameworks.import.line': 'Line {line}: {text}',
  'frameworks.import.syntax': 'Correct the YAML. {message}',
  'frameworks.import.not text': 'Save the file as plain text in UTF-8',
  'frameworks.import.too deep': 'The file has too many levels. Use fewer levels',
  'frameworks.import.alias': 'Write the text out in full. Anchors (&) and aliases (*) are not allowed',
  'frameworks.import.tag': 'Remove the YAML tag, which starts with !',
  'frameworks.import.several documents': 'Put only one version in the file. Remove the line “---”',
  'frameworks.import.not a map': 'Start the file with three lines: framework, stream and version',
  'frameworks.import.other framework':
    'This file is for a different stream. Choose a file for the stream of this draft',
  'frameworks.import.field.missing': 'Add {field}',
  'frameworks.import.field.unknown key': 'We do not recognise the field {field}. Check its spelling',
  'frameworks.import.field.wrong': 'Correct {field}',
  'frameworks.import.field.too long': 'Shorten {field}',
  'frameworks.import.not_one_of': 'For {field}, use one of these: {choices}',
  'frameworks.import.name_taken':
    'There is already a version called {name}. Change “version” in the file, then choose the file again',
  'frameworks.import.check.title': 'Check what the file will change',
  'frameworks.import.check.lead': {
    one: 'The file has {count} item. Items that differ from the draft: {changed}.',
    other: 'The file has {count} items. Items that differ from the draft: {changed}.',
  },
  'frameworks.import.check.button': 'Replace the draft',
  'frameworks.import.done': 'The file has replaced the draft',
} as const
