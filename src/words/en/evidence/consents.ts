export const consents = {
  'consents.title': 'Consents',
  'consents.link': 'Consents',
  'consents.needed': 'Needs consent',
  'consents.needed.text':
    'Until everyone shown or quoted has given consent, you cannot use this evidence in an application and City of Sanctuary cannot see it.',
  'consents.in_force': 'Consent given',
  'consents.until': 'Consent given until {day}',
  'consents.until.past': 'Consent ended on {day}',
  'consents.withdrawn.status': 'Consent withdrawn',
  'consents.withdrawn.text':
    'Someone shown or quoted has withdrawn their consent. City of Sanctuary and the panel cannot see this evidence.',
  'consents.withdrawn.in_use': 'Use other evidence for these criteria:',
  'consents.withdrawn.unused':
    'If this was your only evidence for a criterion, add other evidence before you next submit.',
  'consents.withdrawn.uses': 'See whether your answers need other evidence',
  'consents.criterion.withdrawn': 'Consent withdrawn. Remove this evidence and use other evidence.',
  'consents.criterion.withdrawn.read': 'Consent withdrawn. The panel cannot see this evidence.',
  'consents.criterion.needed.read': 'Needs consent. The panel cannot see this evidence.',
  'consents.reminder.listed':
    'The consents for this evidence cover only the people named in them. If what you add shows or quotes anyone else, add it as new evidence instead, and record their consent.',
  'consents.reminder.none':
    'The details of this evidence say that no one can be recognised. If anyone can be recognised in what you add, add it as new evidence instead, and record their consent.',
  'consents.replace': {
    one: 'Consent was withdrawn for {count} item of evidence',
    other: 'Consent was withdrawn for {count} items of evidence',
  },
  'consents.replace.text': {
    one: 'City of Sanctuary and the panel cannot see this evidence.',
    other: 'City of Sanctuary and the panel cannot see this evidence.',
  },
  'consents.replace.lead': 'Ask a lead at your library to add other evidence.',
  'consents.replace.reply': 'We have asked you a question about this criterion. Add other evidence to your reply.',
  'consents.replace.reply.link': 'Reply to the question',
  'consents.replace.coordinator':
    'You cannot change this answer now. Ask City of Sanctuary to send you a question about it. You can then add other evidence to your reply.',
  'consents.replace.later':
    'Tell City of Sanctuary. It cannot ask you a question about this answer yet, but will be able to later. You can then add other evidence to your reply.',
  'consents.replace.email': 'Email {email}.',
  'consents.unavailable': {
    one: '{count} item of evidence is no longer available.',
    other: '{count} items of evidence are no longer available.',
  },
  'consents.unavailable.ask':
    'If you need other evidence, ask the library a question. It can add evidence to its reply.',
  'consents.none': 'No consent has been recorded yet. This evidence needs consent from everyone shown or quoted.',
  'consents.missing': 'You do not have consent from {people} for the panel to see this evidence.',
  'consents.not_needed': 'This evidence does not need consent, because its details say that no one can be recognised.',
  'consents.not_needed.record':
    'This evidence does not need consent, because its details say that no one can be recognised. If someone can be recognised, change the details first.',
  'consents.still_withdrawn':
    'Someone withdrew consent for this evidence. It stays hidden from City of Sanctuary and the panel, even if its details say that no one can be recognised. Use other evidence.',
  'consents.all_in_force': 'Everyone listed below has agreed that the panel can see this evidence.',
  'consents.all_in_force.record':
    'Everyone listed below has agreed that the panel can see this evidence. If someone is missing, record their consent.',
  'consents.check': {
    one: 'Check whether anyone can be recognised in {count} item of evidence',
    other: 'Check whether anyone can be recognised in {count} items of evidence',
  },
  'consents.check.text': {
    one: 'This evidence includes a picture or recording, but its details do not say whether anyone can be recognised. If you submit now, City of Sanctuary and the panel will be able to see it.',
    other:
      'This evidence includes pictures or recordings, but its details do not say whether anyone can be recognised. If you submit now, City of Sanctuary and the panel will be able to see it.',
  },
  'consents.record': 'Record a consent',
  'consents.record.lead':
    'Use your library’s own consent form, and record each signed form separately. If someone signs a new form, their earlier consent is still valid until it ends.',
  'consents.record.withdrawal':
    'If someone withdraws consent, none of their forms for this evidence are valid any more.',
  'consents.record.readers':
    'Coordinators at City of Sanctuary can read this record after you submit the evidence. They can withdraw the consent if the person asks them to. If the evidence is restricted, only your leads and its owner can read the record.',
  'consents.record.button': 'Record consent',
  'consents.recorded': 'Consent recorded',
  'consents.recorded.attached': 'Consent recorded. The evidence has been added to this answer.',
  'consents.cancel': 'Cancel',
  'consents.form_of': 'Form signed on {day}',
  'consents.state': 'Status',
  'consents.state.in force': 'Valid',
  'consents.state.expired': 'Expired',
  'consents.state.withdrawn': 'Withdrawn on {day} by {who}',
  'consents.council': 'Council papers',
  'consents.agreed': 'What was agreed',
  'consents.agreed.panel': 'showing this evidence to the panel',
  'consents.agreed.council': 'quoting this evidence in council papers',
  'consents.agreed.charity': 'letting City of Sanctuary publish this evidence',
  'consents.agreed.public': 'letting anyone see this evidence',
  'consents.yes': 'Yes',
  'consents.no': 'No',
  'consents.person': 'Who is shown or quoted?',
  'consents.person.hint': 'A code such as R-3, or a first name. You do not need a surname.',
  'consents.person.missing': 'Enter a code or a first name',
  'consents.uses': 'What does the consent cover?',
  'consents.uses.hint': 'Choose everything that is ticked on the signed form',
  'consents.uses.missing': 'Choose at least one thing that the consent covers',
  'consents.uses.wrong': 'Choose what the consent covers from the list',
  'consents.use.panel': 'The panel can see this evidence',
  'consents.use.panel.hint': 'The people who read and decide on your application',
  'consents.use.council': 'Council papers can quote this evidence',
  'consents.use.council.hint': 'For example, briefings for councillors, which the public can often read',
  'consents.use.charity': 'City of Sanctuary can publish this evidence',
  'consents.use.charity.hint': 'For example, in reports about its work',
  'consents.use.public': 'Anyone can see this evidence',
  'consents.use.public.hint': 'For example, on websites and in newspapers',
  'consents.given_on': 'When was the form signed?',
  'consents.given_on.missing': 'Enter the date on which the form was signed',
  'consents.given_on.future': 'The date on the signed form must be today or in the past',
  'consents.end': 'Ends',
  'consents.expires_on': 'When does the consent end?',
  'consents.expires_on.hint': 'Leave this empty if there is no end date on the form',
  'consents.expires_on.early': 'Enter an end date on or after the date the form was signed',
  'consents.expires_on.past': 'The end date must be today or in the future',
  'consents.no_end': 'No end date',
  'consents.group.child': 'If the person is a child',
  'consents.child': 'This person is a child',
  'consents.guardian': 'Who agreed on the child’s behalf?',
  'consents.guardian.hint': 'A parent or guardian. Enter a code or a first name.',
  'consents.guardian.missing': 'Enter a code or first name for the parent or guardian who agreed',
  'consents.group.form': 'The signed form',
  'consents.language': 'Language of the form',
  'consents.wording': 'Version of the form',
  'consents.wording.hint': 'For example, “Photo consent, version 2”',
  'consents.wording.missing': 'Enter the version of the form',
  'consents.wording.in': '{wording}, {language}',
  'consents.held': 'Signed form',
  'consents.held.by': '{holder}: {place}',
  'consents.held_by': 'Who keeps the signed form?',
  'consents.held_by.hint': 'A role, such as “branch manager”',
  'consents.held_by.missing': 'Enter who keeps the form',
  'consents.held_where': 'Where is the signed form kept?',
  'consents.held_where.hint': 'For example, “locked cabinet, Central Library”. Do not upload the form.',
  'consents.held_where.missing': 'Enter where the form is kept',
  'consents.withdraw': 'Withdraw consent',
  'consents.withdrawal.title': 'Withdraw {person}’s consent?',
  'consents.withdrawal.immediately':
    'City of Sanctuary, the panel and the library’s observers will immediately lose access to this evidence and its files, including in submitted applications.',
  'consents.withdrawal.emails':
    'We will email everyone outside the library who opened this evidence, and everyone who downloaded it. We will ask them to delete any copies.',
  'consents.withdrawal.after': 'The library will keep this evidence, but must use other evidence in its answers.',
  'consents.withdrawal.removed': 'This evidence has been removed. We will erase it on {day}.',
  'consents.withdrawal.button': 'Withdraw consent',
  'consents.others.before':
    'We will withdraw the consent only for this evidence. There is also consent from {person} for this other evidence. If it is the same person, ask whether they withdraw that consent too.',
  'consents.others.after':
    'There is also consent from {person} for this other evidence. If it is the same person, ask whether they withdraw that consent too.',
  'consents.others.removed': '{title} (in removed evidence)',
  'consents.others.more':
    'These are the {count} newest items. You will see more when you have dealt with some of them.',
  'consents.withdrawn':
    'Consent withdrawn. City of Sanctuary, the panel and the library’s observers cannot see this evidence.',
  'consents.withdrawal.mistake':
    'If this consent was recorded by mistake, do not withdraw it. You cannot undo a withdrawal.',
  'consents.withdrawal.mistake.link': 'Remove a consent recorded by mistake',
  'consents.mistake': 'Remove if recorded by mistake',
  'consents.mistake.title': 'Was this consent recorded by mistake?',
  'consents.mistake.which': '{person}, form signed on {day}',
  'consents.mistake.when':
    'Remove the consent only if this person is not in the evidence, or if the details are wrong. To correct the details, record the consent again afterwards.',
  'consents.mistake.gone':
    'We will permanently delete this consent and the name in it. The history will only say that a consent was removed. We will not email anyone.',
  'consents.mistake.then':
    'If other consents cover this evidence, City of Sanctuary will still see it. If not, the evidence will need consent.',
  'consents.mistake.changed': 'If the person has changed their mind, do not remove the consent.',
  'consents.mistake.withdraw': 'Withdraw their consent instead',
  'consents.mistake.button': 'Remove consent',
  'consents.mistake.done': 'Consent removed',
  'consents.mistake.done_before': 'This consent has already been removed',
  'consents.criterion.needed': 'Needs consent. Record the consent before you submit, or use other evidence.',
  'consents.attach.needed': 'Record the consent of everyone shown or quoted before you use this evidence',
  'consents.check.needed': '{code} {title}: record missing consents, or use other evidence',
  'consents.attach.later':
    '“{title}” has been saved. Record the consent of everyone shown or quoted before you use it.',
  'consents.to_check.title': 'Consents to check',
  'consents.to_check.lead':
    'This evidence needs consent, or its consent has ended recently or will end within 60 days.',
  'consents.to_check.none': 'No consents to check',
  'consents.to_check.none.text':
    'We list evidence here when it needs consent, or when its consent has ended recently or will end within 60 days.',
  'consents.to_check.more':
    'These are the {count} most urgent items. You will see more when you have dealt with some of them.',
  'consents.ends': 'Consent ends on {day}',
  'consents.ended': 'Consent ended on {day}',
  'consents.used': 'Used',
  'consents.used.for': 'For {codes}',
  'consents.used.yes': 'In an application',
  'consents.used.earlier_for': 'In an earlier application, for {codes}',
  'consents.used.earlier': 'In an earlier application',
  'consents.used.no': 'Not used yet',
  'consents.submitted': 'Submitted',
  'consents.submitted.text':
    'City of Sanctuary is reading an application that uses this evidence. If everyone shown or quoted still agrees, record a new consent.',
  'consents.submitted.withdrawn':
    'City of Sanctuary is reading an application that uses this evidence, but cannot see the evidence.',
  'consents.home.replace': 'Use other evidence for {codes}',
  'consents.home.replace.title.coordinator': 'Ask City of Sanctuary to send you a question about {codes}',
  'consents.home.replace.title.later': 'Tell City of Sanctuary that evidence for {codes} cannot be used',
  'consents.home.replace.answer': 'Someone has withdrawn their consent. Remove the evidence and add other evidence.',
  'consents.home.replace.add': 'Someone has withdrawn their consent. Add other evidence to your answer.',
  'consents.home.replace.reply':
    'Someone has withdrawn their consent. Add other evidence to your reply to the question.',
  'consents.home.replace.coordinator':
    'Someone has withdrawn their consent, and you cannot change your answer now. The answer’s page has the email address.',
  'consents.home.replace.later':
    'Someone has withdrawn their consent, and you cannot change your answer now. The answer’s page has the email address.',
  'consents.home.replace.button': 'Go to the answer',
  'consents.home': {
    one: '1 item of evidence needs consent',
    other: '{count} items of evidence need consent',
  },
  'consents.home.text': 'City of Sanctuary cannot see this evidence until everyone shown or quoted has given consent.',
  'consents.home.button': 'Check consents',

  'emails.consent_withdrawn.subject': 'Delete your copies of evidence from {organisation}',
  'emails.consent_withdrawn.body':
    'Someone shown or quoted in evidence from {organisation} has withdrawn their consent. City of Sanctuary and the panel cannot see it.',
  'emails.consent_withdrawn.downloaded': 'You last downloaded this evidence on {day}.',
  'emails.consent_withdrawn.opened': 'You last opened this evidence on {day}.',
  'emails.consent_withdrawn.application': 'It is in application {number}.',
  'emails.consent_withdrawn.codes': 'It is for {codes}.',
  'emails.consent_withdrawn.next':
    'If you kept a copy, a screenshot, a printout or notes about that person, please delete or destroy them today.',
  'emails.consent_withdrawn.action.see': 'See where evidence is missing',
  'emails.consent_withdrawn.action': 'Go to your home page',
  'emails.consent_withdrawn_here.subject': 'Someone shown or quoted in your evidence has withdrawn their consent',
  'emails.consent_withdrawn_here.body':
    'Someone shown or quoted in evidence from {organisation} has withdrawn their consent. They told City of Sanctuary. City of Sanctuary and the panel can no longer see that evidence.',
  'emails.consent_withdrawn_here.next': 'Please delete any copies you have, and use other evidence instead.',
  'emails.consent_withdrawn_here.action': 'See the evidence',

  'event.evidence.consent_recorded': 'Consent recorded',
  'event.evidence.consent_withdrawn': 'Consent withdrawn',
  'event.evidence.consent_removed': 'A consent recorded by mistake was removed',
} as const
