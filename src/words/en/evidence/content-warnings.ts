export const contentWarnings = {
  'content_warning.warning':
    'This evidence may describe loss, fear or having to flee. You do not have to open it to appraise it, and you can stop at any time.',
  'content_warning.open': 'Show this evidence',
  'content_warning.picture': 'Show the picture “{name}”',
  'content_warning.marked': '{title} (content warning)',
  'content_warning.remark': 'This evidence has a content warning. You do not have to open it.',
  'content_warning.row': 'Content warning',
  'content_warning.row.marked': 'Yes. Panel members see a warning before they open this evidence.',
  'content_warning.row.kind':
    'Yes, like all evidence of this kind. Panel members see a warning before they open this evidence.',
} as const
