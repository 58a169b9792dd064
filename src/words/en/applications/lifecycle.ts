// Every status, move and guard of applications and awards. `status` is for staff, `status_own` for the library.
export const lifecycle = {
  'application.kind.first': 'First application',
  'application.kind.renewal': 'Renewal',
  'application.kind.reappraisal': 'Full reappraisal',

  'application.status.draft': 'Draft',
  'application.status.submitted': 'Submitted',
  'application.status.returned': 'Returned',
  'application.status.checked': 'Checked',
  'application.status.with the panel': 'With the panel',
  'application.status.more evidence asked': 'More evidence requested',
  'application.status.resubmitted': 'Submitted again',
  'application.status.with a trustee': 'With a trustee',
  'application.status.decided': 'Decided',
  'application.status.on hold': 'On hold',
  'application.status.withdrawn': 'Withdrawn',

  'application.status_own.draft': 'Being written',
  'application.status_own.submitted': 'Submitted',
  'application.status_own.returned': 'Returned to you',
  'application.status_own.checked': 'Checked, waiting for City of Sanctuary',
  'application.status_own.with the panel': 'Being read by the panel',
  'application.status_own.more evidence asked': 'More evidence requested',
  'application.status_own.resubmitted': 'Submitted again',
  'application.status_own.with a trustee': 'Being decided',
  'application.status_own.decided': 'Decided',
  'application.status_own.on hold': 'On hold',
  'application.status_own.withdrawn': 'Withdrawn',

  'application.move.start': 'Start an application',
  'application.move.submit': 'Submit',
  'application.move.check': 'Mark as checked',
  'application.move.return': 'Return application',
  'application.move.confirm': 'Confirm the renewal',
  'application.move.seat': 'Pass to the panel',
  'application.move.askMore': 'Ask for more evidence',
  'application.move.resubmit': 'Submit again',
  'application.move.takeUp': 'Send new evidence to the panel',
  'application.move.takeUp.unanswered': 'Send back to the panel without new evidence',
  'application.move.propose': 'Send proposal to a trustee',
  'application.move.sendBack': 'Send back to the panel',
  'application.move.decide': 'Decide',
  'application.move.reverse': 'Reverse the decision',
  'application.move.releaseLetter': 'Release decision letter',
  'application.move.reopen': 'Reopen the application',
  'application.move.hold': 'Put on hold',
  'application.move.release': 'Take off hold',
  'application.move.withdraw': 'Withdraw the application',
  'application.move.close': 'Close the application',

  'application.guard.its branches are free':
    'A branch is already covered by an award, or by another first application that is under way.',
  'application.guard.the renewal is open':
    'The renewal of this award is not open, or an application for it is already under way.',
  'application.guard.everything required is complete': 'The application is not complete yet.',
  'application.guard.every consent is in force':
    'Some evidence shows people who have not given consent or whose consent has ended.',
  'application.guard.contacts are confirmed': 'Confirm your contacts before you submit.',
  'application.guard.it is signed off': 'No observer has signed off the application yet.',
  'application.guard.the round of a first application is open':
    'No round is open. You can submit your application when the next round opens.',
  'application.guard.it is a light renewal': 'Only a light renewal can be confirmed without a panel.',
  'application.guard.no panel is needed': 'This renewal needs a panel.',
  'application.guard.a panel is needed': 'This renewal does not need a panel. A trustee can confirm it.',
  'application.guard.enough seats are offered or accepted':
    'The seats offered and accepted would not make a complete panel. Offer the missing seats.',
  'application.guard.the criteria asked about are answered':
    'Some of the evidence that the panel asked for is missing.',
  'application.guard.it is submitted again, or its date has passed': 'The library still has time to submit again.',
  'application.guard.the panel is complete':
    'The panel is not complete. It may need another member, or some members have not made their declaration or given all their findings.',
  'application.guard.every criterion has its agreed finding':
    'Some criteria have no agreed finding, or need it recorded again after a member left the panel.',
  'application.guard.no question is open': 'A question to the library is still open.',
  'application.guard.the proposal has not changed':
    'The proposal has changed since you opened this page. Read it again first.',
  'application.guard.a coordinator proposed to reverse it': 'A coordinator must first ask to reverse the decision.',
  'application.guard.no one has proposed to reverse it':
    'A trustee must first answer the request to reverse the decision.',
  'application.guard.the decision letter is not released': 'The decision letter has already been released.',
  'application.guard.the decision letter is released': 'The decision letter has not been released yet.',
  'application.guard.its release time has come': 'It is too early to release the decision letter.',
  'application.guard.a review or an error requires it':
    'The application can only be reopened after a review, or if a coordinator finds an error.',
  'application.guard.no later application has replaced it':
    'The application cannot be reopened, because a later application or award has taken its place.',
  'application.guard.someone else decided': 'You made the decision, so another trustee must reopen the application.',
  'application.guard.no decision on it was ever released':
    'A decision letter for this application has already been released.',
  'application.guard.its deadline or round has passed':
    'The application’s deadline has not passed, or its round is still open.',
  'application.guard.its award has ended, or has lapsed and this is a light renewal':
    'The award has not ended, or it has lapsed but can still be reappraised.',

  'award.status.valid': 'Valid',
  'award.status.renewal open': 'Renewal open',
  'award.status.renewal with us': 'Renewal being reviewed',
  'award.status.extended': 'Extended',
  'award.status.overdue': 'Overdue',
  'award.status.lapsed': 'Lapsed',
  'award.status.suspended': 'Suspended',
  'award.status.ended': 'Ended',

  'award.status_own.valid': 'Valid',
  'award.status_own.renewal open': 'Valid, time to renew',
  'award.status_own.renewal with us': 'Valid, renewal being reviewed',
  'award.status_late.renewal open': 'Not valid, time to renew',
  'award.status_late.renewal with us': 'Not valid, renewal being reviewed',
  'award.status_own.extended': 'Valid, extended',
  'award.status_own.overdue': 'Not valid, renewal overdue',
  'award.status_own.lapsed': 'Lapsed',
  'award.status_own.suspended': 'Suspended',
  'award.status_own.ended': 'Ended',
} as const
