export const organisationCoordinators = {
  'organisations.coordinator.title': 'Choose a coordinator for {name}',
  'organisations.coordinator.now': '{name} is the coordinator for this organisation.',
  'organisations.coordinator.now.none': 'This organisation has no coordinator.',
  'organisations.coordinator.lead':
    'The library and its panels can ask the coordinator for help. You can choose a different coordinator for each application. We will email the person you choose, unless it is you.',
  'organisations.coordinator.person': 'Coordinator',
  'organisations.coordinator.person.hint': 'Coordinators who are on this organisation’s team are not listed.',
  'organisations.coordinator.person.none': 'No one',
  'organisations.coordinator.person.none.hint':
    'The library and its panels will see our shared email address, unless an application has its own coordinator.',
  'organisations.coordinator.person.missing': 'Choose a coordinator from the list, or “No one”',
  'organisations.coordinator.button': 'Save',
  'organisations.coordinator.done': '{name} is now the coordinator for this organisation.',
  'organisations.coordinator.done.none': 'This organisation now has no coordinator.',
  'organisations.coordinator.row': 'Coordinator',
  'organisations.coordinator.row.none': 'Not chosen yet',
  'organisations.coordinator.change': 'Change',
  'organisations.coordinator.change.hidden': 'the coordinator',
  'organisations.coordinator.email': 'Email {name}',
  'event.organisation.coordinator_changed': 'The coordinator for the organisation was changed',
  'permission.organisation.choose_coordinator': 'Choose the coordinator for an organisation',
} as const
