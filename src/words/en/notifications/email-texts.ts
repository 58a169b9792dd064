/** What the service writes by e-mail. Nothing about people seeking sanctuary, no evidence, no reasons: those are on the page. */
export const letters = {
  'letters.greeting': 'Hello {name},',
  'letters.greeting.mailbox': 'Hello,',
  'letters.closing': 'With thanks for all you do,',
  'letters.signature': 'Library of Sanctuary',
  'letters.link': 'If the link does not open, copy this address into your browser:',
  'letters.text_link': '{label}:',
  'letters.footer': 'This letter was sent by the Library of Sanctuary service. Nobody reads replies to this address.',
  'letters.once': 'The link is for you alone. It works once, within {days} days of this letter.',
  'letters.open_application': 'Open the application',

  'letters.invitation.subject': 'You are invited to Library of Sanctuary',
  'letters.invitation.subject_library': 'You are invited to work on the Library of Sanctuary award of {organisation}',
  'letters.invitation.charity':
    'City of Sanctuary would like you to help with the Library of Sanctuary award, which libraries receive for welcoming people seeking sanctuary.',
  'letters.invitation.library':
    '{organisation} would like you to help with its Library of Sanctuary award. It shows how a library welcomes people seeking sanctuary.',
  'letters.invitation.as.lead':
    'You would be a lead: you look after the application, hand it in, and invite colleagues.',
  'letters.invitation.as.contributor':
    'You would be a contributor: you add what your library does and the evidence that shows it.',
  'letters.invitation.as.observer': 'You would be an observer: you can read everything and change nothing.',
  'letters.invitation.as.appraiser':
    'You would be an appraiser: now and then we would offer you a seat on a panel that reads one application.',
  'letters.invitation.as.trustee': 'You would act as a trustee: you decide on what a panel proposes.',
  'letters.invitation.as.coordinator':
    'You would be a coordinator: you run rounds, check applications and seat panels.',
  'letters.invitation.as.administrator': 'You would be an administrator: you look after people and their access.',
  'letters.invitation.unexpected': 'If you did not expect this, you need not do anything.',
  'letters.invitation.action': 'Accept the invitation',

  'letters.password_forgotten.subject': 'Choose a new password',
  'letters.password_forgotten.body':
    'Somebody, probably you, told us that the password for this address is forgotten. Here you can choose a new one.',
  'letters.password_forgotten.once': 'The link works once, within an hour of this letter.',
  'letters.password_forgotten.unexpected': 'If it was not you, you need not do anything: your password stays as it is.',
  'letters.password_forgotten.action': 'Choose a new password',
  'letters.password_changed.subject': 'Your password was changed',
  'letters.password_changed.body':
    'Your password was changed on {moment}. Everywhere else you were signed in, you have been signed out.',
  'letters.password_changed.unexpected': 'If it was not you, choose a new one now and tell the coordinator.',
  'letters.password_changed.action': 'Choose a new password',
  'letters.new_administrator.subject': 'A link for another administrator was made',
  'letters.new_administrator.body':
    'On {moment} somebody with access to the server made a one-time link for another administrator.',
  'letters.new_administrator.unexpected': 'If you do not know who did this and why, please find out today.',
  'letters.new_administrator.action': 'See who has access',

  'letters.submission_received.subject': 'Your application is handed in',
  'letters.submission_received.thanks': 'Thank you. {organisation} handed in its application on {moment}.',
  'letters.submission_received.receipt': 'Your receipt is number {receipt}.',
  'letters.submission_received.hash':
    'The fingerprint of what you handed in is {hash}. It proves that nothing was changed afterwards.',
  'letters.submission_received.next':
    'There is nothing you need to do now. We check that everything is there and write to you when a panel begins to read or when something is missing.',
  'letters.submission_received.action': 'See what you handed in',
  'letters.handed_in.subject': '{organisation} handed in its application',
  'letters.handed_in.body': '{organisation} handed in its application. It waits to be checked.',
  'letters.handed_in.next': 'Before you open it, you will be asked to declare whether you have a conflict of interest.',
  'letters.returned.subject': 'Your application needs a little more',
  'letters.returned.body':
    'We read the application of {organisation} and are giving it back, so that you can complete it. What is missing is written on its page.',
  'letters.returned.until': 'Please hand it in again by {day}.',
  'letters.returned.action': 'See what is missing',
  'letters.more_evidence.subject': 'The panel asks for more evidence',
  'letters.more_evidence.body':
    'The panel has read the application of {organisation} and asks for more evidence on some criteria. Which ones, and why, is written on its page. Everything else stays as it is.',
  'letters.more_evidence.until': 'Please hand it in by {day}.',
  'letters.more_evidence.action': 'See what the panel asks for',
  'letters.handed_in_again.subject': '{organisation} sent the evidence asked for',
  'letters.handed_in_again.body':
    '{organisation} handed in the evidence that the panel asked for. It waits to be taken up again.',
  'letters.on_hold.subject': 'Your application is on hold',
  'letters.on_hold.body': 'We have put the application of {organisation} on hold. The reason is written on its page.',
  'letters.on_hold.next': 'There is nothing you need to do. Every open date moves on by as long as the hold lasts.',
  'letters.goes_on.subject': 'Your application goes on',
  'letters.goes_on.body':
    'The hold on the application of {organisation} is over, and we are reading on. Open dates have moved on by its length.',
  'letters.withdrawn.subject': '{organisation} withdrew its application',
  'letters.withdrawn.body': '{organisation} withdrew its application. Nothing more needs to be read or decided.',
  'letters.closed.subject': 'Your application is closed',
  'letters.closed.body': 'The application of {organisation} is closed. The reason is written on its page.',
  'letters.closed.lapsed': 'The application of {organisation} is closed, because its award has lapsed.',
  'letters.closed.ended': 'The application of {organisation} is closed, because its award has ended.',
  'letters.closed.next': 'What you wrote stays with you, and you are welcome to begin again.',

  'letters.seat_offered.subject': 'A seat on a panel is offered to you',
  'letters.seat_offered.body':
    'We would like you to be one of the people who read the application of {organisation} for the Library of Sanctuary award.',
  'letters.seat_offered.next':
    'Open the link to see what it is about, and say yes or no. You can say no without giving a reason.',
  'letters.seat_offered.action': 'See the offer',
  'letters.panel_may_begin.subject': 'You can begin to read the application of {organisation}',
  'letters.panel_may_begin.body': 'The application of {organisation} is ready for the panel.',
  'letters.panel_may_begin.next':
    'First declare whether you have a conflict of interest, if you have not yet. Then read and judge each criterion on your own, in any order, on any day.',
  'letters.panel_may_begin.action': 'Begin to read',
  'letters.question_asked.subject': 'There is a question about your application',
  'letters.question_asked.body':
    'Those who read the application of {organisation} have a question. It is written on the page of questions, and you can answer it there.',
  'letters.question_asked.until': 'Please answer by {day}.',
  'letters.question_asked.action': 'Read the question and answer',
  'letters.question_answered.subject': '{organisation} answered a question',
  'letters.question_answered.body': '{organisation} answered a question about its application.',
  'letters.question_answered.action': 'Read the answer',

  'letters.proposal_waiting.subject': 'A proposal about {organisation} waits for a trustee',
  'letters.proposal_waiting.body':
    'The panel has put its proposal about {organisation} to the trustees. One trustee who has no conflict of interest decides on it.',
  'letters.proposal_waiting.next': 'You declare first, and then see the proposal and its reasons on one page.',
  'letters.proposal_waiting.action': 'Read the proposal',
  'letters.renewal_waiting.subject': 'The renewal of {organisation} waits for a trustee',
  'letters.renewal_waiting.body':
    'The renewal of {organisation} is checked, and nothing in it asks for a panel. One trustee who has no conflict of interest confirms it.',
  'letters.renewal_waiting.next': 'You declare first, and then see on one page what changed since last year.',
  'letters.renewal_waiting.action': 'Read the renewal',
  'letters.panel_wanted.subject': 'A panel is asked for to read the renewal of {organisation}',
  'letters.panel_wanted.body':
    'A trustee wants a panel to read the renewal of {organisation}. The reason is written on its page.',
  'letters.panel_wanted.next': 'Once the renewal is checked, seats can be offered.',
  'letters.sent_back.subject': 'The proposal about {organisation} came back',
  'letters.sent_back.body':
    'A trustee has sent the proposal about {organisation} back to the panel. The reason is written on its page.',
  'letters.sent_back.action': 'See the reason',
  'letters.letter_waiting.subject': 'The letter to {organisation} waits to be released',
  'letters.letter_waiting.body':
    'A trustee has decided on the application of {organisation}. The library learns of it when you release the letter.',
  'letters.letter_waiting.action': 'Read and release the letter',
  'letters.recommendation.action': 'See your recommendations',
  'letters.recommendation_closed.subject': 'A recommendation to {organisation} is closed',
  'letters.recommendation_closed.body':
    'City of Sanctuary has read how {organisation} answered a recommendation, and closed it. Thank you for keeping your promise.',
  'letters.recommendation_closed.next':
    'A note goes with it on your page of recommendations. There is nothing you need to do.',
  'letters.recommendation_kept.subject': 'A recommendation to {organisation} stays open',
  'letters.recommendation_kept.body':
    'City of Sanctuary has looked at a recommendation to {organisation}, and keeps it open for now.',
  'letters.recommendation_kept.next': 'A note on your page of recommendations says why, and what would help.',
  'letters.decision.subject': 'The decision on the application of {organisation}',
  'letters.decision.next':
    'You find this letter, the panel’s findings and what comes next on the page of your application.',
  'letters.decision.next.renewal': 'You find this letter and what comes next on the page of your renewal.',
  'letters.decision.action': 'See the decision',
  'letters.nudge.subject': 'The award of {organisation}: something waits for you',
  'letters.nudge.body':
    'This is a short reminder from the coordinator. Something about the Library of Sanctuary award of {organisation} waits for your library.',
  'letters.nudge.until': 'The award is valid until {day}.',
  'letters.nudge.overdue': 'The award ended on {day}. You can still renew it: it lapses on {lapses}.',
  'letters.nudge.suspended': 'The award is suspended, so it is not valid at the moment.',
  'letters.nudge.suspended.until':
    'The award is suspended, so it is not valid at the moment. Its term runs on to {day}.',
  'letters.nudge.suspended.overdue':
    'The award is suspended, and its term ended on {day}. You can still renew it: it lapses on {lapses}.',
  'letters.nudge.open': 'The award stays valid while we wait.',
  'letters.nudge.next':
    'What it is, and where you do it, stands on the page of the award. If you have done it already, thank you: you need not do anything more.',
  'letters.nudge.action': 'Open the award',
  'letters.date_moved.subject': 'Your application has a new date',
  'letters.date_moved.body':
    'We have given the application of {organisation} a new date. What we asked for stays as it is.',
  'letters.date_moved.until': 'Please hand it in by {day}.',
  'letters.award_begun.subject': '{organisation} is a Library of Sanctuary',
  'letters.award_begun.body': 'The award of {organisation} has begun. It is valid until {day}.',
  'letters.award_begun.code':
    'Its certificate has the code {code}. Everybody who knows the code can check that the award is real.',
  'letters.award_begun.next': 'We will remind you in good time before it needs to be renewed.',
  'letters.award_begun.action': 'See the award and its certificate',
} as const
