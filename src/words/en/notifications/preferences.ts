/** Choosing and switching off reminders. */
export const preferences = {
  'account.notifications.title': 'Reminders',
  'account.notifications.link': 'Choose which reminders you get',
  'account.notifications.lead': 'We email you at about 7am, with everything that is due in one email.',
  'account.notifications.legend': 'Remind me about',
  'account.notifications.award': 'awards to renew',
  'account.notifications.award.hint':
    'Leads: from 180 days before the last day. Observers: from 14 days before. Coordinators: when an award is overdue',
  'account.notifications.question': 'questions to answer',
  'account.notifications.question.hint': 'From 14 days before the due date',
  'account.notifications.return': 'returned applications',
  'account.notifications.return.hint': 'From 14 days before the due date',
  'account.notifications.more evidence': 'evidence that a panel asked for',
  'account.notifications.more evidence.hint': 'From 14 days before the due date',
  'account.notifications.recommendation': 'recommendations to respond to',
  'account.notifications.recommendation.hint': 'From 28 days before the due date',
  'account.notifications.consent': 'consents that are ending',
  'account.notifications.consent.hint':
    'From 60 days before the last day, for leads and the person who added the evidence',
  'account.notifications.recurring': 'regular evidence',
  'account.notifications.recurring.hint':
    'From 7 days before the due date, for leads and the person responsible for it',
  'account.notifications.assignment': 'criteria you need to answer',
  'account.notifications.assignment.hint': 'From 7 days before the date that your library set',
  'account.notifications.mention': 'comments that mention you',
  'account.notifications.mention.hint': 'The next morning',
  'account.notifications.draft': 'applications to submit before a round closes',
  'account.notifications.draft.hint': 'From 28 days before, for leads and contributors',
  'account.notifications.seat offer': 'panel seat offers',
  'account.notifications.seat offer.hint': '5 and 10 days after the offer',
  'account.notifications.findings': 'findings you need to give',
  'account.notifications.findings.hint':
    'Panel members: from 7 days before findings are due. Chairs and coordinators: when findings are late',
  'account.notifications.decision': 'applications waiting for a decision',
  'account.notifications.decision.hint': '7, 14 and 28 days after they reach the trustees',
  'account.notifications.button': 'Save',
  'account.notifications.saved': 'Your reminders have been saved',
  'account.notifications.unknown': 'Choose from the list',
  'account.notifications.only_lead': 'You are the only lead of {libraries} who gets reminders.',
  'account.notifications.always':
    'From 30 days before a due date, we always remind at least one lead, whatever they have chosen here.',
  'account.notifications.last_of_charity':
    'At least one trustee always gets reminders of decisions. At least one coordinator always gets reminders of late findings.',
  'account.notifications.other_emails': 'You always get other emails, such as questions, decisions and receipts.',

  'reminders.unsubscribe.title': 'Switch off these reminders',
  'reminders.unsubscribe.lead': 'You will no longer be reminded about:',
  'reminders.unsubscribe.button': 'Switch them off',
  'reminders.unsubscribed.title': 'These reminders are off',
  'reminders.unsubscribed.lead': 'We no longer remind you about:',
  'reminders.unsubscribe.choose': 'Sign in to choose which reminders you get',
  'event.person.reminders_chosen': 'Someone chose which reminders to get',
} as const
