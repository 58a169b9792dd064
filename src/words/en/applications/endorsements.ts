export const endorsements = {
  'endorsements.title': 'Endorsement by a local group',
  'endorsements.lead':
    'Ask your local City of Sanctuary group, or a refugee network, to endorse your application. They can answer on a private page, without an account.',
  'endorsements.lead.read':
    'Your local City of Sanctuary group, or a refugee network, can endorse your application. They answer on a private page, without an account.',
  'endorsements.back': '{title} ({code})',
  'endorsements.none': 'Your library has not asked any groups for an endorsement yet.',
  'endorsements.asked.heading': 'Groups you have asked for an endorsement',
  'endorsements.ask': 'Ask for an endorsement',
  'endorsements.see': 'See or ask for endorsements',
  'endorsements.block.lead':
    'Ask your local group to endorse your application. We will email them a private link. You can attach a letter as evidence instead.',
  'endorsements.partner': 'Group to ask',
  'endorsements.partner.hint': 'Choose one of your partners, or “Another group”.',
  'endorsements.partner.other': 'Another group',
  'endorsements.partner.gone':
    'The partner you chose is no longer in the list. Choose another partner, or enter another group',
  'endorsements.group.other': 'Name of the other group',
  'endorsements.group.both': 'Delete the group’s name, or choose “Another group” above',
  'endorsements.group': 'Name of the group',
  'endorsements.group.hint': 'For example, “Ashcombe City of Sanctuary”.',
  'endorsements.group.missing': 'Enter the name of the group',
  'endorsements.email': 'Your contact’s email address',
  'endorsements.email.missing': 'Enter your contact’s email address',
  'endorsements.email.own': 'Enter the email address of someone outside your library. This one belongs to your library',
  'endorsements.email.asked':
    'You have already sent a request to this address. Send that request again, or cancel it and ask again',
  'endorsements.too_many':
    'You already have {most} requests waiting for an answer, which is the limit. Cancel one, then ask again',
  'endorsements.too_many_asked':
    'You have sent {most} requests, which is the limit. Attach a letter from the group as evidence instead',
  'endorsements.limit':
    'We cannot send any more requests to this address, or from your library, today. Send this one tomorrow',
  'endorsements.found':
    'The text that the group will read contains {found}. Before you send the request, delete anything that could identify someone.',
  'endorsements.shared.heading': 'What the group will read',
  'endorsements.shared.lead': 'The group will see only the details below, not your evidence.',
  'endorsements.shared.pledge': 'Pledge',
  'endorsements.shared.scope': 'Branches in the application',
  'endorsements.shared.plan': 'Plan',
  'endorsements.shared.target': '{body} (by {day})',
  'endorsements.shared.nothing': 'The library has not written anything here yet.',
  'endorsements.ask.button': 'Send request',
  'endorsements.ask.done':
    'We will email {group}. The link in the email will work for 14 days, or until you submit your application, if that is sooner.',
  'endorsements.letter': 'No email address? Attach a letter from the group as evidence instead.',
  'endorsements.again': 'Send request again',
  'endorsements.cancel': 'Cancel request',
  'endorsements.cancel.done': 'Request to {group} cancelled. The link no longer works.',
  'endorsements.asked': '{name} asked {email} for an endorsement on {day}.',
  'endorsements.undelivered': 'Check the address. If {email} is wrong, cancel this request and ask again.',
  'endorsements.unsent': 'The email has not been sent yet.',
  'endorsements.until': 'The link works until {day}, or until you submit your application, if that is sooner.',
  'endorsements.closed': 'The group’s link no longer works.',
  'endorsements.by': '{name}, {role}, {day}',
  'endorsements.status.waiting': 'Waiting for an answer',
  'endorsements.status.undelivered': 'The email was not delivered',
  'endorsements.status.expired': 'The link has expired. Send the request again',
  'endorsements.status.closed': 'Not answered',
  'endorsements.status.cancelled': 'Cancelled',
  'endorsements.status.endorsed': 'Endorsed',
  'endorsements.status.not yet': 'Not endorsed yet',
  'endorsements.read.endorsed': '{group} endorsed this application on {day}. {name}, {role}, answered for the group.',
  'endorsements.read.not yet':
    'On {day}, {group} said that it could not endorse this application yet. {name}, {role}, answered for the group.',

  'endorsing.title': 'Endorse a library’s application',
  'endorsing.lead':
    '{organisation} is applying for the Library of Sanctuary award. It has asked {group} to endorse its application.',
  'endorsing.shared': 'What the library shares with you',
  'endorsing.answer': 'Does your group endorse this application?',
  'endorsing.answer.missing': 'Choose whether your group endorses the application',
  'endorsing.answer.endorsed': 'Yes, we endorse {organisation}’s application',
  'endorsing.answer.not yet': 'No, we cannot endorse {organisation}’s application yet',
  'endorsing.words': 'What would you like to say?',
  'endorsing.words.hint':
    'Optional if you endorse the application. If you cannot endorse it yet, say what is missing. Please do not name people seeking sanctuary.',
  'endorsing.words.missing': 'Say what the library needs to do before you can endorse its application',
  'endorsing.name': 'Your name',
  'endorsing.name.missing': 'Enter your name',
  'endorsing.role': 'Your role in the group',
  'endorsing.role.hint': 'For example, “chair” or “trustee”.',
  'endorsing.role.missing': 'Enter your role in the group',
  'endorsing.confirmed': 'I am answering on behalf of {group}, and I do not work for {organisation}',
  'endorsing.confirmed.missing':
    'Tick the box to confirm that you are answering on behalf of the group and do not work for the library',
  'endorsing.stale': 'The library has changed what it shares. Read it again, then send your answer',
  'endorsing.used':
    'The library, City of Sanctuary and its panel can read your answer, with your name and role. You can answer only once.',
  'endorsing.button': 'Send answer',
  'endorsing.thanks.title': 'Thank you',
  'endorsing.thanks.text': 'Your answer has been sent to the library.',
  'endorsing.thanks.next': 'You do not need to do anything else. You can close this page.',
  'endorsing.over.title': 'This link does not work',
  'endorsing.over.text':
    'The link may have been used or cancelled. It stops working after 14 days, or when the library submits its application. If you have not answered yet, contact the library.',
  'endorsing.over.thanks': 'If you have answered, thank you. The library has your answer.',
  'endorsing.over.link': 'About Library of Sanctuary',

  'emails.endorsement_asked.subject': '{organisation} has asked for your endorsement',
  'emails.endorsement_asked.body':
    '{organisation} is applying for the Library of Sanctuary award. It has asked your group to endorse its application.',
  'emails.endorsement_asked.how':
    'Please read the library’s pledge and plan, then send your answer. It takes about 5 minutes, and you do not need an account.',
  'emails.endorsement_asked.once':
    'The link works for {days} days, or until someone answers or the library submits its application.',
  'emails.endorsement_asked.unexpected': 'If you did not expect this email, you can ignore it.',
  'emails.endorsement_asked.action': 'Read and answer',
  'emails.endorsement_answered.subject': 'A local group has replied to your endorsement request',
  'emails.endorsement_answered.body':
    'A local group has answered {organisation}’s request for an endorsement. You can read the answer now.',
  'emails.endorsement_answered.action': 'Read the answer',

  'event.application.endorsement_asked': 'Endorsement request sent to a local group',
  'event.application.endorsement_asked_again': 'Endorsement request sent again',
  'event.application.endorsement_cancelled': 'Endorsement request cancelled',
  'event.application.endorsement_answered': 'Endorsement request answered by a local group',
} as const
