/** Dates that come up: what is written about them, to whom, and what each can switch off. */
export const reminders = {
  'emails.reminders.award.subject': {
    one: 'Your renewal is due on {day}: {count} day left',
    other: 'Your renewal is due on {day}: {count} days left',
  },
  'emails.reminders.award.today.subject': 'Your renewal is due today, {day}',
  'emails.reminders.award.past.subject': 'Your award ended on {day}, and you can still renew it',
  'emails.reminders.question.subject': 'A question about your application waits for your answer until {day}',
  'emails.reminders.return.subject': 'Please hand in your application again by {day}',
  'emails.reminders.more evidence.subject': 'The panel waits for more evidence until {day}',
  'emails.reminders.recommendation.subject': 'A recommendation to your library is due on {day}',
  'emails.reminders.consent.subject': 'A consent in your evidence ends on {day}',
  'emails.reminders.consent.past.subject': 'A consent in your evidence ended on {day}',
  'emails.reminders.recurring.subject': 'Evidence that your library collects again and again is due on {day}',
  'emails.reminders.recurring.past.subject': 'Evidence that your library collects again and again was due on {day}',
  'emails.reminders.overdue.subject': 'The award of {organisation} ended on {day}',
  'emails.reminders.nobody.subject': 'Nobody at {organisation} can be reminded',
  'emails.reminders.many.subject': {
    one: '{count} thing is due, the first on {day}',
    other: '{count} things are due, the first on {day}',
  },
  'emails.reminders.many.body':
    'These dates come up, the first one first. Everything that is open to you stands on your page.',
  'emails.reminders.many.action': 'See what is due',

  'emails.reminders.award.lead': {
    one: 'Please renew the award of {organisation} by {day}, its last day: {count} day is left.',
    other: 'Please renew the award of {organisation} by {day}, its last day: {count} days are left.',
  },
  'emails.reminders.award.today':
    'Please hand in the renewal of the award of {organisation} today, {day}: it is the last day of its term.',
  'emails.reminders.award.suspended':
    'The award of {organisation} is suspended, but its term runs on: please hand in its renewal by {day}.',
  'emails.reminders.award.observer':
    'The award of {organisation} is valid until {day} and its renewal is not handed in yet: please ask whoever leads it to do so in time.',
  'emails.reminders.award.suspended.observer':
    'The award of {organisation} is suspended, but its term runs on to {day} and its renewal is not handed in yet: please ask whoever leads it to do so in time.',
  'emails.reminders.award.past.lead':
    'The award of {organisation} ended on {day}: please renew it by {until}, or it lapses.',
  'emails.reminders.award.past.observer':
    'The award of {organisation} ended on {day}: please ask whoever leads it to renew it by {until}, or it lapses.',
  'emails.reminders.award.past.coordinator':
    'The award of {organisation} ended on {day} and no renewal is handed in: please ask what the library needs before it lapses after {until}.',
  'emails.reminders.question.body': 'Please answer the question about the application of {organisation} by {day}.',
  'emails.reminders.return.body': 'Please complete the application of {organisation} and hand it in again by {day}.',
  'emails.reminders.more evidence.body':
    'Please hand in the evidence that the panel asked {organisation} for by {day}.',
  'emails.reminders.recommendation.body': 'Please tell us by {day} what became of a recommendation to {organisation}.',
  'emails.reminders.consent.body':
    'In a piece of evidence of {organisation} the consent of somebody ends on {day}. After that day it is closed, wherever it is used: please ask whether they agree again, or use another piece.',
  'emails.reminders.consent.past':
    'In a piece of evidence of {organisation} the consent of somebody ended on {day}, so it is closed wherever it was used: please ask whether they agree again, or use another piece.',
  'emails.reminders.recurring.body':
    'A piece of evidence that {organisation} collects again and again is due on {day}: please add it, or say why there is nothing this time.',
  'emails.reminders.recurring.past':
    'A piece of evidence that {organisation} collects again and again was due on {day}: please add it, or say why there is nothing this time.',
  'emails.reminders.nobody.award':
    'No lead of {organisation} can be reached, so nobody there knows that its award is valid until {day}: please find somebody to tell.',
  'emails.reminders.nobody.award.past':
    'No lead of {organisation} can be reached, so nobody there knows that its award ended on {day}: please find somebody to tell before it lapses after {until}.',
  'emails.reminders.nobody.award.suspended':
    'No lead of {organisation} can be reached, so nobody there knows that the renewal of its suspended award is due by {day}: please find somebody to tell.',
  'emails.reminders.nobody.case':
    'No lead of {organisation} can be reached, so nobody there knows of a date in its application, {day}: please find somebody to tell.',
  'emails.reminders.nobody.consent':
    'No lead of {organisation} can be reached, so nobody there knows that a consent in its evidence ends on {day}: please find somebody to tell.',

  'emails.reminders.award.action': 'Renew the award',
  'emails.reminders.question.action': 'Read the question and answer',
  'emails.reminders.return.action': 'Open the application',
  'emails.reminders.more evidence.action': 'See what the panel asks for',
  'emails.reminders.recommendation.action': 'See the recommendations',
  'emails.reminders.consent.action': 'See the consents of this piece',
  'emails.reminders.recurring.action': 'See what is asked for',
  'emails.reminders.look.action': 'See what is due',
  'emails.reminders.choice': 'Which reminders you get is your choice: you find it in your account, under “Reminders”.',
  'emails.reminders.choice.mailbox':
    'You get this copy because {organisation} named this address. Its leads can change that on the page of the library.',

  'emails.reminders.award.entry': 'Last day to renew the award of {organisation}',
  'emails.reminders.question.entry': 'Last day to answer a question about the application of {organisation}',
  'emails.reminders.return.entry': 'Last day to hand in the application of {organisation} again',
  'emails.reminders.more evidence.entry': 'Last day to hand in more evidence for {organisation}',
  'emails.reminders.recommendation.entry': 'A recommendation to {organisation} is due',
  'emails.reminders.consent.entry': 'Last day of a consent in the evidence of {organisation}',
  'emails.reminders.recurring.entry': 'Recurring evidence of {organisation} is due',
  'emails.reminders.entry.body': 'Library of Sanctuary. Dates can move: your page shows them as they are now.',

  'emails.reminders_held.subject': 'The reminders of this morning wait for you',
  'emails.reminders_held.gap':
    'For more than a week no reminders went out. Before those of {day} do, somebody should look at them.',
  'emails.reminders_held.many':
    'On {day} reminders would go to far more people than usual. Before they do, somebody should look at them.',
  'emails.reminders_held.people': {
    one: 'They would go to {count} reader.',
    other: 'They would go to {count} readers.',
  },
  'emails.reminders_held.next':
    'Nothing has been sent. You find the list on the page of the mail, with a button that lets them go.',
  'emails.reminders_held.action': 'Look at the list',

  'reminders.title': 'Reminders',
  'reminders.lead':
    'Each line is one step before or after a date, for one reader. What is due to somebody on one morning goes out as one letter, and each line is looked at once more when it leaves.',
  'reminders.none': 'No line of this kind.',
  'reminders.latest': 'Latest dates',
  'reminders.earlier': 'Earlier dates',
  'reminders.filter.all': 'All',
  'reminders.filter.why': 'Why it was not sent',
  'reminders.status.planned': 'Planned',
  'reminders.status.in an email': 'Written',
  'reminders.status.not sent': 'Not sent',
  'reminders.because.overtaken': 'Overtaken by a later step',
  'reminders.because.date moved': 'Its date moved',
  'reminders.because.renewal with us': 'A renewal is with us',
  'reminders.because.on hold': 'The application is on hold',
  'reminders.because.over': 'It is done or over',
  'reminders.because.no longer in this role': 'Its reader has another role by now',
  'reminders.because.not active': 'Its reader’s account is not active',
  'reminders.because.not wanted': 'Its reader does not want these',
  'reminders.because.address changed': 'Its reader’s address changed meanwhile',
  'reminders.because.somebody can be told': 'A lead can be told again',
  'reminders.column.what': 'About',
  'reminders.column.step': 'Step',
  'reminders.column.to': 'To',
  'reminders.column.due': 'Due',
  'reminders.column.state': 'State',
  'reminders.line.award': 'the award of {organisation}, {day}',
  'reminders.line.question': 'a question to {organisation}, {day}',
  'reminders.line.return': 'the returned application of {organisation}, {day}',
  'reminders.line.more evidence': 'more evidence from {organisation}, {day}',
  'reminders.line.recommendation': 'a recommendation to {organisation}, {day}',
  'reminders.line.consent': 'a consent at {organisation}, {day}',
  'reminders.line.recurring': 'recurring evidence of {organisation}, {day}',
  'reminders.step.before': { one: '{count} day before', other: '{count} days before' },
  'reminders.step.day': 'on the day',
  'reminders.step.after': { one: '{count} day after', other: '{count} days after' },

  'reminders.preview.title': 'What would go out on {day}',
  'reminders.preview.lead': 'As things are today. Nothing is sent or changed by looking.',
  'reminders.preview.day': 'Another day',
  'reminders.preview.button': 'Show that day',
  'reminders.preview.table': 'Readers, and what they would be reminded of',
  'reminders.preview.more': {
    one: '{count} more reader is not listed here: the list is long, or it is about an application that you do not read.',
    other:
      '{count} more readers are not listed here: the list is long, or it is about applications that you do not read.',
  },

  'reminders.held.heading': 'The reminders of {day} wait for you',
  'reminders.held.gap':
    'For more than a week none went out. Look at the list, then let them go; or put the clock of the server right, and the next morning goes on by itself.',
  'reminders.held.many': 'They are far more than on any morning of the past year. Look at the list, then let them go.',
  'reminders.release.button': 'Let them go',
  'reminders.release.done': 'They go out within a minute',
  'reminders.switch.off': 'Switch off all reminders',
  'reminders.switch.on': 'Switch reminders on again',
  'reminders.switch.missing': 'Choose whether reminders are on or off',
  'reminders.switch.on.done':
    'Reminders are on again. What came due meanwhile goes out on the next morning, each date once',
  'reminders.switch.off.done': 'All reminders are switched off',
  'reminders.last': 'Reminders last went out on {day}.',
  'reminders.never': 'No reminders have gone out yet.',
  'reminders.links.lines': 'See every reminder, and why some were not sent',
  'reminders.links.preview': 'See what would go out on a day',
  'event.setting.reminders_let_go': 'Reminders that were held were let go',
  'event.setting.reminders_on': 'Reminders were switched on',
  'event.setting.reminders_off': 'All reminders were switched off',
  'event.person.reminders_chosen': 'A person chose which reminders to get',

  'account.notifications.title': 'Reminders',
  'account.notifications.link': 'Choose which reminders you get',
  'account.notifications.lead': 'All that is due to you on one morning comes as one letter, at seven.',
  'account.notifications.legend': 'Remind me of',
  'account.notifications.award': 'the end of an award',
  'account.notifications.award.hint':
    'From 180 days before its last day for leads, from 14 for observers; for coordinators when it is overdue',
  'account.notifications.question': 'questions that wait for an answer',
  'account.notifications.question.hint': 'From 14 days before the last day to answer',
  'account.notifications.return': 'an application that was returned',
  'account.notifications.return.hint': 'From 14 days before the last day to hand it in again',
  'account.notifications.more evidence': 'evidence that the panel asked for',
  'account.notifications.more evidence.hint': 'From 14 days before the last day to hand it in',
  'account.notifications.recommendation': 'recommendations with a date',
  'account.notifications.recommendation.hint': 'From 28 days before the date',
  'account.notifications.consent': 'consents that end',
  'account.notifications.consent.hint': 'From 60 days before the last day, for leads and for whoever added the piece',
  'account.notifications.recurring': 'evidence that is collected again and again',
  'account.notifications.recurring.hint': 'From 7 days before it is due, for leads and for whoever is asked for it',
  'account.notifications.button': 'Save',
  'account.notifications.saved': 'Saved',
  'account.notifications.unknown': 'Choose from the list',
  'account.notifications.alone': 'You are the only one who leads {libraries} and wants to be reminded.',
  'account.notifications.always':
    'From 30 days before a date we always write to somebody who leads the library, whatever its leads chose here.',
  'account.notifications.letters': 'Letters about what happens (a question, a decision, a receipt) always come.',

  'reminders.unsubscribe.title': 'End these reminders',
  'reminders.unsubscribe.lead': 'You would no longer be reminded of:',
  'reminders.unsubscribe.button': 'End them',
  'reminders.unsubscribed.title': 'You will not get these reminders any more',
  'reminders.unsubscribed.lead': 'Switched off for you:',
  'reminders.unsubscribe.choose': 'Choose which reminders you get (you sign in first)',

  'reminders.off':
    'All reminders are switched off: none is written, and none that waits is sent. Invitations, receipts and decisions still go out.',
  'reminders.preview.count': {
    one: '{count} letter would go out on {day}.',
    other: '{count} letters would go out on {day}.',
  },
  'reminders.preview.over': 'The reminders of that morning are written already.',
  'reminders.preview.brake.gap': 'They would wait for somebody to look at them: for more than a week none went out.',
  'reminders.preview.brake.many':
    'They would wait for somebody to look at them: they are far more than on any morning of the past year.',
} as const
