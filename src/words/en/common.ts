export const common = {
  'service.name': 'Library of Sanctuary',
  title: '{title} – Library of Sanctuary',
  'title.error': 'Error: {title}',
  'title.question': 'Question: {title}',
  'field.one_value': 'Enter one value only',
  'field.says_nothing': 'Write at least 3 letters or numbers',
  'field.too_long': 'Use {most} characters or fewer',
  'field.day.year': 'Enter the year in four figures, such as 2027',
  'field.day.impossible': 'Enter a real date, such as 28 February 2027',
} as const
