export const libraryHome = {
  'home.work.write': { one: 'You have {count} criterion to answer', other: 'You have {count} criteria to answer' },
  'home.work.write.text': {
    one: 'This criterion is assigned to you in your library’s application.',
    other: 'These criteria are assigned to you in your library’s application.',
  },
  'home.work.write.mark': {
    one: 'You have answered {count} other criterion. Mark it as ready to check.',
    other: 'You have answered {count} other criteria. Mark them as ready to check.',
  },
  'home.work.mark': {
    one: 'Mark {count} answer as ready to check',
    other: 'Mark {count} answers as ready to check',
  },
  'home.work.mark.text': {
    one: 'A library lead can then check the answer.',
    other: 'A library lead can then check the answers.',
  },
  'home.work.check': { one: '{count} criterion is ready to check', other: '{count} criteria are ready to check' },
  'home.work.check.text': {
    one: 'A colleague has finished this answer.',
    other: 'Your colleagues have finished these answers.',
  },
  'home.work.button': 'See the criteria',
  'home.start': 'Start your first application',
  'home.start.button': 'Start application',
  'home.start.open': '{round} is open. You can start now and submit at any time before it closes.',
  'home.start.no_round': 'You can start now and submit when the next round opens.',
  'home.write.draft': 'Finish your application',
  'home.write.returned': 'Complete your returned application',
  'home.write.more evidence asked': 'Add the evidence the panel has asked for',
  'home.write.button': 'Continue application',
  'home.write.renewal': 'Finish your renewal',
  'home.write.renewal.button': 'Continue renewal',
  'home.write.renewal.text':
    'Your renewal is one page. Tell us what has changed, respond to recommendations and confirm the rest.',
  'home.write.reappraisal': 'Finish your reappraisal',
  'home.write.reappraisal.button': 'Continue reappraisal',
  'home.progress.of': '{organisation}: {sentence}',
  'home.asked':
    'The panel has asked for more evidence about {items}. The rest of your application stays as you submitted it.',
  'home.questions': { one: 'Reply to {count} question', other: 'Reply to {count} questions' },
  'home.questions.asked': {
    one: '{count} question about your application',
    other: '{count} questions about your application',
  },
  'home.questions.lead_replies': 'A library lead can reply.',
  'home.questions.button': 'Read and reply',
  'home.sign_off': 'Sign off the application from {organisation}',
  'home.sign_off.button': 'Read and sign off',
  'home.with_us': 'Application from {organisation}',
  'home.with_us.text': 'We will email your library’s leads if we need anything else.',
  'home.observed.draft':
    'You do not need to do anything now. We will email you if this application needs your sign-off.',
  'home.observed.returned':
    'You do not need to do anything now. We will email you if this application needs your sign-off.',
  'home.observed.more evidence asked':
    'You do not need to do anything now. A library lead will submit the evidence when it is ready.',
  'home.with_us.quiet':
    'You do not need to do anything now. We will email your library’s leads if we need anything else.',
  'home.decision_letter': 'Your decision letter',
  'home.decision_letter.button': 'Read decision letter',
  'home.award': 'Your award',
  'home.award.of': '{organisation}: {text}',
  'home.award.valid': 'Your award is valid until {day}.',
  'home.award.valid_opens': 'Your award is valid until {day}. You can renew it from {opens}.',
  'home.award.with_us': 'You have submitted your renewal. Your award stays valid until we decide.',
  'home.award.in_review':
    'Your award ended on {day}, so it is not valid at the moment. It will not lapse while we review our decision.',
  'home.award.reopened': 'We are looking at our decision again.',
  'home.award.suspended': 'Your award is suspended. The award page says why. The award period ends on {day}.',
  'home.award.status': 'Library of Sanctuary',
  'home.renewal.renew': 'Renew {award}',
  'home.renewal.overdue': 'Renew {award}: the renewal is overdue',
  'home.renewal.lapsed': 'Apply again for {award}',
  'home.renewal.your_award': 'your award',
  'home.renewal.award_of': '{organisation}’s award',
  'home.renewal.award_numbered': 'award {code}',
  'home.renewal.award_numbered_of': '{organisation}’s award {code}',
  'home.renewal.start': 'Start renewal',
  'home.renewal.reappraise': 'Start reappraisal',
  'home.renewal.lead_starts': 'A library lead can start the renewal.',
  'home.renewal.lead_starts.reappraisal': 'A library lead can start the reappraisal.',
  'home.renewal.open.text': 'The award is valid until {day}.',
  'home.renewal.extended.text': 'The award was extended, and is valid until {day}.',
  'home.renewal.carried': 'Your answers from last time are already filled in.',
  'home.renewal.overdue.text':
    'Your award was valid until {day}. It will lapse on {lapses} unless you renew it before then.',
  'home.renewal.lapsed.text':
    'Your award was valid until {day} and has lapsed. To make it valid again, you need a full reappraisal.',
  'home.renewal.suspended.text': 'Your award is suspended, so it is not valid. The award page says why.',
  'home.renewal.suspended.over':
    'Your award is suspended and its award period ended on {day}. It will lapse on {lapses} unless you renew it before then.',
  'home.renewal.with_us.since': 'You submitted your renewal on {day}.',
  'home.renewal.with_us.valid': 'Your award stays valid until we decide.',
  'home.renewal.with_us.not_valid':
    'Your award is not valid while we decide on your renewal. It will not lapse in that time.',
  'home.renewal.with_us.lapsed':
    'Your award has lapsed. If we renew it, it will be valid again from the day we send your decision letter.',
  'home.promised': { one: 'Respond to {count} recommendation', other: 'Respond to {count} recommendations' },
  'home.promised.button': 'Respond',
  'home.promised.open': {
    one: '{count} recommendation needs a response',
    other: '{count} recommendations need a response',
  },
  'home.promised.lead_responds': 'Only a library lead can respond.',
} as const
