export const samples = {
  'samples.title': 'Sample of branches',
  'samples.lead': {
    one: 'The panel reads the evidence from {count} of {all} branches more closely. We chose the branch at random.',
    other:
      'The panel reads the evidence from {count} of {all} branches more closely. We chose these branches at random.',
  },
  'samples.lead.added':
    'The panel reads the evidence from {count} of {all} branches more closely. Branches added since the last appraisal are always included. We chose the others at random.',
  'samples.lead.all_added':
    'The panel reads the evidence from {count} of {all} branches more closely. They are the branches added since the last appraisal.',
  'samples.added': '{name} (added since the last appraisal)',
  'samples.none': {
    one: 'No sample has been drawn yet. The sample will include {count} of {all} branches, chosen at random.',
    other: 'No sample has been drawn yet. The sample will include {count} of {all} branches, chosen at random.',
  },
  'samples.none.renewal':
    'No sample has been drawn yet. The sample will include every branch added since the last appraisal. We choose any others at random.',
  'samples.small': 'This library service is small enough for the panel to read the evidence from every branch.',
  'samples.drawn': 'Drawn on',
  'samples.seed': 'Code for this draw',
  'samples.seed.hint': 'Anyone can use this code to repeat the draw and check which branches were chosen.',
  'samples.reason': 'Why the sample was drawn again',
  'samples.reason.why': 'Why are you drawing another sample?',
  'samples.reason.hint': 'The panel can read this. For example, “A branch in the sample has closed”.',
  'samples.reason.missing': 'Enter why you are drawing another sample',
  'samples.draw': 'Draw the sample',
  'samples.again': 'Draw another sample',
  'samples.done': 'The sample has been drawn.',
  'samples.earlier': 'Earlier samples',
  'samples.earlier.line': 'Sample {number}, drawn on {when} with the code {seed}: {branches}',

  'event.panel.sample_drawn': 'A sample of branches was drawn',
} as const
