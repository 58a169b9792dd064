/**
 * What the service writes by e-mail. Nothing about people seeking sanctuary, no evidence, no reasons: those are on the
 * page.
 */
export const emails = {
  'emails.greeting': 'Hello {name},',
  'emails.greeting.mailbox': 'Hello,',
  'emails.closing': 'With thanks for all you do,',
  'emails.signature': 'Library of Sanctuary',
  'emails.link': 'If the link does not open, copy this address into your browser:',
  'emails.text_link': '{label}:',
  'emails.footer': 'This letter was sent by the Library of Sanctuary service. Nobody reads replies to this address.',
  'emails.once': 'The link is for you alone. It works once, within {days} days of this letter.',
  'emails.open_application': 'Open the application',

  'emails.invitation.subject': 'You are invited to Library of Sanctuary',
  'emails.invitation.subject_library': 'You are invited to work on the Library of Sanctuary award of {organisation}',
  'emails.invitation.charity':
    'City of Sanctuary would like you to help with the Library of Sanctuary award, which libraries receive for welcoming people seeking sanctuary.',
  'emails.invitation.library':
    '{organisation} would like you to help with its Library of Sanctuary award. It shows how a library welcomes people seeking sanctuary.',
  'emails.invitation.as.lead':
    'You would be a lead: you look after the application, hand it in, and invite colleagues.',
  'emails.invitation.as.contributor':
    'You would be a contributor: you add what your library does and the evidence that shows it.',
  'emails.invitation.as.observer': 'You would be an observer: you can read everything and change nothing.',
  'emails.invitation.as.appraiser':
    'You would be an appraiser: now and then we would offer you a seat on a panel that reads one application.',
  'emails.invitation.as.trustee': 'You would act as a trustee: you decide on what a panel proposes.',
  'emails.invitation.as.coordinator': 'You would be a coordinator: you run rounds, check applications and seat panels.',
  'emails.invitation.as.administrator': 'You would be an administrator: you look after people and their access.',
  'emails.invitation.unexpected': 'If you did not expect this, you need not do anything.',
  'emails.invitation.action': 'Accept the invitation',

  'emails.password_forgotten.subject': 'Choose a new password',
  'emails.password_forgotten.body':
    'Somebody, probably you, told us that the password for this address is forgotten. Here you can choose a new one.',
  'emails.password_forgotten.once': 'The link works once, within an hour of this letter.',
  'emails.password_forgotten.unexpected': 'If it was not you, you need not do anything: your password stays as it is.',
  'emails.password_forgotten.action': 'Choose a new password',
  'emails.password_changed.subject': 'Your password was changed',
  'emails.password_changed.body':
    'Your password was changed on {moment}. Everywhere else you were signed in, you have been signed out.',
  'emails.password_changed.unexpected': 'If it was not you, choose a new one now and tell the coordinator.',
  'emails.password_changed.action': 'Choose a new password',
  'emails.new_administrator.subject': 'A link for another administrator was made',
  'emails.new_administrator.body':
    'On {moment} somebody with access to the server made a one-time link for another administrator.',
  'emails.new_administrator.unexpected': 'If you do not know who did this and why, please find out today.',
  'emails.new_administrator.action': 'See who has access',

  'emails.submission_received.subject': 'Your application is handed in',
  'emails.submission_received.thanks': 'Thank you. {organisation} handed in its application on {moment}.',
  'emails.submission_received.receipt': 'Your receipt is number {receipt}.',
  'emails.submission_received.hash':
    'The fingerprint of what you handed in is {hash}. It proves that nothing was changed afterwards.',
  'emails.submission_received.next':
    'There is nothing you need to do now. We check that everything is there and write to you when a panel begins to read or when something is missing.',
  'emails.submission_received.action': 'See what you handed in',
  'emails.is_submitted.subject': '{organisation} handed in its application',
  'emails.is_submitted.body': '{organisation} handed in its application. It waits to be checked.',
  'emails.is_submitted.next':
    'Before you open it, you will be asked to declare whether you have a conflict of interest.',
  'emails.returned.subject': 'Your application needs a little more',
  'emails.returned.body':
    'We read the application of {organisation} and are giving it back, so that you can complete it. What is missing is written on its page.',
  'emails.returned.until': 'Please hand it in again by {day}.',
  'emails.returned.action': 'See what is missing',
  'emails.more_evidence.subject': 'The panel asks for more evidence',
  'emails.more_evidence.body':
    'The panel has read the application of {organisation} and asks for more evidence on some criteria. Which ones, and why, is written on its page. Everything else stays as it is.',
  'emails.more_evidence.until': 'Please hand it in by {day}.',
  'emails.more_evidence.action': 'See what the panel asks for',
  'emails.submitted_again.subject': '{organisation} sent the evidence asked for',
  'emails.submitted_again.body':
    '{organisation} handed in the evidence that the panel asked for. It waits to be taken up again.',
  'emails.on_hold.subject': 'Your application is on hold',
  'emails.on_hold.body': 'We have put the application of {organisation} on hold. The reason is written on its page.',
  'emails.on_hold.next': 'There is nothing you need to do. Every open date moves on by as long as the hold lasts.',
  'emails.goes_on.subject': 'Your application goes on',
  'emails.goes_on.body':
    'The hold on the application of {organisation} is over, and we are reading on. Open dates have moved on by its length.',
  'emails.withdrawn.subject': '{organisation} withdrew its application',
  'emails.withdrawn.body': '{organisation} withdrew its application. Nothing more needs to be read or decided.',
  'emails.closed.subject': 'Your application is closed',
  'emails.closed.body': 'The application of {organisation} is closed. The reason is written on its page.',
  'emails.closed.lapsed': 'The application of {organisation} is closed, because its award has lapsed.',
  'emails.closed.ended': 'The application of {organisation} is closed, because its award has ended.',
  'emails.closed.next': 'What you wrote stays with you, and you are welcome to begin again.',

  'emails.seat_offered.subject': 'A seat on a panel is offered to you',
  'emails.seat_offered.body':
    'We would like you to be one of the people who read the application of {organisation} for the Library of Sanctuary award.',
  'emails.seat_offered.next':
    'Open the link to see what it is about, and say yes or no. You can say no without giving a reason.',
  'emails.seat_offered.action': 'See the offer',
  'emails.panel_may_begin.subject': 'You can begin to read the application of {organisation}',
  'emails.panel_may_begin.body': 'The application of {organisation} is ready for the panel.',
  'emails.panel_may_begin.next':
    'First declare whether you have a conflict of interest, if you have not yet. Then read and judge each criterion on your own, in any order, on any day.',
  'emails.panel_may_begin.action': 'Begin to read',
  'emails.question_asked.subject': 'There is a question about your application',
  'emails.question_asked.body':
    'Those who read the application of {organisation} have a question. It is written on the page of questions, and you can answer it there.',
  'emails.question_asked.until': 'Please answer by {day}.',
  'emails.question_asked.action': 'Read the question and answer',
  'emails.question_answered.subject': '{organisation} answered a question',
  'emails.question_answered.body': '{organisation} answered a question about its application.',
  'emails.question_answered.action': 'Read the answer',

  'emails.proposal_waiting.subject': 'A proposal about {organisation} waits for a trustee',
  'emails.proposal_waiting.body':
    'The panel has put its proposal about {organisation} to the trustees. One trustee who has no conflict of interest decides on it.',
  'emails.proposal_waiting.next': 'You declare first, and then see the proposal and its reasons on one page.',
  'emails.proposal_waiting.action': 'Read the proposal',
  'emails.renewal_waiting.subject': 'The renewal of {organisation} waits for a trustee',
  'emails.renewal_waiting.body':
    'The renewal of {organisation} is checked, and nothing in it asks for a panel. One trustee who has no conflict of interest confirms it.',
  'emails.renewal_waiting.next': 'You declare first, and then see on one page what changed since last year.',
  'emails.renewal_waiting.action': 'Read the renewal',
  'emails.panel_wanted.subject': 'A panel is asked for to read the renewal of {organisation}',
  'emails.panel_wanted.body':
    'A trustee wants a panel to read the renewal of {organisation}. The reason is written on its page.',
  'emails.panel_wanted.next': 'Once the renewal is checked, seats can be offered.',
  'emails.sent_back.subject': 'The proposal about {organisation} came back',
  'emails.sent_back.body':
    'A trustee has sent the proposal about {organisation} back to the panel. The reason is written on its page.',
  'emails.sent_back.action': 'See the reason',
  'emails.decision_letter_waiting.subject': 'The letter to {organisation} waits to be released',
  'emails.decision_letter_waiting.body':
    'A trustee has decided on the application of {organisation}. The library learns of it when you release the letter.',
  'emails.decision_letter_waiting.action': 'Read and release the letter',
  'emails.recommendation.action': 'See your recommendations',
  'emails.recommendation_closed.subject': 'A recommendation to {organisation} is closed',
  'emails.recommendation_closed.body':
    'City of Sanctuary has read how {organisation} answered a recommendation, and closed it. Thank you for keeping your promise.',
  'emails.recommendation_closed.next':
    'A note goes with it on your page of recommendations. There is nothing you need to do.',
  'emails.recommendation_kept.subject': 'A recommendation to {organisation} stays open',
  'emails.recommendation_kept.body':
    'City of Sanctuary has looked at a recommendation to {organisation}, and keeps it open for now.',
  'emails.recommendation_kept.next': 'A note on your page of recommendations says why, and what would help.',
  'emails.decision.subject': 'The decision on the application of {organisation}',
  'emails.decision.next':
    'You find this letter, the panel’s findings and what comes next on the page of your application.',
  'emails.decision.next.renewal': 'You find this letter and what comes next on the page of your renewal.',
  'emails.decision.action': 'See the decision',
  'emails.manual_reminder.subject': 'The award of {organisation}: something waits for you',
  'emails.manual_reminder.body':
    'This is a short reminder from the coordinator. Something about the Library of Sanctuary award of {organisation} waits for your library.',
  'emails.manual_reminder.until': 'The award is valid until {day}.',
  'emails.manual_reminder.overdue': 'The award ended on {day}. You can still renew it: it lapses on {lapses}.',
  'emails.manual_reminder.suspended': 'The award is suspended, so it is not valid at the moment.',
  'emails.manual_reminder.suspended.until':
    'The award is suspended, so it is not valid at the moment. Its term runs on to {day}.',
  'emails.manual_reminder.suspended.overdue':
    'The award is suspended, and its term ended on {day}. You can still renew it: it lapses on {lapses}.',
  'emails.manual_reminder.open': 'The award stays valid while we wait.',
  'emails.manual_reminder.next':
    'What it is, and where you do it, stands on the page of the award. If you have done it already, thank you: you need not do anything more.',
  'emails.manual_reminder.action': 'Open the award',
  'emails.date_moved.subject': 'Your application has a new date',
  'emails.date_moved.body':
    'We have given the application of {organisation} a new date. What we asked for stays as it is.',
  'emails.date_moved.until': 'Please hand it in by {day}.',
  'emails.award_begun.subject': '{organisation} is a Library of Sanctuary',
  'emails.award_begun.body': 'The award of {organisation} has begun. It is valid until {day}.',
  'emails.award_begun.code':
    'Its certificate has the code {code}. Everybody who knows the code can check that the award is real.',
  'emails.award_begun.next': 'We will remind you in good time before it needs to be renewed.',
  'emails.award_begun.action': 'See the award and its certificate',
} as const
