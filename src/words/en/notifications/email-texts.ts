/**
 * The emails that the service sends. They contain no evidence, no reasons and nothing about people seeking sanctuary,
 * which are only on the linked pages.
 */
export const emails = {
  'emails.greeting': 'Hello {name},',
  'emails.greeting.mailbox': 'Hello,',
  'emails.sent_again': 'We first tried to send this email on {day}. Things may have changed since then.',
  'emails.closing': 'With thanks,',
  'emails.signature': 'City of Sanctuary',
  'emails.link': 'If the link does not work, copy this address into your browser:',
  'emails.text_link': '{label}:',
  'emails.footer': 'Sent by the Library of Sanctuary service. We do not read replies to this address.',
  'emails.link_works_once': 'The link is only for you. You can use it once. It expires after {days} days.',
  'emails.open_application': 'Open the application',

  'emails.invitation.subject': 'You are invited to help with the Library of Sanctuary award',
  'emails.invitation.subject_library': 'You are invited to work on {organisation}’s Library of Sanctuary award',
  'emails.invitation.charity':
    'City of Sanctuary has invited you to help with the Library of Sanctuary award. Libraries receive it for welcoming people seeking sanctuary.',
  'emails.invitation.library_charity':
    'City of Sanctuary has invited you to work on {organisation}’s Library of Sanctuary award. City of Sanctuary runs the award.',
  'emails.invitation.library':
    '{organisation} has invited you to work on its Library of Sanctuary award. Libraries receive it for welcoming people seeking sanctuary.',
  'emails.invitation.as.lead':
    'You would be a lead. Leads look after the application, submit it and invite colleagues.',
  'emails.invitation.as.contributor': 'You would be a contributor. Contributors write answers and add evidence.',
  'emails.invitation.as.observer':
    'You would be an observer. Observers read applications and evidence, except restricted evidence. They can sign off applications, but cannot change them.',
  'emails.invitation.as.appraiser':
    'You would be an appraiser. From time to time we would offer you a seat on a panel that reads one application.',
  'emails.invitation.as.helper':
    'You would help a panel member to read one application, for example as an interpreter.',
  'emails.invitation.as.trustee': 'You would be a trustee. Trustees decide on applications for the award.',
  'emails.invitation.as.coordinator':
    'You would be a coordinator. Coordinators run rounds, check applications and set up panels.',
  'emails.invitation.as.administrator':
    'You would be an administrator. Administrators look after people and their access.',
  'emails.invitation.unexpected': 'If you did not expect this email, you can ignore it.',
  'emails.invitation.action': 'Accept the invitation',

  'emails.sign_in_link.subject': 'Your sign-in link',
  'emails.sign_in_link.body': 'Someone asked for a link to sign in with this email address.',
  'emails.sign_in_link.once': 'You can use the link once. It expires after 15 minutes.',
  'emails.sign_in_link.unexpected':
    'If you did not ask for the link, you can ignore this email. Do not send the link to anyone.',
  'emails.sign_in_link.action': 'Sign in',
  'emails.password_forgotten.subject': 'Choose a new password',
  'emails.password_forgotten.body':
    'Someone asked for a new password for this email address. If it was you, follow the link to choose one.',
  'emails.password_forgotten.once': 'You can use the link once. It expires after 1 hour.',
  'emails.password_forgotten.unexpected':
    'If it was not you, you can ignore this email. Your password has not changed.',
  'emails.password_forgotten.action': 'Choose a new password',
  'emails.password_changed.subject': 'Your password was changed',
  'emails.password_changed.body':
    'Your password was changed on {moment}. To protect your account, we have signed you out in all other browsers.',
  'emails.password_changed.unexpected':
    'If you did not change your password, choose a new one now and tell City of Sanctuary.',
  'emails.password_changed.action': 'Choose a new password',
  'emails.new_administrator.subject': 'Someone created a link to add an administrator',
  'emails.new_administrator.body':
    'On {moment}, someone with access to the server created a one-time link to add another administrator.',
  'emails.new_administrator.unexpected':
    'If you do not know who created this link, check straight away who has access.',
  'emails.new_administrator.action': 'See who has access',

  'emails.submission_received.subject': 'We have received your application',
  'emails.submission_received.thanks': 'Thank you. {organisation} submitted its application on {moment}.',
  'emails.submission_received.receipt': 'Your receipt number is {receipt}.',
  'emails.submission_received.hash':
    'The checksum of your application is {hash}. It is a code that proves what you submitted.',
  'emails.submission_received.next':
    'You do not need to do anything now. We will email you if something is missing or we have a question, and when there is a decision.',
  'emails.submission_received.action': 'See what you submitted',
  'emails.application_submitted.subject': '{organisation} has submitted its application',
  'emails.application_submitted.body': '{organisation} has submitted its application. Please check it.',
  'emails.application_submitted.next':
    'Before you open it, we will ask whether you have a conflict of interest, unless you have already told us.',
  'emails.returned.subject': 'Please submit your application again by {day}',
  'emails.returned.body':
    'We have read {organisation}’s application and returned it, because something is missing. The application page says what to add.',
  'emails.returned.until': 'Please submit the application again by {day}.',
  'emails.returned.action': 'See what is missing',
  'emails.more_evidence.subject': 'Please submit more evidence by {day}',
  'emails.more_evidence.body':
    'The panel has read {organisation}’s application and needs more evidence for some criteria. The application page says which ones, and why. Nothing else needs to change.',
  'emails.more_evidence.until': 'Please submit the evidence by {day}.',
  'emails.more_evidence.action': 'See what the panel needs',
  'emails.more_evidence_submitted.subject': '{organisation} has submitted more evidence',
  'emails.more_evidence_submitted.body':
    '{organisation} has submitted the evidence that the panel asked for. Please send the evidence to the panel.',
  'emails.on_hold.subject': 'Your application is on hold',
  'emails.on_hold.body': 'We have put {organisation}’s application on hold. The application page says why.',
  'emails.on_hold.next': 'You do not need to do anything. We will extend any deadlines by the same time.',
  'emails.off_hold.subject': 'Your application is no longer on hold',
  'emails.off_hold.body': '{organisation}’s application is no longer on hold.',
  'emails.off_hold.dates': 'We have extended your deadlines by the time your application was on hold.',
  'emails.withdrawn.subject': '{organisation} has withdrawn its application',
  'emails.withdrawn.body': '{organisation} has withdrawn its application. You do not need to do anything.',
  'emails.closed.subject': 'We have closed your application',
  'emails.closed.body': 'We have closed {organisation}’s application. The application page says why.',
  'emails.closed.lapsed': 'We have closed {organisation}’s application because its award has lapsed.',
  'emails.closed.ended': 'We have closed {organisation}’s application because its award has ended.',
  'emails.closed.next': 'You can still read everything that you wrote. You are welcome to apply again.',

  'emails.seat_offered.subject': 'Would you like to join a panel for the Library of Sanctuary award?',
  'emails.seat_offered.body':
    'We would like to offer you a seat on a Library of Sanctuary panel. The panel will read {organisation}’s application for the award.',
  'emails.seat_offered.next':
    'Follow the link to read more, and to accept or decline. You can decline without giving a reason.',
  'emails.seat_offered.action': 'See the offer',
  'emails.panel_may_begin.subject': 'You can now read {organisation}’s application',
  'emails.panel_may_begin.body': '{organisation}’s application is ready for the panel.',
  'emails.panel_may_begin.next':
    'First tell us whether you have a conflict of interest, unless you have already told us. Then read the answers in any order, and give your own finding on each criterion.',
  'emails.panel_may_begin.action': 'Start reading',
  'emails.panel_may_continue.subject': 'Please check your findings on {organisation}’s application',
  'emails.panel_may_continue.answered':
    '{organisation} has submitted more evidence. The application is with the panel again.',
  'emails.panel_may_continue.unanswered':
    '{organisation} did not submit more evidence by the deadline. The application is with the panel again.',
  'emails.panel_may_continue.next':
    'The criteria that the panel asked about are marked in your list. Check your finding on each of them. Then give your findings again, even if you change nothing.',
  'emails.panel_may_continue.others': 'Your findings on other criteria stay the same.',
  'emails.panel_may_continue.action': 'Check your findings',
  'emails.question_asked.subject': 'Please reply to a question about your application by {day}',
  'emails.question_asked.body':
    'We have a question about {organisation}’s application. You can read it and reply on the questions page.',
  'emails.question_asked.until': 'Please reply by {day}.',
  'emails.question_asked.action': 'Read and reply',
  'emails.question_answered.subject': '{organisation} has replied to a question',
  'emails.question_answered.body': '{organisation} has replied to a question about its application.',
  'emails.question_answered.action': 'Read the reply',
  'emails.question_expired.subject': '{organisation} has not replied to a question',
  'emails.question_expired.body':
    '{organisation} did not reply to a question about its application by the due date. The question is now closed.',
  'emails.question_expired.next': 'You can continue without a reply, or ask again.',
  'emails.question_expired.later': 'You can ask again once the application is back with the panel.',
  'emails.question_expired.action': 'See the question',

  'emails.proposal_waiting.subject': 'The proposal for {organisation} needs a trustee’s decision',
  'emails.proposal_waiting.body':
    'The panel has sent the trustees its proposal for {organisation}. One trustee without a conflict of interest needs to decide on it.',
  'emails.proposal_waiting.next':
    'We will first ask whether you have a conflict of interest, unless you have already told us. You will then see the proposal and its reasons on one page.',
  'emails.proposal_waiting.action': 'Read the proposal',
  'emails.renewal_waiting.subject': '{organisation}’s renewal needs a trustee’s decision',
  'emails.renewal_waiting.body':
    'We have checked {organisation}’s renewal, and it does not need a panel. One trustee without a conflict of interest needs to confirm it.',
  'emails.renewal_waiting.next':
    'We will first ask whether you have a conflict of interest, unless you have already told us. You will then see, on one page, what has changed since last time.',
  'emails.renewal_waiting.action': 'Read the renewal',
  'emails.panel_wanted.subject': 'A trustee would like a panel to read {organisation}’s renewal',
  'emails.panel_wanted.body':
    'A trustee would like a panel to read {organisation}’s renewal. The renewal page says why.',
  'emails.panel_wanted.next':
    'If the renewal has not been checked yet, check it first. You can then offer seats on the panel.',
  'emails.seat_offer_expired.subject': 'A seat offer for {organisation}’s panel has expired',
  'emails.seat_offer_expired.body':
    'Someone did not reply to our offer of a seat on the panel for {organisation} within 14 days. The seat is free again.',
  'emails.seat_offer_expired.next': 'Send the offer again, or offer the seat to someone else.',
  'emails.seat_declined.subject': 'Someone has declined a seat on the panel for {organisation}',
  'emails.seat_declined.body': 'Someone has declined our offer of a seat on the panel for {organisation}.',
  'emails.seat_declined.next': 'Please offer the seat to someone else.',
  'emails.coordinator_changed.subject': 'You are now the coordinator for {organisation}’s application',
  'emails.coordinator_changed.body':
    'A colleague has made you the coordinator for {organisation}’s application. The library and the panel will contact you when they need help.',
  'emails.organisation_coordinator.subject': 'You are now the coordinator for {organisation}',
  'emails.organisation_coordinator.body':
    'A colleague has made you the coordinator for {organisation}. The library and its panels will contact you when they need help.',
  'emails.organisation_coordinator.action': 'Open the organisation',
  'emails.helper_recorded.subject': 'Help a panel member to read {organisation}’s application',
  'emails.helper_recorded.body':
    'We have added you as a helper for a panel member who is reading {organisation}’s application.',
  'emails.helper_recorded.next': 'Before you can read anything, declare whether you have a conflict of interest.',
  'emails.helper_recorded.action': 'Make your declaration',
  'emails.replacement_suggested.subject': 'Someone has suggested a new panel member for {organisation}’s application',
  'emails.replacement_suggested.body':
    'Someone has declined a seat on the panel for {organisation}, and suggested another person.',
  'emails.meeting.place': 'Place: {place}',
  'emails.meeting.link': 'You can join online. The link is on the meeting page.',
  'emails.meeting.libraries': {
    one: 'The panel will discuss the application from {libraries}.',
    other: 'The panel will discuss applications from {libraries}.',
  },
  'emails.meeting.action': 'Open the meeting',
  'emails.meeting.entry': 'Library of Sanctuary panel meeting',
  'emails.meeting.entry.body': 'The agenda is on the meeting page.',
  'emails.meeting_called.subject': 'Panel meeting on {day}',
  'emails.meeting_called.body':
    'You are invited to a panel meeting on {day} at {time}. Open the attached file to add it to your calendar.',
  'emails.meeting_changed.subject': 'Your panel meeting on {day} has changed',
  'emails.meeting_changed.body':
    'We have changed your panel meeting. It is now on {day} at {time}. Open the attached file to update your calendar.',
  'emails.meeting_soon.subject': 'Reminder: panel meeting on {day}',
  'emails.meeting_soon.body': 'Your panel meeting is on {day} at {time}.',
  'emails.meeting_cancelled.subject': 'You no longer need to attend the panel meeting on {day}',
  'emails.meeting_cancelled.body':
    'The panel meeting on {day} at {time} has been cancelled, or you are no longer part of it. Open the attached file to remove it from your calendar.',
  'emails.meeting_cancelled.next': 'You do not need to do anything else.',
  'emails.seat_withdrawn.subject': 'We have withdrawn your seat on a panel',
  'emails.seat_withdrawn.offer.subject': 'We have withdrawn our offer of a seat on a panel',
  'emails.seat_withdrawn.body':
    'We have withdrawn your seat on the panel for {organisation}. You can no longer open its application.',
  'emails.seat_withdrawn.offer':
    'We have withdrawn our offer of a seat on the panel for {organisation}. The link in the offer no longer works.',
  'emails.seat_withdrawn.next': 'You do not need to do anything. Thank you for your time.',
  'emails.seat_withdrawn.action': 'See your appraisals',
  'emails.all_findings_in.subject': 'Everyone has given their findings on {organisation}’s application',
  'emails.all_findings_in.body': 'Everyone on the panel for {organisation} has given their findings.',
  'emails.all_findings_in.next': 'You can now compare the findings and record what the panel agrees.',
  'emails.all_findings_in.action': 'Compare the findings',
  'emails.appraisal_stopped.subject': 'You no longer need to read {organisation}’s application',
  'emails.appraisal_stopped.body': '{organisation}’s application has been withdrawn or closed.',
  'emails.panel_member_left.subject': 'A seat on the panel for {organisation} is vacant',
  'emails.panel_member_left.body':
    'Someone can no longer be on the panel for {organisation}. They no longer have a role with us, have joined the library’s team, or have a conflict of interest. We have withdrawn their seat or our offer of one.',
  'emails.panel_member_left.next':
    'Please offer the seat to someone else. We have kept any findings that this person gave.',
  'emails.panel_member_left.action': 'Open the panel',
  'emails.proposal_sent_back.subject': 'A trustee has sent back the proposal for {organisation}',
  'emails.proposal_sent_back.body':
    'A trustee has sent the proposal for {organisation} back to the panel. The proposal page says why.',
  'emails.proposal_sent_back.action': 'See the reason',
  'emails.decision_letter_waiting.subject': 'The decision letter to {organisation} is ready to release',
  'emails.decision_letter_waiting.body':
    'A trustee has decided on {organisation}’s application. The library will not see the decision until you release the decision letter.',
  'emails.decision_letter_waiting.action': 'Read and release the decision letter',
  'emails.decision_reversed.subject': 'The decision on {organisation}’s application has been reversed',
  'emails.decision_reversed.body':
    'A trustee reversed the decision on {organisation}’s application before the decision letter was released. A trustee can now make a new decision.',
  'emails.correction_asked.subject': 'Please answer a request to correct the decision on {organisation}',
  'emails.correction_asked.body':
    'A coordinator has asked for a correction to the decision on {organisation}’s application. A trustee without a conflict of interest needs to answer.',
  'emails.correction_asked.action': 'Read and answer the request',
  'emails.correction_refused.subject': 'The decision on {organisation}’s application will not be corrected',
  'emails.correction_refused.body':
    'A trustee has read the request to correct the decision on {organisation}’s application. The decision stays as it is. The correction page says why.',
  'emails.correction_refused.action': 'Read the answer',
  'emails.review_asked.subject': '{organisation} has asked us to review our decision',
  'emails.review_asked.body': '{organisation} has asked us to review the decision on its application.',
  'emails.review_asked.next': 'A trustee who did not make the decision needs to answer the request.',
  'emails.review_received.subject': 'We have received your request for a review',
  'emails.review_received.body':
    '{organisation} has asked us to review the decision on its application. A trustee who did not make the decision will read your reasons.',
  'emails.review_received.next':
    'The decision still applies unless we make a new one. You do not need to do anything now.',
  'emails.review_received.action': 'See your request',
  'emails.review_answered.subject': 'Our answer to {organisation}’s request for a review',
  'emails.review_answered.body':
    'A trustee has reviewed the decision on {organisation}’s application. The decision stays as it is. The review page says why.',
  'emails.review_answered.action': 'Read the answer',
  'emails.reopened.subject': '{organisation}’s application has been reopened',
  'emails.reopened.body': 'A trustee has reopened {organisation}’s application. We will make a new decision.',
  'emails.reopened.next': 'The current decision applies until you get the new one. You do not need to do anything now.',
  'emails.recommendation.action': 'See your recommendations',
  'emails.recommendation_closed.subject': 'We have closed a recommendation for {organisation}',
  'emails.recommendation_closed.body':
    'Thank you. We have read {organisation}’s response to a recommendation, and closed the recommendation.',
  'emails.recommendation_closed.next':
    'There is a note about it on your recommendations page. You do not need to do anything.',
  'emails.recommendation_kept.subject': 'We have kept a recommendation for {organisation} open',
  'emails.recommendation_kept.body':
    'We have read {organisation}’s response to a recommendation. The recommendation stays open for now.',
  'emails.recommendation_kept.next': 'A note on your recommendations page says why, and what would help.',
  'emails.decision.subject': 'The decision on {organisation}’s application',
  'emails.decision.next':
    'Go to your application page to see this decision letter, the panel’s findings and what happens next.',
  'emails.decision.next.renewal': 'Go to your renewal page to see this decision letter and what happens next.',
  'emails.decision.action': 'See the decision',
  'emails.manual_reminder.subject': 'Reminder about {organisation}’s award',
  'emails.manual_reminder.until': 'The award is valid until {day}.',
  'emails.manual_reminder.overdue':
    'The award was valid until {day}. You can still renew it until it lapses on {lapses}.',
  'emails.manual_reminder.with_us': 'The award was valid until {day}. It is not valid while we decide on the renewal.',
  'emails.manual_reminder.suspended': 'The award is suspended, so it is not valid at the moment.',
  'emails.manual_reminder.suspended.until':
    'The award is suspended, so it is not valid at the moment. Its award period ends on {day}.',
  'emails.manual_reminder.suspended.overdue':
    'The award is suspended, and its award period ended on {day}. You can still renew it until it lapses on {lapses}.',
  'emails.manual_reminder.lapsed':
    'The award has lapsed, so it is not valid. You can get it back with a full reappraisal.',
  'emails.manual_reminder.open': 'The award stays valid until we decide on the renewal.',
  'emails.manual_reminder.action': 'Open the award',
  'emails.round_extended.subject': 'You have more time: submit your application by {day}',
  'emails.round_extended.body':
    'You now have more time to submit {organisation}’s application for {round}. Your application page says why.',
  'emails.round_extended.until': 'Submit your application by 5pm on {day}.',
  'emails.date_moved.subject': 'Your application has a new deadline: {day}',
  'emails.date_moved.body':
    'We have changed the deadline for {organisation}’s application. Your application page says why. You still need to do what we asked.',
  'emails.date_moved.until': 'The new deadline is {day}.',
  'emails.award_granted.subject': '{organisation} is now a Library of Sanctuary',
  'emails.award_granted.until': 'The award is valid until {day}.',
  'emails.award_granted.code': 'The certificate code is {code}. Anyone who has the code can check the award.',
  'emails.award_granted.action': 'See the award and its certificate',
} as const
