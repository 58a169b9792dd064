export const panelNames = {
  'panel_names.found': {
    one: 'This names a member of the panel: {names}. The library will read it. Change the text, or keep the name',
    other: 'This names members of the panel: {names}. The library will read it. Change the text, or keep the names',
  },
  'panel_names.found.helper': {
    one: 'This names someone who helps a member of the panel: {names}. The library will read it. Change the text, or keep the name',
    other:
      'This names members of the panel or people who help them: {names}. The library will read it. Change the text, or keep the names',
  },
  'panel_names.keep': 'Keep {names} in this text',
} as const
