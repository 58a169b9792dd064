export const shownPartners = {
  'shown_partners.heading': 'Partnerships',
  'shown_partners.link': 'Show a partnership',
  'shown_partners.title': 'Which partnerships do you want to show with this answer?',
  'shown_partners.hint':
    'Your application will show who each partner is, what you agreed and did together, and any evidence of it.',
  'shown_partners.saved': 'Partnerships saved.',
  'shown_partners.unknown': 'Choose partnerships from the list',
  'shown_partners.live':
    'You can change these partnerships until you submit. We do not show evidence that still needs consent.',
  'shown_partners.under': 'Shown under {items}',

  'event.application.partners_shown': 'Partnership added to an answer',
  'event.application.partners_left_out': 'Partnership removed from an answer',
} as const
