export const panelNames = {
  'panel_names.found': {
    one: 'This may name someone who is or was on the panel: {names}. The library will read this text. Change it, or keep the name',
    other:
      'This may name people who are or were on the panel: {names}. The library will read this text. Change it, or keep the names',
  },
  'panel_names.found.helper': {
    one: 'This may name someone who helps or helped the panel: {names}. The library will read this text. Change it, or keep the name',
    other:
      'This may name people who are or were on the panel, or who help or helped it: {names}. The library will read this text. Change it, or keep the names',
  },
  'panel_names.keep': 'Keep {names} in this text',
} as const
