export const awardEmails = {
  'emails.award.action': 'Open the award',
  'emails.renewal_open.subject': 'Your renewal is open',
  'emails.renewal_open.body':
    '{organisation} can renew its award as a Library of Sanctuary from today. Whatever you wrote here last time is carried over, so that you only say what has changed.',
  'emails.renewal_open.until': 'Handed in by {day}, the award stays valid for as long as we need to read it.',
  'emails.renewal_open.action': 'Begin the renewal',
  'emails.award_overdue.subject': 'Your award is not valid at the moment',
  'emails.award_overdue.body':
    'The award of {organisation} as a Library of Sanctuary was valid to {day}. Its renewal has not reached us, so it is not valid any more.',
  'emails.award_overdue.until': 'You can still renew it until {until}; after that it lapses.',
  'emails.award_overdue.next':
    'If that is difficult just now, tell the coordinator: we would rather help than lose you.',
  'emails.award_lapsed.subject': 'Your award has lapsed',
  'emails.award_lapsed.body':
    'The award of {organisation} as a Library of Sanctuary has lapsed, because no renewal reached us in time. Please take the certificate down.',
  'emails.award_lapsed.next':
    'A full reappraisal brings it back. Whatever you wrote here before is kept, and it begins with that.',
  'emails.award_extended.subject': 'Your award is extended',
  'emails.award_extended.body':
    'The award of {organisation} as a Library of Sanctuary is extended. It is valid to {day}.',
  'emails.award_extended.next':
    'The reason is on the page of the award. An extension moves no other date: the next term follows the old one.',
  'emails.award_suspended.subject': 'Your award is suspended',
  'emails.award_suspended.body':
    'The award of {organisation} as a Library of Sanctuary is suspended from today. While it is, the award is not valid, and the certificate must not be shown.',
  'emails.award_suspended.next':
    'The reason is on the page of the award. Its term runs on, and a renewal can be handed in meanwhile.',
  'emails.award_suspended.over':
    'The reason is on the page of the award. Its term ended on {day}. A renewal can still be handed in until {until}; after that the award lapses.',
  'emails.award_restored.subject': 'Your award is restored',
  'emails.award_restored.body': 'The award of {organisation} as a Library of Sanctuary is no longer suspended.',
  'emails.award_restored.next': 'The page of the award shows how it stands now and to which day it is valid.',
  'emails.award_ended.subject': 'Your award has ended',
  'emails.award_ended.body':
    'The award of {organisation} as a Library of Sanctuary has ended. Please take the certificate down.',
  'emails.award_ended.next':
    'The page of the award, with all its years, stays open to you. You are welcome to apply again.',
} as const
