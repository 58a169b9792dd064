/** Choosing and switching off reminders. */
export const preferences = {
  'account.notifications.title': 'Reminders',
  'account.notifications.link': 'Choose which reminders you get',
  'account.notifications.lead': 'We email reminders once a day. One email covers everything that is due.',
  'account.notifications.none': 'There are no reminders for your role.',
  'account.notifications.legend': 'What would you like reminders about?',
  'account.notifications.award': 'Awards to renew',
  'account.notifications.award.hint':
    'Leads: usually from 180 days before the award’s last day. Observers: from 14 days before. Coordinators: when a renewal is overdue',
  'account.notifications.question': 'Questions to reply to',
  'account.notifications.question.hint': 'From 14 days before the due date',
  'account.notifications.return': 'Returned applications',
  'account.notifications.return.hint': 'From 14 days before the due date',
  'account.notifications.more evidence': 'Evidence that a panel asked for',
  'account.notifications.more evidence.hint': 'From 14 days before the due date',
  'account.notifications.recommendation': 'Recommendations to respond to',
  'account.notifications.recommendation.hint': 'From 28 days before the due date',
  'account.notifications.consent': 'Consents that end soon',
  'account.notifications.consent.hint': 'From 60 days before consent ends, for leads and the owner of the evidence',
  'account.notifications.recurring': 'Regular evidence',
  'account.notifications.recurring.hint':
    'From 7 days before the due date, for leads and the person responsible for it',
  'account.notifications.assignment': 'Criteria you need to answer',
  'account.notifications.assignment.hint': 'From 7 days before the date that your library set',
  'account.notifications.target': 'Targets that you are responsible for',
  'account.notifications.target.hint': 'From 28 days before the due date',
  'account.notifications.mention': 'Comments that mention you',
  'account.notifications.mention.hint': 'The next morning',
  'account.notifications.sign-off': 'Applications that you are asked to sign off',
  'account.notifications.sign-off.hint': '7 days, 3 days and 1 day before the application is due',
  'account.notifications.draft': 'Applications to submit before a round closes',
  'account.notifications.draft.hint': 'From 28 days before applications close, for leads and contributors',
  'account.notifications.seat offer': 'Offers of a seat on a panel',
  'account.notifications.seat offer.hint': '5 and 10 days after we offer you a seat',
  'account.notifications.findings': 'Findings you need to give',
  'account.notifications.findings.hint':
    'Panel members: from 7 days before findings are due. Chairs and coordinators: when findings are late',
  'account.notifications.decision': 'Applications waiting for a decision',
  'account.notifications.decision.hint': '7, 14 and 28 days after an application reaches the trustees',
  'account.notifications.button': 'Save',
  'account.notifications.saved': 'Your reminder choices have been saved',
  'account.notifications.unknown': 'Choose reminders from the list',
  'account.notifications.stands_in':
    'As a trustee, you get reminders about a library’s deadlines only when no coordinator can deal with them.',
  'account.notifications.only_lead': 'You are the only lead at {libraries} who gets reminders about renewals.',
  'account.notifications.always':
    'From 30 days before a due date, we always remind at least one lead, even if every lead has switched reminders off.',
  'account.notifications.no_lead':
    'If no lead can be reached, we always remind a coordinator or trustee, except about regular evidence.',
  'account.notifications.last_of_charity':
    'At least one trustee always gets reminders about decisions. At least one coordinator always gets reminders about late findings.',
  'account.notifications.other_emails':
    'You will always get other emails, such as receipts, and emails about questions and decisions.',

  'reminders.unsubscribe.title': 'Switch off these reminders',
  'reminders.unsubscribe.lead': 'If you continue, you will no longer get these reminders:',
  'reminders.unsubscribe.button': 'Switch off these reminders',
  'reminders.unsubscribed.title': 'You have switched off some reminders',
  'reminders.unsubscribed.lead': 'You will no longer get these reminders:',
  'reminders.unsubscribe.choose': 'Sign in to choose which reminders you get',
  'event.person.reminders_chosen': 'Reminder choices were changed',
} as const
