export const moveReasons = {
  'move_reasons.title': 'Returns, requests and holds',
  'move_reasons.earlier': {
    one: 'Earlier returns, requests and holds ({count})',
    other: 'Earlier returns, requests and holds ({count})',
  },
  'move_reasons.return': 'Returned by City of Sanctuary on {day}',
  'move_reasons.askMore': 'More evidence requested by the panel on {day}',
  'move_reasons.hold': 'Put on hold by City of Sanctuary on {day}',
  'move_reasons.moveDate': 'New deadline from City of Sanctuary on {day}',
} as const
