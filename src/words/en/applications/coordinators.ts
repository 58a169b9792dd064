export const coordinators = {
  'coordinators.title': 'Change the coordinator',
  'coordinators.now': '{name} is the coordinator for this application.',
  'coordinators.now.none': 'This application has no coordinator yet.',
  'coordinators.now.organisation':
    '{name} is the coordinator for {organisation}. They coordinate this application too, unless you choose someone else.',
  'coordinators.lead':
    'The library and the panel can ask the coordinator for help. We will email the new coordinator, unless that is you.',
  'coordinators.nobody':
    'No coordinator is available. Each one has a conflict of interest, is on the panel or helps a member, has a role at this library, or has no active account.',
  'coordinators.person': 'Coordinator',
  'coordinators.person.hint':
    'We do not list people who have a conflict of interest, a seat on the panel or a role at this library.',
  'coordinators.person.you': '{name} (you)',
  'coordinators.person.missing': 'Choose a coordinator from the list',
  'coordinators.button': 'Save',
  'coordinators.done': '{name} is now the coordinator for this application.',
  'coordinators.row': 'Coordinator',
  'coordinators.row.none': 'Not chosen yet',
  'coordinators.change': 'Change',
  'coordinators.change.hidden': 'the coordinator',
  'coordinators.contact': 'Email {name}, your coordinator',
  'coordinators.contact.shared': 'Email City of Sanctuary',
  'event.application.coordinator_changed': 'The coordinator for the application was changed',
  'permission.application.change_coordinator': 'Choose the coordinator for an application',
} as const
