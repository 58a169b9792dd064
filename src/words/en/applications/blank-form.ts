export const blankForm = {
  'blank_form.title': 'The criteria',
  'blank_form.link': 'Read the criteria and the blank form',
  'blank_form.paper': '{kind}: {label}',
  'blank_form.kinds': 'Kind of application',
  'blank_form.lead.first':
    'These are all the questions in a first application. You can prepare your answers before you start.',
  'blank_form.lead.renewal':
    'These are the questions in a light renewal. It is one page, and we will fill in any answers from last time.',
  'blank_form.lead.reappraisal':
    'These are all the questions in a full reappraisal. When you start, we will fill in any answers from last time.',
  'blank_form.version': 'Version {version} of the criteria, published on {day}.',
  'blank_form.pdf': 'Download the blank form (PDF)',
  'blank_form.file': 'Blank form, {kind}, version {version}.pdf',
  'blank_form.item': '{code} {title} ({requirement})',
  'blank_form.confirm':
    'Confirm that your last answer is still true. Write a new answer only if something has changed.',
  'blank_form.branches': 'In your answer, cover every branch in your application.',
  'blank_form.fresh': {
    one: 'Use evidence from the last month.',
    other: 'Use evidence from the last {count} months.',
  },
  'blank_form.length':
    'Write as you would to a colleague. For each criterion, 150 to 300 words is enough. Your answers can have up to {limit} characters each.',
  'blank_form.limit': { one: 'Up to {count} character.', other: 'Up to {count} characters.' },
  'blank_form.limit.plain': 'Your answer can have up to {limit} characters.',
  'blank_form.limit.year': 'Write about what has happened since last time, in up to {limit} characters.',
} as const
