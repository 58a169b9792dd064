/** The original texts of everything that coordinators can edit, and the pages for editing them. */
export const wordings = {
  'wording.letter awarded.opening':
    'Dear {organisation} team,\n\nWe are delighted to write with good news. The panel read your application with care.',
  'wording.letter awarded.closing':
    'Thank you for everything that you and your colleagues do.\n\nKind regards,\nCity of Sanctuary',
  'wording.letter awarded with recommendations.opening':
    'Dear {organisation} team,\n\nWe are delighted to write with good news. The panel read your application with care.',
  'wording.letter awarded with recommendations.closing':
    'Thank you for everything that you and your colleagues do.\n\nKind regards,\nCity of Sanctuary',
  'wording.letter not yet.opening':
    'Dear {organisation} team,\n\nThank you for your application and for all the work that went into it.',
  'wording.letter not yet.closing':
    'We hope that this letter helps you with your next steps. If anything in it is unclear, please ask us.\n\nKind regards,\nCity of Sanctuary',
  'wording.letter renewed.opening':
    'Dear {organisation} team,\n\nThank you for renewing, and for continuing to welcome people.',
  'wording.letter renewed.closing':
    'Thank you for everything that you and your colleagues do.\n\nKind regards,\nCity of Sanctuary',
  'wording.letter renewed with recommendations.opening':
    'Dear {organisation} team,\n\nThank you for renewing, and for continuing to welcome people.',
  'wording.letter renewed with recommendations.closing':
    'Thank you for everything that you and your colleagues do.\n\nKind regards,\nCity of Sanctuary',
  'wording.award granted.opening': 'Congratulations. {organisation} now holds the Library of Sanctuary award.',
  'wording.award granted.closing': 'We will remind you before it is time to renew the award.',
  'wording.renewal open.opening': '{organisation} can now renew its Library of Sanctuary award.',
  'wording.renewal open.closing': '',
  'wording.award overdue.opening': '{organisation}’s renewal is overdue.',
  'wording.award overdue.closing':
    'If it is difficult for you to renew the award, please tell the coordinator. We would like to help.',
  'wording.award extended.opening': 'We have extended {organisation}’s Library of Sanctuary award.',
  'wording.award extended.closing': '',
  'wording.manual reminder.opening':
    'This is a reminder from the coordinator. Please check what you need to do about {organisation}’s Library of Sanctuary award.',
  'wording.manual reminder.closing':
    'The award page says what to do. If you have already done this, thank you. You do not need to do anything more.',
  'wording.reminders.opening': '',
  'wording.reminders.closing': '',

  'wordings.name.letter awarded': 'Decision letter: awarded',
  'wordings.name.letter awarded with recommendations': 'Decision letter: awarded with recommendations',
  'wordings.name.letter not yet': 'Decision letter: not yet',
  'wordings.name.letter renewed': 'Decision letter: light renewal confirmed',
  'wordings.name.letter renewed with recommendations': 'Decision letter: light renewal confirmed, with recommendations',
  'wordings.name.award granted': 'Email: award granted',
  'wordings.name.renewal open': 'Email: time to renew',
  'wordings.name.award overdue': 'Email: renewal overdue',
  'wordings.name.award extended': 'Email: award extended',
  'wordings.name.manual reminder': 'Email: reminder from a coordinator',
  'wordings.name.reminders': 'Email: morning reminders',

  'wordings.link': 'Edit the standard text of decision letters and emails',
  'wordings.title': 'Decision letters and emails',
  'wordings.lead':
    'Edit the opening and closing of City of Sanctuary’s decision letters, and of some emails. The text in between is fixed.',
  'wordings.table.letters': 'Decision letters',
  'wordings.table.emails': 'Emails',
  'wordings.table.name': 'Name',
  'wordings.table.text': 'Text',
  'wordings.table.changed': 'Changed',
  'wordings.unchanged_yet': 'Never',
  'wordings.ours': 'Standard text',
  'wordings.version': 'Version {number}',
  'wordings.changed': '{day}, by {name}',
  'wordings.opening': 'Opening',
  'wordings.closing': 'Closing',
  'wordings.fields': 'Merge fields',
  'wordings.fields.lead': 'We replace each merge field with the library’s own details:',
  'wordings.fields.none': 'This email has no merge fields.',
  'wordings.field.organisation': '{field}: the name of the organisation (required)',
  'wordings.field.place': '{field}: the organisation’s town or area',
  'wordings.field.number': '{field}: the application number',
  'wordings.field.day.letter': '{field}: the date of the decision',
  'wordings.field.day.email': '{field}: the last day the award is valid',
  'wordings.fixed.letter':
    'Between the opening and the closing, a decision letter always states the outcome, dates, branches, recommendations and what happens next.',
  'wordings.fixed.email': 'Between the opening and the closing, the email always gives the main facts, such as dates.',
  'wordings.readers.reminders':
    'Everyone who gets morning reminders reads this text: libraries, panels, trustees and coordinators.',
  'wordings.save': 'Save as a new version',
  'wordings.saved':
    'The new text has been saved. We will use it in decision letters and emails that are written from now on.',
  'wordings.unchanged': 'Nothing changed, so no new version was saved.',
  'wordings.reset': 'Use the standard text again',
  'wordings.reset.done': 'The standard text is in use again. The earlier versions are below.',
  'wordings.stale': 'Someone else has saved a new version',
  'wordings.stale.text': 'Your text is below. Save it to make it the next version.',
  'wordings.problem.unknown': 'You cannot use {field} in this text. Use a merge field from the list',
  'wordings.problem.braces': 'Put curly brackets around each merge field, like this: {field}',
  'wordings.problem.missing': 'Include {field} in the opening or the closing',
  'wordings.preview': 'Preview',
  'wordings.preview.none':
    'You cannot preview this yet, because there is no application or award that you can read. To read an application, make your declaration first.',
  'wordings.preview.case': 'Organisation for the preview',
  'wordings.preview.case.missing': 'Choose an organisation for the preview',
  'wordings.preview.show': 'Show preview',
  'wordings.preview.unsaved': 'Your text has not been saved yet.',
  'wordings.preview.lead': 'This is what {organisation} would read today. You cannot edit the marked paragraphs.',
  'wordings.versions': 'Versions',
  'wordings.versions.none': 'No one has changed the standard text.',
  'wordings.versions.ours': 'Version {number}: back to the standard text',

  'event.wording.changed': 'The text of a decision letter or email was changed',
  'event.wording.reset': 'A decision letter or email was changed back to the standard text',
} as const
