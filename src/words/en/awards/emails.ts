export const awardEmails = {
  'emails.award.action': 'Open the award',
  'emails.renewal_open.subject': 'You can now renew your award',
  'emails.renewal_open.body': 'If you used this service last time, your previous answers are already filled in.',
  'emails.renewal_open.full':
    'This time you need a full reappraisal. It covers every criterion, and a panel will read your application.',
  'emails.renewal_open.until.renewal':
    'If you submit your renewal by {day} and reply on time to anything we ask, your award will stay valid until we decide.',
  'emails.renewal_open.until.reappraisal':
    'If you submit your reappraisal by {day} and reply on time to anything we ask, your award will stay valid until we decide.',
  'emails.renewal_open.action.renewal': 'Start your renewal',
  'emails.renewal_open.action.reappraisal': 'Start your reappraisal',
  'emails.award_overdue.subject': 'Your award is not valid at the moment',
  'emails.award_overdue.body':
    '{organisation}’s Library of Sanctuary award was valid until {day}. It is not valid at the moment.',
  'emails.award_overdue.until': 'You can still renew your award until {until}. After that, it will lapse.',
  'emails.award_overdue.action': 'Renew your award',
  'emails.award_lapsed.subject': 'Your award has lapsed',
  'emails.award_lapsed.body':
    '{organisation}’s Library of Sanctuary award has lapsed, because it was not renewed in time. Please take the certificate down.',
  'emails.award_lapsed.next':
    'You can get the award back with a full reappraisal. We have kept everything that you wrote before.',
  'emails.award_extended.subject': 'Your award has been extended to {day}',
  'emails.award_extended.body': 'Your award is now valid until {day}.',
  'emails.award_extended.next':
    'The award page gives the reason for the extension. The start date of the next award period has not changed.',
  'emails.award_suspended.subject': 'Your award is suspended',
  'emails.award_suspended.body':
    '{organisation}’s Library of Sanctuary award is suspended from today, so it is not valid. Please do not display the certificate.',
  'emails.award_suspended.next':
    'The award page says why. You can still renew your award. If you have already submitted a renewal, we will continue to review it.',
  'emails.award_suspended.over':
    'The award page says why. The award period ended on {day}. You can still submit a renewal until {until}. After that, the award will lapse.',
  'emails.award_restored.subject': 'Your award is no longer suspended',
  'emails.award_restored.body': '{organisation}’s Library of Sanctuary award is no longer suspended.',
  'emails.award_restored.next': 'The award page says whether the award is valid now, and until when.',
  'emails.award_ended.subject': 'Your award has ended',
  'emails.award_ended.body': '{organisation}’s Library of Sanctuary award has ended. Please take the certificate down.',
  'emails.award_ended.next': 'You can still see the award and its history. You are welcome to apply again.',
  'emails.award_corrected.subject': 'We corrected the details of your award',
  'emails.award_corrected.body':
    'We made a mistake when we recorded {organisation}’s Library of Sanctuary award, and have put it right. We are sorry. Earlier emails about this award may be wrong.',
  'emails.award_corrected.next': 'The award page shows what we changed, and the correct dates.',
  'emails.award_removed.subject': 'We removed an award that we recorded by mistake',
  'emails.award_removed.body':
    'We recorded a Library of Sanctuary award for {organisation} by mistake, and have removed it. We are sorry. Its certificate code is not valid, and never was.',
  'emails.award_removed.next':
    'If you printed the certificate, please take it down. If you think this is wrong, please tell us.',
  'emails.award_correction.reason': 'Reason: {reason}',
  'emails.correction_waiting.subject': 'Please confirm a correction to {organisation}’s award',
  'emails.correction_waiting.body':
    'A coordinator or trustee wants to correct or remove the record of {organisation}’s award. People outside the charity have seen the award, so a trustee must confirm this. Nothing will change until then.',
  'emails.correction_waiting.action': 'Read the correction',
  'emails.correction_made.subject': 'A trustee confirmed your change to {organisation}’s award',
  'emails.correction_made.body': 'A trustee confirmed your change to {organisation}’s award. The change has been made.',
  'emails.correction_declined.subject': 'A trustee did not confirm your change to {organisation}’s award',
  'emails.correction_declined.body':
    'A trustee did not confirm your change to {organisation}’s award. Nothing has changed. The award page says why.',
} as const
