export const panelNames = {
  'panel_names.found': {
    one: 'This names someone who is or was on the panel: {names}. The library will read it. Change the text, or keep the name',
    other:
      'This names people who are or were on the panel: {names}. The library will read it. Change the text, or keep the names',
  },
  'panel_names.found.helper': {
    one: 'This names someone who helps or helped the panel: {names}. The library will read it. Change the text, or keep the name',
    other:
      'This names people who are or were on the panel, or help it: {names}. The library will read it. Change the text, or keep the names',
  },
  'panel_names.keep': 'Keep {names} in this text',
} as const
