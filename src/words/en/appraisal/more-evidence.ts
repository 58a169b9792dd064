export const moreEvidence = {
  'more_evidence.lead':
    'The library will only be able to change its answers to the criteria you choose. The panel’s findings on other criteria stay the same.',
  'more_evidence.lead.closed':
    'Panel members cannot give findings until the application is back with the panel. We will email them then.',
  'more_evidence.criteria': 'Which criteria need more evidence?',
  'more_evidence.criteria.missing': 'Choose at least one criterion',
  'more_evidence.criteria.unknown': 'Choose criteria from the list',
  'more_evidence.reasons': 'What is missing, and what would help?',
  'more_evidence.reasons.hint': 'The library’s leads will see this as the panel’s request.',
  'more_evidence.reasons.missing': 'Enter what is missing',
  'more_evidence.until': 'When do you need the evidence by?',
  'more_evidence.until.missing': 'Enter the date you need the evidence by',
  'more_evidence.until.past': 'Enter a date after today',
  'more_evidence.until.far': 'Enter a date within the next 12 months',
  'more_evidence.done': 'Your request has been saved. We will email {organisation}’s leads.',
  'more_evidence.take_up.lead': 'The library has submitted more evidence for:',
  'more_evidence.take_up.lead.unanswered':
    'The library did not submit anything by the due date. The panel asked for more evidence for:',
  'more_evidence.take_up.what': 'The panel will look at these criteria again. Its other findings stay the same.',
  'more_evidence.take_up.incomplete':
    'The panel is not complete, so it cannot propose an outcome. Offer the missing seats.',
  'more_evidence.take_up.reason': 'Why should the panel continue without more evidence?',
  'more_evidence.take_up.reason.missing': 'Enter why the panel should continue without more evidence',
  'more_evidence.take_up.done':
    '{organisation}’s application is with the panel again. We will email the panel members.',
} as const
