/** The pages on which people change an award. */
export const awardLifecycle = {
  'awards.move.reason': 'Reason',
  'awards.move.reason.missing': 'Enter the reason',
  'awards.move.valid_to': 'The award is valid until {day}.',
  'awards.move.valid_to.over': 'The award was valid until {day}.',
  'awards.move.suspended': 'The award is suspended. The award period ends on {day}.',
  'awards.move.suspended.over': 'The award is suspended. The award period ended on {day}.',
  'awards.move.not_emailed':
    'Emails are not switched on for {organisation}, so we will not email anyone there about the award.',
  'awards.move.not_emailed.renewal':
    'Emails are not switched on for {organisation}, so we will email its leads only if this closes a renewal.',
  'awards.move.openRenewal.title': 'Open the renewal early',
  'awards.move.openRenewal.lead':
    'The library will be able to start its renewal from today. The dates of the award will stay the same.',
  'awards.move.openRenewal.reason.hint': 'The library can read your reason.',
  'awards.move.openRenewal.button': 'Open the renewal',
  'awards.move.openRenewal.done': '{organisation}’s renewal is open.',
  'awards.move.extend.title': 'Extend the award',
  'awards.move.extend.lead': 'The award will be valid until the date that you enter.',
  'awards.move.extend.lead.over':
    'The award will be valid again from today until the new date. The days when it was not valid will not change.',
  'awards.move.extend.until': 'Valid until',
  'awards.move.extend.until.missing': 'Enter the date the award will be valid until',
  'awards.move.extend.until.past': 'Enter today’s date or a later date',
  'awards.move.extend.until.early': 'Enter a date after the award’s last day',
  'awards.move.extend.until.far': 'Enter a date within the next 2 years',
  'awards.move.extend.reason.hint':
    'The library can read your reason. For example, “Your library is closed for repairs until May.”',
  'awards.move.extend.button': 'Extend the award',
  'awards.move.extend.done': '{organisation}’s award has been extended.',
  'awards.move.fullNext.title': 'Require a full reappraisal at the next renewal',
  'awards.move.fullNext.lead':
    'The next renewal will be a full reappraisal with a panel. This will not change a renewal that has already started.',
  'awards.move.fullNext.reason.hint': 'The library can read your reason.',
  'awards.move.fullNext.again':
    'City of Sanctuary has already required a full reappraisal. The reason was: “{reason}”. Your reason will replace it.',
  'awards.move.fullNext.stale':
    'Someone else has just required a full reappraisal. Read their reason, then save if yours should replace it',
  'awards.move.fullNext.button': 'Require a full reappraisal',
  'awards.move.fullNext.done': '{organisation}’s next renewal will be a full reappraisal.',
  'awards.move.suspend.title': 'Suspend the award',
  'awards.move.suspend.lead':
    'The award will not be valid from today until a trustee restores it. The award period will continue, and the library can still renew.',
  'awards.move.suspend.lead.over':
    'The award is not valid, because its award period has ended. If you suspend it, a trustee must restore it before it can be valid again. The library can still submit a renewal until {until}. After that, the award will lapse.',
  'awards.move.suspend.lead.with_us':
    'The award is not valid, because its award period has ended. If you suspend it, a trustee must restore it before it can be valid again. The renewal has been submitted.',
  'awards.move.suspend.reason.hint': 'The library can read your reason.',
  'awards.move.suspend.button': 'Suspend the award',
  'awards.move.suspend.done': '{organisation}’s award is suspended.',
  'awards.move.restore.title': 'Restore the award',
  'awards.move.restore.lead': 'The award will no longer be suspended. It will be valid again.',
  'awards.move.restore.lead.over':
    'The award will no longer be suspended. Its last day has passed, so its renewal will be overdue, or the award will lapse today.',
  'awards.move.restore.lead.with_us':
    'The award will no longer be suspended. Its last day has passed, so it will not be valid unless we renew it.',
  'awards.move.restore.reason.hint': 'The library can read your reason.',
  'awards.move.restore.button': 'Restore the award',
  'awards.move.restore.done': '{organisation}’s award is no longer suspended.',
  'awards.move.end.title': 'End the award',
  'awards.move.end.lead': 'The award will end today for all its branches.',
  'awards.move.end.warning':
    'You cannot undo this. From today, the award will not be valid, and we will close any renewal. The library must take the certificate down. To hold the award again, it must make a new application.',
  'awards.move.end.reason.hint': 'The library and City of Sanctuary can read your reason.',
  'awards.move.end.sure': 'I confirm that I want to end the award',
  'awards.move.end.sure.missing': 'Tick the box to confirm that you want to end the award',
  'awards.move.end.button': 'End the award',
  'awards.move.end.done': '{organisation}’s award has ended.',
} as const
