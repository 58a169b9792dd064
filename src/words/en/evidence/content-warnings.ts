export const distress = {
  'content_warning.warning':
    'It may speak of flight, loss or fear. You need not open it to judge: its title, kind and days stand here. You can stop at any time.',
  'content_warning.open': 'Open what it says and holds',
  'content_warning.picture': 'Show the picture of {name}',
  'content_warning.marked': '{title} (may distress)',
  'content_warning.remark': 'It may distress: a warning stands before it, and you need not open it.',
  'content_warning.row': 'Warning',
  'content_warning.row.said': 'You said that it may distress. The charity reads a warning before it opens this.',
  'content_warning.row.kind': 'The charity reads a warning before it opens this, because of its kind.',
} as const
