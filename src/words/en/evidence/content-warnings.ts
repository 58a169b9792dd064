export const distress = {
  'distress.warning':
    'It may speak of flight, loss or fear. You need not open it to judge: its title, kind and days stand here. You can stop at any time.',
  'distress.open': 'Open what it says and holds',
  'distress.picture': 'Show the picture of {name}',
  'distress.marked': '{title} (may distress)',
  'distress.remark': 'It may distress: a warning stands before it, and you need not open it.',
  'distress.row': 'Warning',
  'distress.row.said': 'You said that it may distress. The charity reads a warning before it opens this.',
  'distress.row.kind': 'The charity reads a warning before it opens this, because of its kind.',
} as const
