export const declarations = {
  'declarations.title': 'Your declaration',
  'declarations.lead':
    'Tell us whether you have a conflict of interest. We cannot show you the application until you have told us.',
  'declarations.organisation': 'Organisation',
  'declarations.what': 'What is a conflict of interest?',
  'declarations.what.works':
    'You have a conflict if you or someone close to you works or volunteers for this library, or recently did. It also counts if either of you has applied for a job there.',
  'declarations.what.helped':
    'You also have a conflict if you helped with this application, or if the decision could affect your own organisation.',
  'declarations.what.unsure':
    'Knowing someone there slightly is not a conflict. If you are not sure, declare a conflict.',
  'declarations.conflict': 'Do you have a conflict of interest?',
  'declarations.conflict.hint': 'If you have a conflict, you will not see this application or take any part in it.',
  'declarations.conflict.missing': 'Choose whether you have a conflict of interest',
  'declarations.conflict.no': 'No, I have no conflict',
  'declarations.conflict.yes': 'Yes, I have a conflict',
  'declarations.reason': 'If you have a conflict, what is it?',
  'declarations.reason.hint':
    'One sentence is enough. We keep it with the application, but do not show it in the history.',
  'declarations.reason.missing': 'Describe the conflict of interest',
  'declarations.independent': 'Are you independent of this library?',
  'declarations.independent.hint':
    'You are independent if the library does not employ or contract you, and you are not helping with this application.',
  'declarations.independent.yes': 'Yes, I am independent',
  'declarations.independent.no': 'No, I am not independent',
  'declarations.independent.missing': 'Choose whether you are independent of this library',
  'declarations.button': 'Declare',
  'declarations.independent.button': 'Save',
  'declarations.already': 'You have declared that you have no conflict of interest.',
  'declarations.later': 'Do you now have a conflict of interest?',
  'declarations.later.text':
    'If you declare a conflict, you will no longer see this application. If you have a seat on its panel, the seat will become free and your findings will not count. You cannot undo this yourself. If it was a mistake, ask a coordinator to remove the conflict.',
  'declarations.later.reason': 'What is the conflict?',
  'declarations.later.button': 'Declare a conflict',
  'declarations.done': 'Thank you. You have declared that you have no conflict of interest.',
  'declarations.done.conflict': 'Thank you for telling us. You cannot see {organisation}’s application.',
  'declarations.done.independence': 'Thank you. Your declaration is complete.',
  'declarations.link': 'Declare a conflict of interest',
  'declarations.lift.title': 'Remove a conflict declared by mistake',
  'declarations.lift.link': 'Remove a conflict that was declared by mistake',
  'declarations.lift.lead':
    'Only remove a conflict if the person tells you that they chose the wrong answer. They must make a new declaration before they can see the application.',
  'declarations.lift.effect.seat':
    'If the person had a seat on the panel, they do not get it back. You can offer them a seat again.',
  'declarations.lift.effect.email':
    'We will email the person, unless they were a panel member. A panel member will find out when you offer them a seat again. We will not tell the library.',
  'declarations.lift.effect.undo': 'The person can declare a conflict again at any time.',
  'declarations.lift.none': 'There are no conflicts to remove.',
  'declarations.lift.person': 'Whose conflict was declared by mistake?',
  'declarations.lift.person.missing': 'Choose a person',
  'declarations.lift.since': 'Declared on {day}',
  'declarations.lift.reason': 'Reason',
  'declarations.lift.reason.hint': 'We keep your reason with the application, but do not show it in the history.',
  'declarations.lift.reason.missing': 'Enter the reason',
  'declarations.lift.button': 'Remove the conflict',
  'declarations.lift.done': 'The conflict has been removed.',
  'emails.coordinator_wanted.subject': 'No coordinator can take on {organisation}’s application',
  'emails.coordinator_wanted.body':
    'No coordinator can take on {organisation}’s application, so a trustee needs to. If you have not made your declaration yet, do that first.',
  'emails.coordinator_wanted.action': 'Open the application',
  'emails.not_independent.subject': 'A member of the panel for {organisation} is not independent',
  'emails.not_independent.body':
    'A seat on the panel for {organisation} is marked as independent, but its member says that they are not independent of the library.',
  'emails.not_independent.next': 'The panel may need another member who is independent.',
  'emails.late_conflict.subject': 'A conflict of interest affects the decision on {organisation}’s application',
  'emails.late_conflict.body':
    'Someone who decided on {organisation}’s application, or was on its panel, now has a conflict of interest. They have declared one or joined the library’s team. We will not release the decision letter until a coordinator does so, even if a release time was set.',
  'emails.late_conflict.next': 'Release the decision letter, or ask a trustee to reverse the decision.',
  'emails.conflict_lifted.subject': 'Please make a new declaration for {organisation}’s application',
  'emails.conflict_lifted.body':
    'A coordinator has removed the conflict of interest that you declared by mistake on {organisation}’s application. You can see the application again once you have made a new declaration.',
  'emails.conflict_lifted.action': 'Make your declaration',

  // The history never shows what a person declared or why.
  'event.declaration.made': 'A declaration of interest was made',
  'event.declaration.changed': 'A declaration of interest was made',
  'event.declaration.lifted': 'A declaration of interest was changed',
  'event.declaration.independence': 'A declaration of interest was made',
  'event.seat.set_aside': 'A seat became free',
} as const
