export const confirmations = {
  'confirmations.title': '{organisation}: confirm the renewal',
  'confirmations.submitted':
    'The library submitted this renewal on {day}, and we have checked it. One trustee needs to confirm it.',
  'confirmations.submitted.panel': 'The library submitted this renewal on {day}, and we have checked it.',
  'confirmations.valid_to': 'The award is valid until {day}.',
  'confirmations.valid_to.over': 'The award was valid until {day}.',
  'confirmations.suspended': 'The award is suspended, so it is not valid until a trustee restores it.',
  'confirmations.valid_with_us': 'The award stays valid until we decide on the renewal.',
  'confirmations.no_comparison':
    'The award was made before this service started, so there is no earlier submission to compare with.',
  'confirmations.changed': 'What has changed since {day}',
  'confirmations.changed.none': 'No answers have changed, except those under “What has happened since last time”.',
  'confirmations.answers': 'The library’s answers',
  'confirmations.who_and_where': 'Branches and contacts',
  'confirmations.year': 'What has happened since last time',
  'confirmations.unchanged': 'Answers confirmed without changes',
  'confirmations.submission': 'Read the full submission',
  'confirmations.outcome': 'What is your decision?',
  'confirmations.outcome.missing': 'Choose your decision',
  'confirmations.outcome.awarded.hint': 'The award will be renewed for another period',
  'confirmations.outcome.awarded with recommendations.hint':
    'The award will be renewed, and we will follow up your recommendations',
  'confirmations.recommendations': 'Add recommendations',
  'confirmations.recommendation': 'Recommendation {number}',
  'confirmations.recommendations.not_expected': 'Choose “Awarded with recommendations”, or clear the recommendations',
  'confirmations.decision_letter.hint':
    'Write to the library in your own words. We add the greeting, outcome, dates, branches, recommendations and what happens next.',
  'confirmations.decision_letter.draft':
    'We have read {organisation}’s renewal, including what has changed since last time.',
  'confirmations.button': 'Confirm the renewal',
  'confirmations.done':
    'The renewal has been confirmed. We will hold the decision letter until a coordinator releases it.',
  'confirmations.stale': 'This renewal changed while you were reading it',
  'confirmations.stale.text': 'We have kept what you entered. Read the page again, then confirm the renewal.',
  'confirmations.doubts': 'If you are not sure',
  'confirmations.want_panel': 'Ask for a panel',
} as const
