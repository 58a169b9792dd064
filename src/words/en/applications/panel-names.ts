export const panelNames = {
  'panel_names.found': {
    one: 'This text may name someone who is or was on the panel: {names}. The library will read it. Remove the name, or tick the box to keep it',
    other:
      'This text may name people who are or were on the panel: {names}. The library will read it. Remove the names, or tick the box to keep them',
  },
  'panel_names.found.helper': {
    one: 'This text may name someone who helps or helped the panel: {names}. The library will read it. Remove the name, or tick the box to keep it',
    other:
      'This text may name people who are or were on the panel, or who help or helped it: {names}. The library will read it. Remove the names, or tick the box to keep them',
  },
  'panel_names.keep': 'Keep {names} in this text',
} as const
