/** Emails of reminders, their calendar entries, and the email about reminders on hold. */
export const digests = {
  'emails.reminders.award.subject': {
    one: 'Renew your award by {day}: {count} day left',
    other: 'Renew your award by {day}: {count} days left',
  },
  'emails.reminders.award.today.subject': 'Renew your award today, {day}',
  'emails.reminders.award.past.subject': 'Your award was valid until {day}, but you can still renew it',
  'emails.reminders.award.suspended.past.subject': 'Your award is suspended, but you can still renew it',
  'emails.reminders.question.subject': 'Please reply to a question about your application by {day}',
  'emails.reminders.return.subject': 'Please submit your application again by {day}',
  'emails.reminders.return.past.subject': 'Your application was due on {day}',
  'emails.reminders.more evidence.subject': 'Please submit more evidence for the panel by {day}',
  'emails.reminders.more evidence.past.subject': 'More evidence for the panel was due on {day}',
  'emails.reminders.recommendation.subject': 'Please respond to a recommendation by {day}',
  'emails.reminders.recommendation.past.subject': 'Your response to a recommendation was due on {day}',
  'emails.reminders.consent.subject': 'Consent for some of your evidence ends on {day}',
  'emails.reminders.consent.past.subject': 'Consent for some of your evidence ended on {day}',
  'emails.reminders.recurring.subject': 'Regular evidence is due on {day}',
  'emails.reminders.recurring.past.subject': 'Regular evidence was due on {day}',
  'emails.reminders.inbox.subject': 'Please check your evidence inbox before {day}',
  'emails.reminders.assignment.subject': 'You have a criterion to answer by {day}',
  'emails.reminders.assignment.past.subject': 'Your answer to a criterion was due on {day}',
  'emails.reminders.mention.subject': 'A colleague mentioned you in a comment on {day}',
  'emails.reminders.target.subject': 'One of your library’s targets is due on {day}',
  'emails.reminders.target.past.subject': 'One of your library’s targets was due on {day}',
  'emails.reminders.sign-off.subject': 'Please sign off your library’s application before {day}',
  'emails.reminders.overdue.subject': '{organisation}’s renewal is overdue: its award was valid until {day}',
  'emails.reminders.overdue.suspended.subject': '{organisation}’s renewal is overdue: its award period ended on {day}',
  'emails.reminders.leads_not_reached.subject': 'We may not be reaching {organisation}’s leads',
  'emails.reminders.no_lead.subject': '{organisation} has no lead',
  'emails.reminders.draft.subject': 'Please submit your application by {day}',
  'emails.reminders.seat offer.subject': 'Please reply to our offer of a seat on a panel by {day}',
  'emails.reminders.findings.subject': 'Please give your findings by {day}',
  'emails.reminders.findings.past.subject': 'Your findings were due on {day}',
  'emails.reminders.panel.subject': 'Findings on {organisation}’s application were due on {day}',
  'emails.reminders.panel.chair.subject': 'Findings on {organisation}’s application were due on {day}',
  'emails.reminders.decision.subject': '{organisation} has been waiting for a decision since {day}',
  'emails.reminders.many.subject': {
    one: '{count} task is due on {day}',
    other: '{count} tasks are due, the first on {day}',
  },
  'emails.reminders.many.body': 'These tasks are due soon or overdue. Sign in to see what needs action.',
  'emails.reminders.many.action': 'See what needs action',
  'emails.reminders.same': {
    one: 'This reminder is about {count} task.',
    other: 'This reminder is about {count} tasks.',
  },

  'emails.reminders.award.lead': {
    one: 'Please renew {organisation}’s award by {day}. You have {count} day left.',
    other: 'Please renew {organisation}’s award by {day}. You have {count} days left.',
  },
  'emails.reminders.award.full':
    'This time you need a full reappraisal. It covers every criterion, and a panel will read your application.',
  'emails.reminders.award.today':
    'Please submit {organisation}’s renewal today, {day}. It is the last day on which the award is valid.',
  'emails.reminders.award.today.reappraisal':
    'Please submit {organisation}’s reappraisal today, {day}. It is the last day on which the award is valid.',
  'emails.reminders.award.suspended.lead':
    '{organisation}’s award is suspended, but it still needs to be renewed. Please submit the renewal by {day}.',
  'emails.reminders.award.suspended.lead.reappraisal':
    '{organisation}’s award is suspended, but it still needs to be renewed. Please submit the reappraisal by {day}.',
  'emails.reminders.award.observer':
    '{organisation}’s award is valid until {day}, and its renewal still needs to be submitted. Please remind the library’s leads.',
  'emails.reminders.award.observer.reappraisal':
    '{organisation}’s award is valid until {day}, and its reappraisal still needs to be submitted. Please remind the library’s leads.',
  'emails.reminders.award.suspended.observer':
    '{organisation}’s award is suspended, but its renewal still needs to be submitted by {day}. Please remind the library’s leads.',
  'emails.reminders.award.suspended.observer.reappraisal':
    '{organisation}’s award is suspended, but its reappraisal still needs to be submitted by {day}. Please remind the library’s leads.',
  'emails.reminders.award.past.lead':
    '{organisation}’s award was valid until {day}. Please renew it by {until}, or it will lapse.',
  'emails.reminders.award.past.observer':
    '{organisation}’s award was valid until {day}. Please ask the library’s leads to renew it by {until}, or it will lapse.',
  'emails.reminders.award.past.coordinator':
    '{organisation}’s renewal is overdue. The award was valid until {day}, and will lapse if it is not renewed by {until}. Please ask the library what it needs.',
  'emails.reminders.award.suspended.past.lead':
    '{organisation}’s award is suspended, and its award period ended on {day}. Please renew it by {until}, or it will lapse.',
  'emails.reminders.award.suspended.past.observer':
    '{organisation}’s award is suspended, and its award period ended on {day}. Please ask the library’s leads to renew it by {until}, or it will lapse.',
  'emails.reminders.award.suspended.past.coordinator':
    '{organisation}’s award is suspended, and its award period ended on {day}. The award will lapse if it is not renewed by {until}. Please ask the library what it needs.',
  'emails.reminders.question.body': 'Please reply to the question about {organisation}’s application by {day}.',
  'emails.reminders.return.body': 'Please complete {organisation}’s application and submit it again by {day}.',
  'emails.reminders.return.past':
    '{organisation}’s application was due on {day}. Please complete it and submit it again as soon as you can.',
  'emails.reminders.more evidence.body': 'The panel asked {organisation} for more evidence. Please submit it by {day}.',
  'emails.reminders.more evidence.past':
    'The panel asked {organisation} for more evidence by {day}. Please submit it as soon as you can.',
  'emails.reminders.recommendation.body':
    'Please tell us by {day} what {organisation} has done about a recommendation.',
  'emails.reminders.recommendation.past':
    'Please tell us what {organisation} has done about a recommendation. The response was due on {day}.',
  'emails.reminders.consent.body':
    'Someone’s consent for evidence from {organisation} ends on {day}. Panels cannot see evidence once a consent for it has ended. Please ask the person whether they still agree, or use other evidence.',
  'emails.reminders.consent.past':
    'Someone’s consent for evidence from {organisation} ended on {day}. Panels can no longer see the evidence. Please ask the person whether they still agree, or use other evidence.',
  'emails.reminders.consent.council.body':
    'Someone’s consent for evidence from {organisation} ends on {day}. You cannot quote the evidence in council papers after that. Please ask the person whether they still agree.',
  'emails.reminders.consent.council.past':
    'Someone’s consent for evidence from {organisation} ended on {day}. You can no longer quote the evidence in council papers. Please ask the person whether they still agree.',
  'emails.reminders.inbox.body':
    'The oldest item in {organisation}’s evidence inbox will be deleted on or after {day}, and others may follow. We delete items after 180 days. Please add each item to your evidence, or delete it.',
  'emails.reminders.recurring.body':
    'Regular evidence from {organisation} is due on {day}. Please add it, or say why there is none this time.',
  'emails.reminders.recurring.past':
    'Regular evidence from {organisation} was due on {day}. Please add it, or say why there is none this time.',
  'emails.reminders.recurring.earlier': {
    one: 'Evidence for {count} earlier due date is late.',
    other: 'Evidence for {count} earlier due dates is late.',
  },
  'emails.reminders.assignment.body':
    'You have a criterion to answer in {organisation}’s application. Please answer it, and mark it as ready to check, by {day}.',
  'emails.reminders.assignment.past':
    'You had a criterion to answer in {organisation}’s application by {day}. Please answer it, and mark it as ready to check.',
  'emails.reminders.mention.body': 'A colleague at {organisation} mentioned you in a comment on {day}.',
  'emails.reminders.target.body':
    'You are responsible for one of {organisation}’s targets, due on {day}. Please record what you have achieved.',
  'emails.reminders.target.past':
    'You are responsible for one of {organisation}’s targets, which was due on {day}. Please record what you have achieved.',
  'emails.reminders.sign-off.body':
    '{organisation}’s application needs your sign-off before it can be submitted. The application is due on {day}. Please read it and sign it off.',
  'emails.reminders.draft.body':
    '{organisation}’s application has not been submitted yet. Applications close at 5pm on {day}. Please submit it by then.',
  'emails.reminders.seat offer.body':
    'We offered you a seat on the panel for {organisation}. Please accept or decline by {day}. The offer expires after that day.',
  'emails.reminders.findings.body': 'Please read {organisation}’s application and give all your findings by {day}.',
  'emails.reminders.findings.past.body':
    'Your findings on {organisation}’s application were due on {day}. Please give them, or tell us what you need.',
  'emails.reminders.panel.body':
    'Not everyone has given their findings on {organisation}’s application. They were due on {day}. Please ask the members what they need, or set a later date.',
  'emails.reminders.panel.chair.body':
    'Not everyone on the panel has given their findings on {organisation}’s application. They were due on {day}.',
  'emails.reminders.decision.body':
    '{organisation}’s application has been waiting for a trustee’s decision since {day}. Please read it and decide.',
  'emails.reminders.leads_not_reached.award':
    'We may not be reaching {organisation}’s leads. Its award is valid until {day}. Please contact someone else there.',
  'emails.reminders.leads_not_reached.award.past':
    'We may not be reaching {organisation}’s leads. Its award was valid until {day}, and will lapse if it is not renewed by {until}. Please contact someone else there.',
  'emails.reminders.leads_not_reached.award.suspended':
    'We may not be reaching {organisation}’s leads. Its award is suspended, and the renewal is due by {day}. Please contact someone else there.',
  'emails.reminders.leads_not_reached.award.suspended.past':
    'We may not be reaching {organisation}’s leads. Its award is suspended, and its award period ended on {day}. The award will lapse if it is not renewed by {until}. Please contact someone else there.',
  'emails.reminders.leads_not_reached.application':
    'We may not be reaching {organisation}’s leads. The library has a deadline on {day}. Please contact someone else there.',
  'emails.reminders.leads_not_reached.application.past':
    'We may not be reaching {organisation}’s leads. The library had a deadline on {day}. Please contact someone else there.',
  'emails.reminders.leads_not_reached.consent':
    'We may not be reaching {organisation}’s leads. Consent for some of its evidence ends on {day}. Please contact someone else there.',
  'emails.reminders.leads_not_reached.consent.past':
    'We may not be reaching {organisation}’s leads. Consent for some of its evidence ended on {day}. Please contact someone else there.',
  'emails.reminders.no_lead.award': '{organisation} has no lead. Its award is valid until {day}. Please invite a lead.',
  'emails.reminders.no_lead.award.past':
    '{organisation} has no lead. Its award was valid until {day}, and will lapse if it is not renewed by {until}. Please invite a lead.',
  'emails.reminders.no_lead.award.suspended':
    '{organisation} has no lead. Its award is suspended, and the renewal is due by {day}. Please invite a lead.',
  'emails.reminders.no_lead.award.suspended.past':
    '{organisation} has no lead. Its award is suspended, and its award period ended on {day}. The award will lapse if it is not renewed by {until}. Please invite a lead.',
  'emails.reminders.no_lead.application':
    '{organisation} has no lead. The library has a deadline on {day}. Please invite a lead.',
  'emails.reminders.no_lead.application.past':
    '{organisation} has no lead. The library had a deadline on {day}. Please invite a lead.',
  'emails.reminders.no_lead.consent':
    '{organisation} has no lead. Consent for some of its evidence ends on {day}. Please invite a lead.',
  'emails.reminders.no_lead.consent.past':
    '{organisation} has no lead. Consent for some of its evidence ended on {day}. Please invite a lead.',

  'emails.reminders.award.action': 'Renew the award',
  'emails.reminders.question.action': 'Read and reply',
  'emails.reminders.return.action': 'Open the application',
  'emails.reminders.more evidence.action': 'See what the panel needs',
  'emails.reminders.recommendation.action': 'See the recommendations',
  'emails.reminders.consent.action': 'Check consents',
  'emails.reminders.recurring.action': 'See which evidence is due',
  'emails.reminders.inbox.action': 'Open the evidence inbox',
  'emails.reminders.assignment.action': 'See what you need to answer',
  'emails.reminders.mention.action': 'Read the comment',
  'emails.reminders.target.action': 'Record progress',
  'emails.reminders.sign-off.action': 'Read and sign off',
  'emails.reminders.draft.action': 'Continue your application',
  'emails.reminders.seat offer.action': 'Accept or decline',
  'emails.reminders.findings.action': 'Give your findings',
  'emails.reminders.panel.action': 'See the panel',
  'emails.reminders.decision.action': 'Read and decide',
  'emails.reminders.no_lead.action': 'Open the library’s page',
  'emails.reminders.other.action': 'See what is due',
  'emails.reminders.choice':
    'To change your reminders, sign in, open your account and follow the link “Choose which reminders you get”.',
  'emails.reminders.choice.invited':
    'You are getting this email because City of Sanctuary offered you a seat on a panel.',
  'emails.reminders.choice.mailbox':
    'You are getting this copy because {organisation} gave us this address. Its leads can change the address on the library’s page.',

  'emails.reminders.award.entry': 'Last day to renew {organisation}’s award',
  'emails.reminders.question.entry': 'Last day to reply to a question about {organisation}’s application',
  'emails.reminders.return.entry': 'Last day to submit {organisation}’s application again',
  'emails.reminders.more evidence.entry': 'Last day to submit more evidence for {organisation}’s application',
  'emails.reminders.recommendation.entry': '{organisation}’s response to a recommendation is due',
  'emails.reminders.consent.entry': 'Consent for some of {organisation}’s evidence ends',
  'emails.reminders.recurring.entry': 'Regular evidence from {organisation} is due',
  'emails.reminders.draft.entry': 'Last day to submit {organisation}’s application',
  'emails.reminders.seat offer.entry': 'Last day to accept or decline a seat on the panel for {organisation}',
  'emails.reminders.findings.entry': 'Your findings on {organisation}’s application are due',
  'emails.reminders.entry.body.invited': 'Library of Sanctuary. To accept or decline, use the link in our email.',
  'emails.reminders.entry.body': 'Library of Sanctuary. Dates can change, so check the linked page.',

  'emails.weekly_list.subject': {
    one: 'This week: {count} task is waiting for City of Sanctuary',
    other: 'This week: {count} tasks are waiting for City of Sanctuary',
  },
  'emails.weekly_list.body':
    'These tasks are waiting for coordinators, trustees or panel chairs. The most urgent come first.',
  'emails.weekly_list.action': 'Go to your home page',

  'emails.reminders_held.subject': 'Please check the reminders for {day}',
  'emails.reminders_held.gap':
    'No reminders have been sent for more than a week. We are holding the reminders for {day} until someone checks them.',
  'emails.reminders_held.many':
    'The reminders for {day} would go to far more people than usual. We are holding them until someone checks them.',
  'emails.reminders_held.people': {
    one: 'The reminders would go to {count} person.',
    other: 'The reminders would go to {count} people.',
  },
  'emails.reminders_held.next': 'We have not sent any of these reminders yet. Check the list, then send them.',
  'emails.reminders_held.action': 'Check the list',

  'emails.reminders_switched.off.subject': 'All reminders are off',
  'emails.reminders_switched.on.subject': 'Reminders are on again',
  'emails.reminders_switched.off.body':
    '{name} switched off all reminders. No one will get reminders until someone switches them on again.',
  'emails.reminders_switched.on.body':
    '{name} switched reminders on. In the morning, we will send those that are due, or hold them for someone to check.',
  'emails.reminders_switched.reason': 'Reason: {reason}',
  'emails.reminders_switched.action': 'Go to emails',
} as const
