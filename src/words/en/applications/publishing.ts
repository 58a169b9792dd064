/** Publishing a version of the criteria, and previewing it on a library's pages. */
export const publishing = {
  'frameworks.publish.title': 'Publish version {version}',
  'frameworks.publish.warning':
    'You cannot undo this. Once version {version} is published, no one can change its criteria. You can draft another version.',
  'frameworks.publish.does': 'What will happen',
  'frameworks.publish.moving.count': { one: '{count} application', other: '{count} applications' },
  'frameworks.publish.moving': 'Applications with nothing filled in will use version {version}',
  'frameworks.publish.staying.count': { one: '{count} application', other: '{count} applications' },
  'frameworks.publish.staying': 'Other applications under way will keep version {version} or an earlier one',
  'frameworks.publish.staying.all': 'Applications under way will keep version {version} or an earlier one',
  'frameworks.publish.rounds.count': { one: '{count} round', other: '{count} rounds' },
  'frameworks.publish.rounds': 'New applications in open and future rounds will use version {version}',
  'frameworks.publish.awards.count': { one: '{count} award', other: '{count} awards' },
  'frameworks.publish.awards':
    'The version used for the decision will still apply. The next renewal will use version {version}',
  'frameworks.publish.reminders':
    'Awards decided under version {version}, or recorded after you publish it, will use the changed schedule. Current award periods will keep theirs.',
  'frameworks.publish.certificates': 'Certificates',
  'frameworks.publish.certificates.text': 'Certificates for awards made under these criteria will show “{label}”',
  'frameworks.publish.translations': 'Translations',
  'frameworks.publish.translations.text':
    'Version {version} will be in English only until you upload its translations: {languages}',
  'frameworks.publish.emails': 'Emails',
  'frameworks.publish.emails.none': 'None',
  'frameworks.publish.read': 'I have read what libraries will see in version {version}',
  'frameworks.publish.read.missing': 'Read what libraries will see, then tick the box',
  'frameworks.publish.agreed': 'When did the trustees agree to this version?',
  'frameworks.publish.agreed.hint': 'We keep this date and your name in the history.',
  'frameworks.publish.agreed.missing': 'Enter the date the trustees agreed',
  'frameworks.publish.agreed.future': 'The date the trustees agreed must be today or in the past',
  'frameworks.publish.password': 'We need your password again because you cannot undo publishing',
  'frameworks.publish.button': 'Publish version {version}',
  'frameworks.publish.done.no_drafts': 'Version {version} has been published.',
  'frameworks.publish.done': {
    one: 'Version {version} has been published. It now applies to {count} application that has nothing saved in it.',
    other:
      'Version {version} has been published. It now applies to {count} applications that have nothing saved in them.',
  },
  'frameworks.publish.already': '{name} has already published version {version}. You do not need to do anything',
  'frameworks.publish.changed':
    'Someone has changed the draft since you opened this page. Read it again before you publish',
  'frameworks.publish.problems': 'Correct the problems listed above before you publish',
  'frameworks.publish.mapping': {
    one: 'Confirm {count} row of the mapping',
    other: 'Confirm {count} rows of the mapping',
  },
  'frameworks.preview.title': '{label}: what libraries will see',
  'frameworks.preview.notice': 'This is a preview. Nothing here can be saved.',
  'frameworks.preview.organisation': 'Your library',
  'frameworks.preview.kinds': 'Kind of application',
  'frameworks.preview.answer': 'The library writes its answer here.',
  'applications.tasks.new_version':
    'The criteria have changed. City of Sanctuary published {label} on {day}, after you started. No one had saved anything in your draft, so it now uses the new criteria.',
  'renewal.mapped.narrower': 'This criterion asks for less than {codes} did last time.',
  'renewal.mapped.wider': 'This criterion asks for more than {codes} did last time.',
  'renewal.mapped.split': 'This criterion was part of {codes} last time.',
  'renewal.mapped.merged': 'This criterion combines {codes} from last time.',
  'frameworks.try.title': 'Try the mapping with a library’s answers',
  'frameworks.try.lead':
    'You can choose an organisation if you can read all its decided applications. We show only codes and numbers.',
  'frameworks.try.none': 'There are no organisations to choose from yet.',
  'frameworks.try.organisation': 'Organisation',
  'frameworks.try.choose': 'Choose an organisation',
  'frameworks.try.button': 'Preview',
  'frameworks.try.sentence': {
    one: '{name}’s next full reappraisal would ask for {count} answer. We would carry over {carried}. The criterion has changed for {check} of those carried over.',
    other:
      '{name}’s next full reappraisal would ask for {count} answers. We would carry over {carried}. The criteria have changed for {check} of those carried over.',
  },
  'frameworks.try.table': 'Answers that {name} would start with',
  'frameworks.try.column.text': 'Answer',
  'frameworks.try.column.evidence': 'Evidence',
  'frameworks.try.text.carried': 'Carried over',
  'frameworks.try.text.empty': 'Empty',
  'frameworks.try.left': {
    one: '{count} answer would not be carried over: {codes}. It would stay in the history.',
    other: '{count} answers would not be carried over: {codes}. They would stay in the history.',
  },
  'event.application.new_version': 'Application moved to a new version of the criteria',
} as const
