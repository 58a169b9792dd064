export const awardLetters = {
  'letters.award.action': 'Open the award',
  'letters.renewal_open.subject': 'Your renewal is open',
  'letters.renewal_open.body':
    '{organisation} can renew its award as a Library of Sanctuary from today. Whatever you wrote here last time is carried over, so that you only say what has changed.',
  'letters.renewal_open.until': 'Handed in by {day}, the award stays valid for as long as we need to read it.',
  'letters.renewal_open.action': 'Begin the renewal',
  'letters.award_overdue.subject': 'Your award is not valid at the moment',
  'letters.award_overdue.body':
    'The award of {organisation} as a Library of Sanctuary was valid to {day}. Its renewal has not reached us, so it is not valid any more.',
  'letters.award_overdue.until': 'You can still renew it until {until}; after that it lapses.',
  'letters.award_overdue.next':
    'If that is difficult just now, tell the coordinator: we would rather help than lose you.',
  'letters.award_lapsed.subject': 'Your award has lapsed',
  'letters.award_lapsed.body':
    'The award of {organisation} as a Library of Sanctuary has lapsed, because no renewal reached us in time. Please take the certificate down.',
  'letters.award_lapsed.next':
    'A full reappraisal brings it back. Whatever you wrote here before is kept, and it begins with that.',
  'letters.award_extended.subject': 'Your award is extended',
  'letters.award_extended.body':
    'The award of {organisation} as a Library of Sanctuary is extended. It is valid to {day}.',
  'letters.award_extended.next':
    'The reason is on the page of the award. An extension moves no other date: the next term follows the old one.',
  'letters.award_suspended.subject': 'Your award is suspended',
  'letters.award_suspended.body':
    'The award of {organisation} as a Library of Sanctuary is suspended from today. While it is, the award is not valid, and the certificate must not be shown.',
  'letters.award_suspended.next':
    'The reason is on the page of the award. Its term runs on, and a renewal can be handed in meanwhile.',
  'letters.award_suspended.over':
    'The reason is on the page of the award. Its term ended on {day}. A renewal can still be handed in until {until}; after that the award lapses.',
  'letters.award_restored.subject': 'Your award is restored',
  'letters.award_restored.body': 'The award of {organisation} as a Library of Sanctuary is no longer suspended.',
  'letters.award_restored.next': 'The page of the award shows how it stands now and to which day it is valid.',
  'letters.award_ended.subject': 'Your award has ended',
  'letters.award_ended.body':
    'The award of {organisation} as a Library of Sanctuary has ended. Please take the certificate down.',
  'letters.award_ended.next':
    'The page of the award, with all its years, stays open to you. You are welcome to apply again.',
} as const
