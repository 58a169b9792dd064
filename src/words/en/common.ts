export const common = {
  'service.name': 'Library of Sanctuary',
  'title': '{title} – Library of Sanctuary',
  'title.error': 'Error: {title}',
} as const
