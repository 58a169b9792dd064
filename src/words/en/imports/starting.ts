export const importStarting = {
  'imports.starting.title': 'Switch on emails',
  'imports.starting.what.1':
    'Until you switch on emails for an imported organisation, we will not send it reminders. We will also not email it about its awards, its evidence inbox or viruses in its files. We always email people about applications that their library has started, for example about questions and decisions.',
  'imports.starting.what.2':
    'Teams and shared mailboxes will get reminders from the morning after you switch on emails. If several reminders about the same date are already due, we will send only the latest.',
  'imports.starting.what.3':
    'Switching on emails does not invite anyone. We will not email an imported shared mailbox until someone enters it on the organisation’s page, under “Change details”.',
  'imports.starting.none': 'Emails are switched on for all open organisations.',
  'imports.starting.caption': 'Organisations with emails switched off',
  'imports.starting.pick': 'Choose',
  'imports.starting.column.leads': 'Leads',
  'imports.starting.column.award': 'Award valid until',
  'imports.starting.column.mailbox': 'Imported shared mailbox',
  'imports.starting.leads': { one: '{count} lead', other: '{count} leads' },
  'imports.starting.no_lead': 'No lead: reminders go to coordinators',
  'imports.starting.no_award': 'No award',
  'imports.starting.missing': 'Choose at least one organisation',
  'imports.starting.unknown': 'Choose organisations from the list',
  'imports.starting.button': 'Switch on emails',
  'imports.starting.done': {
    one: '{count} organisation will now get emails',
    other: '{count} organisations will now get emails',
  },
  'event.organisation.emails_started': 'Emails were switched on for the organisation',
  'imports.people.title': 'Invite people',
  'imports.people.lead':
    'We have not emailed these people yet, or their invitation has expired. Choose who to invite. After they accept, they may need approval before they can open anything.',
  'imports.people.none': 'There is no one left to invite.',
  'imports.people.caption': 'People to invite',
  'imports.people.pick': 'Choose',
  'imports.people.column.name': 'Name',
  'imports.people.column.email': 'Email address',
  'imports.people.column.role': 'Role',
  'imports.people.missing': 'Choose at least one person',
  'imports.people.preview': 'Preview of the invitation email',
  'imports.people.preview.subject': 'Subject: {subject}',
  'imports.people.preview.button': 'Button: {label}',
  'imports.people.limit': 'You can invite up to {most} people a day.',
  'imports.people.button': 'Send invitations',
  'imports.people.done': { one: 'We will email {count} invitation', other: 'We will email {count} invitations' },
  'imports.people.invited.contributor':
    '{email} has already been invited to join {organisation} as a contributor. Cancel that invitation first',
  'imports.people.invited.observer':
    '{email} has already been invited to join {organisation} as an observer. Cancel that invitation first',
  'imports.people.next': 'Next page',
} as const
