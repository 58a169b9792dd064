export const meetings = {
  'meetings.title': 'All findings',
  'meetings.left': {
    one: '{count} of {all} criteria still needs an agreed finding.',
    other: '{count} of {all} criteria still need an agreed finding.',
  },
  'meetings.left.all': {
    one: '{count} criterion still needs an agreed finding.',
    other: 'All {count} criteria still need an agreed finding.',
  },
  'meetings.all_recorded': 'Every criterion has an agreed finding.',
  'meetings.waiting': {
    one: '{count} member has not given all their findings yet.',
    other: '{count} members have not given all their findings yet.',
  },
  'meetings.set_aside':
    'A member left the panel because of a conflict of interest. We do not show or count their findings.',
  'meetings.to_confirm': {
    one: 'Record {count} agreed finding again',
    other: 'Record {count} agreed findings again',
  },
  'meetings.to_confirm.text':
    'A member left because of a conflict of interest after the panel had agreed. The chair needs to check each finding without that member’s findings, then record it again.',
  'meetings.to_confirm.link': '{code} {title}',
  'meetings.agreed.to_confirm':
    'This finding was recorded before a member left because of a conflict of interest. Remove anything that came from that member, then record it again.',
  'meetings.unanimous.button': {
    one: 'Record the {count} finding that you all agree on',
    other: 'Record the {count} findings that you all agree on',
  },
  'meetings.unanimous.words': 'Use the members’ words as the panel’s reasons',
  'meetings.unanimous.words.hint':
    'We leave out the members’ names. If you do not tick this box, the library will read only that you all agree.',
  'meetings.words': 'Use the members’ words',
  'meetings.words.hint':
    'We add the words you choose to the field “Why?” below, without the members’ names. You can change them there.',
  'meetings.words.missing': 'Choose at least one reason or commendation to copy',
  'meetings.words.button': 'Copy to “Why?”',
  'meetings.unanimous.hint': 'You can change each finding afterwards.',
  'meetings.unanimous.reason': 'All panel members agreed on this finding.',
  'meetings.unanimous.left': {
    one: 'We did not record a finding on {codes}. The members’ words may name someone on the panel or a helper. Open the criterion to change the text.',
    other:
      'We did not record findings on {codes}. The members’ words may name someone on the panel or a helper. Open each criterion to change the text.',
  },
  'meetings.unanimous.done': {
    one: '{count} agreed finding has been recorded.',
    other: '{count} agreed findings have been recorded.',
  },
  'meetings.differing': 'Where the members disagree, largest difference first',
  'meetings.same': 'Where the members agree',
  'meetings.same_so_far': 'Where no one has disagreed so far',
  'meetings.table.criterion': 'Criterion',
  'meetings.table.agreed': 'Agreed finding',
  'meetings.not_given': 'Not given yet',
  'meetings.table.to_confirm': 'To record again',
  'meetings.not_recorded': 'Not agreed yet',
  'meetings.to_proposal': 'Continue to the proposal',
  'meetings.see_proposal': 'See the proposal',
  'meetings.sent_back.why': 'Read the trustee’s reason',
  'meetings.agreed.title': '{code} {title}: agreed finding',
  'meetings.agreed.caption': '{organisation} · {code}',
  'meetings.agreed.read': 'Read the library’s answer and evidence',
  'meetings.agreed.found': 'What each member found',
  'meetings.judgement': 'What is the panel’s agreed finding?',
  'meetings.judgement.missing': 'Choose the panel’s agreed finding',
  'meetings.reason': 'Why?',
  'meetings.reason.hint': 'The library will read this with the decision letter. Say what is good and what would help.',
  'meetings.reason.missing': 'Enter the panel’s reason',
  'meetings.agreed.button': 'Record agreed finding',
  'meetings.agreed.saved': 'The agreed finding on {code} has been recorded.',
  'meetings.agreed.stale': 'Recorded in another window',
  'meetings.agreed.stale.text': 'What you entered in this window is below. Record it to replace the other version.',

  'event.agreed_finding.recorded': 'An agreed finding was recorded',
} as const
