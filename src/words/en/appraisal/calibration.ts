export const calibration = {
  // For the library's leads.
  'calibration.agreement.title': 'Let appraisers practise on this application',
  'calibration.agreement.lead':
    'Appraisers practise on past applications before they judge new ones. If you agree, they can practise on 3 to 5 of your answers, without seeing your library’s name.',
  'calibration.agreement.copied':
    'We copy the text of your answers and the panel’s findings on them. We never use your files or your evidence.',
  'calibration.agreement.replaced':
    'Before an appraiser sees the text, we replace the names of your library, places, partners and people.',
  'calibration.agreement.known':
    'Only our coordinators and your leads will know that the text comes from your application. No one from your library, or from the panel that read your application, will practise on it.',
  'calibration.agreement.end':
    'You can withdraw your agreement at any time. We will then delete the copied text immediately, even if an appraiser is reading it.',
  'calibration.agreement.tick': 'I agree on behalf of {organisation}',
  'calibration.agreement.missing': 'Tick the box to agree',
  'calibration.agreement.button': 'Agree',
  'calibration.agreement.agreed': 'Thank you. You have agreed to let appraisers practise on this application.',
  'calibration.agreement.in_force': 'On {day}, {name} agreed to let appraisers practise on this application.',
  'calibration.agreement.not_now': 'You can agree once there is a final decision on this application.',
  'calibration.agreement.withdraw': 'Withdraw your agreement',
  'calibration.agreement.withdraw.text':
    'We will immediately delete the copied text and the judgements and reasons that appraisers gave. You can agree again later.',
  'calibration.agreement.withdrawn': 'You have withdrawn your agreement. We have deleted any text that we copied.',
  'calibration.agreement.earlier': 'Earlier agreements',
  'calibration.agreement.earlier.line': '{name} agreed on {day}. {other} withdrew the agreement on {end}.',
  'calibration.agreement.earlier.ended':
    '{name} agreed on {day}. The agreement ended on {end}, when the application was withdrawn or closed.',
  'calibration.agreement.case': 'What appraisers read',
  'calibration.agreement.case.none': 'Appraisers cannot read anything from your application yet.',

  // For coordinators.
  'calibration.case.title': 'Calibration case',
  'calibration.case.lead':
    'Appraisers practise on a few of the library’s answers, without names. Only the library’s leads, and coordinators without a conflict of interest, know which library wrote them.',
  'calibration.case.no_agreement':
    'The library has not agreed to let appraisers practise on its application. Its leads can agree under “Let appraisers practise on this application”.',
  'calibration.case.agreed': 'On {day}, the library agreed to let appraisers practise on its application.',
  'calibration.case.choose': 'Choose 3 to 5 criteria',
  'calibration.case.choose.hint': 'Choose criteria that appraisers might disagree about.',
  'calibration.case.choose.count': 'Choose 3 to 5 criteria',
  'calibration.case.choose.unknown': 'Choose criteria from the list',
  'calibration.case.choose.few':
    'A case needs at least 3 criteria that have an answer and a panel finding. This application has fewer.',
  'calibration.case.choose.button': 'Copy these answers',
  'calibration.case.prepared':
    'The answers have been copied. Replace everything that could identify the library or a person.',
  'calibration.case.texts': 'Criteria in this case',
  'calibration.case.state.new': 'Read and edit',
  'calibration.case.state.names': { one: '{count} name to replace', other: '{count} names to replace' },
  'calibration.case.state.ready': 'Ready',
  'calibration.case.publish.link': 'Check and publish',
  'calibration.case.published':
    'Published on {day} by {name}. To change the text, remove the case and prepare it again.',
  'calibration.case.published.names':
    'This case now contains a name that could identify the library or a person. Remove the case and prepare it again.',
  'calibration.case.remove': 'Remove this case',
  'calibration.case.remove.text':
    'This deletes the text of the case and the judgements and reasons that appraisers gave.',
  'calibration.case.removed': 'The case has been removed.',
  'calibration.case.not_agreed': 'You cannot continue, because the library has withdrawn its agreement',

  'calibration.text.title': 'Edit the calibration text for {code}',
  'calibration.text.lead':
    'Replace everything that could identify the library or a person: names, places, exact numbers and dates. For example, write “the town”, “one branch” or “a volunteer”.',
  'calibration.text.original.answer': 'What the library wrote',
  'calibration.text.original.reason': 'What the panel wrote',
  'calibration.text.names': 'Names to replace',
  'calibration.text.names.none':
    'We found no names to replace. Read the text for other details that could identify the library or a person.',
  'calibration.text.answer': 'Answer for appraisers to read',
  'calibration.text.answer.missing': 'Enter the answer for appraisers to read',
  'calibration.text.reason': 'The panel’s reason',
  'calibration.text.reason.hint': 'The panel’s judgement: {judgement}',
  'calibration.text.reason.missing': 'Enter the panel’s reason',
  'calibration.text.button': 'Save text',
  'calibration.text.saved': 'The text has been saved.',
  'calibration.text.saved.names': {
    one: 'The text has been saved. It still contains {count} name.',
    other: 'The text has been saved. It still contains {count} names.',
  },
  'calibration.text.changed': 'Someone else changed this text. Compare it with yours, then save again',
  'calibration.text.other': 'The saved text',

  'calibration.publish.title': 'Check and publish the case',
  'calibration.publish.lead': 'This text is all that appraisers will see about the library.',
  'calibration.publish.own':
    'You edited this case yourself. If you can, ask another coordinator to read and publish it.',
  'calibration.publish.unread': {
    one: 'Before you publish, read and save the text for {count} more criterion',
    other: 'Before you publish, read and save the text for {count} more criteria',
  },
  'calibration.publish.names': {
    one: 'Before you publish, replace {count} marked name',
    other: 'Before you publish, replace {count} marked names',
  },
  'calibration.publish.read': 'I have read the whole case, and nothing in it identifies the library or a person.',
  'calibration.publish.read.missing': 'Tick the box to confirm that you have read the whole case',
  'calibration.publish.changed': 'Someone else changed this case. Read it again, then publish',
  'calibration.publish.button': 'Publish case',
  'calibration.publish.done': 'The case has been published.',

  // For appraisers.
  'calibration.title': '10-minute calibration',
  'calibration.link': '10-minute calibration: compare your judgement with a panel’s',
  'calibration.lead':
    'Judge a few answers from past applications, then compare your judgements with the panel’s. This takes about 10 minutes.',
  'calibration.private':
    'Only you can see your judgements. Other appraisers see only totals, once at least 5 people have judged a criterion. Coordinators can see the day you finished.',
  'calibration.anonymous':
    'These libraries agreed to share their answers, and we replaced their names. Do not try to find out which libraries they are.',
  'calibration.case': 'Application {number}',
  'calibration.case.judged': '{judged} of {count} answers judged',
  'calibration.state.judged': 'Judged',
  'calibration.state.open': 'Not judged yet',
  'calibration.none': 'There are no past applications for you to judge at the moment. You do not need to do anything.',
  'calibration.one': 'There is only one past application for you to judge at the moment. That is enough for this year.',
  'calibration.left': {
    one: 'You still need to judge {count} answer.',
    other: 'You still need to judge {count} answers.',
  },
  'calibration.unfinished': {
    one: 'Judge {count} more answer before you finish',
    other: 'Judge {count} more answers before you finish',
  },
  'calibration.finish': 'Finish',
  'calibration.finish.text':
    'You have judged all the answers. You can come back to this page to see your judgements and the panel’s.',
  'calibration.finish.button': 'Mark as done',
  'calibration.finished': 'You finished this year’s calibration on {day}.',
  'calibration.done': 'Thank you. You have finished this year’s calibration.',
  'calibration.practise.title': '{code} {title}',
  'calibration.practise.caption': 'Application {number}, criterion {code}',
  'calibration.practise.answer': 'What the library wrote',
  'calibration.practise.limits': 'The panel also saw evidence and other answers. Judge only this answer.',
  'calibration.practise.judgement': 'Your judgement',
  'calibration.practise.judgement.missing': 'Choose a judgement',
  'calibration.practise.reason': 'Your reason, in a sentence',
  'calibration.practise.reason.missing': 'Enter your reason',
  'calibration.practise.once': 'You cannot change your judgement or your reason after you save.',
  'calibration.practise.button': 'Save and compare',
  'calibration.practise.saved': 'Your judgement has been saved.',
  'calibration.practise.again': 'You judged this criterion in another window. This is the judgement we saved.',
  'calibration.practise.panel': 'The panel’s judgement',
  'calibration.practise.others': 'Other appraisers',
  'calibration.practise.others.few':
    'You can see how other appraisers judged this criterion once at least {count} of them have judged it.',
  'calibration.practise.others.judgement': 'Judgement',
  'calibration.practise.others.count': 'Appraisers',
  'calibration.practise.next': 'Next: {code} {title}',
  'calibration.practise.back': 'Back to all criteria',

  'home.calibration': 'Compare your judgement with a panel’s',
  'home.calibration.button': 'Start',
  'home.calibration.text': 'Judge a few answers from past applications. This takes about 10 minutes.',

  'event.calibration.agreed': 'The library agreed to let appraisers practise on its application',
  'event.calibration.agreement_withdrawn':
    'The library withdrew its agreement to let appraisers practise on its application',
  'event.calibration.case_prepared': 'A calibration case was prepared',
  'event.calibration.text_saved': 'The text of a calibration case was edited',
  'event.calibration.case_published': 'A calibration case was published',
  'event.calibration.case_removed': 'A calibration case was removed',
  'event.calibration.done': 'An appraiser finished their yearly calibration',
} as const
