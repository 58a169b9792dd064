export const moveReasons = {
  'move_reasons.title': 'Messages about this application',
  'move_reasons.earlier': {
    one: 'Earlier messages about this application ({count})',
    other: 'Earlier messages about this application ({count})',
  },
  'move_reasons.return': 'Returned by City of Sanctuary on {day}',
  'move_reasons.askMore': 'More evidence requested by the panel on {day}',
  'move_reasons.hold': 'Put on hold by City of Sanctuary on {day}',
  'move_reasons.takeUp': 'Application sent back to the panel on {day}, without new evidence',
  'move_reasons.sendBack': 'Proposal sent back by a trustee on {day}',
  'move_reasons.moveDate': 'Deadline changed by City of Sanctuary on {day}',
} as const
