/** The forecast of the queue for panels, and plans that change it. */
export const capacity = {
  'capacity.title': 'Plan the year',
  'capacity.caption': 'Panel places, from {month}',
  'capacity.lead': 'On {day}, these applications were waiting for a panel or being read by a panel:',
  'capacity.waiting.firsts': { one: '{count} first application', other: '{count} first applications' },
  'capacity.waiting.renewals': { one: '{count} renewal', other: '{count} renewals' },
  'capacity.lead.try': 'Try changes to see how they would affect the queue. This does not change any awards or rounds.',
  'capacity.try': 'Try a change',
  'capacity.update': 'Update the forecast',
  'capacity.reset': 'Clear your changes',
  'capacity.now': 'Currently {now}.',
  'capacity.evenings': 'Panel evenings a month',
  'capacity.evenings.hint': {
    one: 'Currently {now}. We work this out from {count} proposal that a panel made in the last 12 months.',
    other: 'Currently {now}. We work this out from {count} proposals that panels made in the last 12 months.',
  },
  'capacity.evenings.wrong': 'Enter a whole number of evenings from 0 to {most}',
  'capacity.panels': 'Panels per evening',
  'capacity.panels.wrong': 'Enter a whole number of panels from 1 to {most}',
  'capacity.each': 'Applications that a panel can consider in an evening',
  'capacity.each.wrong': 'Enter a whole number of applications from 1 to {most}',
  'capacity.off': 'Months without meetings',
  'capacity.off.summary': {
    one: '{count} month without meetings',
    other: '{count} months without meetings',
  },
  'capacity.off.wrong': 'Choose months from the list',
  'capacity.full': 'What proportion of renewals will be light renewals?',
  'capacity.full.hint': 'Currently, 1 in {now} renewals is a full reappraisal. The rest are light.',
  'capacity.full.hint.all': 'Currently, all renewals are full reappraisals.',
  'capacity.full.1': 'None: all will be full reappraisals',
  'capacity.full.2': '1 in 2',
  'capacity.full.3': '2 in 3',
  'capacity.full.4': '3 in 4',
  'capacity.full.5': '4 in 5',
  'capacity.full.6': '5 in 6',
  'capacity.full.wrong': 'Choose what proportion of renewals will be light renewals',
  'capacity.asking': 'Out of every 100 light renewals, how many will need a panel?',
  'capacity.asking.hint': 'Currently {now}, based on light renewals submitted in the last 24 months.',
  'capacity.asking.wrong': 'Enter a whole number from 0 to 100',
  'capacity.close': 'Which rounds do you want to leave out?',
  'capacity.close.hint': 'Tick a round to leave its first applications out of the forecast.',
  'capacity.close.expected': 'Future round that needs panels in {month}',
  'capacity.close.count': {
    one: '{count} first application expected',
    other: '{count} first applications expected',
  },
  'capacity.close.wrong': 'Choose rounds from the list. A round that you chose may have closed',
  'capacity.month': 'Which awards do you want to extend?',
  'capacity.month.choice': {
    one: '{count} award due for a full reappraisal in {month}',
    other: '{count} awards due for a full reappraisal in {month}',
  },
  'capacity.month.none': 'None',
  'capacity.month.wrong': 'Choose one of the next 12 months',
  'capacity.by': 'How many months do you want to extend the awards by?',
  'capacity.by.months': 'months',
  'capacity.by.wrong': 'Enter a whole number of months from 1 to {most}',
  'capacity.how': 'How do you want to extend the awards?',
  'capacity.how.spread':
    'Extend each award to the month with the most free panel places, within the number of months above',
  'capacity.how.together': 'Extend every award by the number of months above',
  'capacity.how.wrong': 'Choose how to extend the awards',

  'capacity.number.waiting': 'Applications waiting at the end of {month}',
  'capacity.unchanged': 'if nothing changes',
  'capacity.planned': 'with your changes',
  'capacity.unchanged.line': 'If nothing changes',
  'capacity.planned.line': 'With your changes',
  'capacity.number.places': 'Panel places over the next 12 months',
  'capacity.number.places.what': '{now} if nothing changes',
  'capacity.number.moved': 'Awards to extend',
  'capacity.number.moved.what': 'with your changes',
  'capacity.queue': 'Applications waiting for a panel over the next 3 years',
  'capacity.queue.point': '{month}: {now} if nothing changes, {planned} with your changes.',
  'capacity.months': 'Applications and panel places, month by month',
  'capacity.months.lead':
    'Applications that need a panel over the next 12 months: {before} if nothing changes, {needing} with your changes. Panel places: {placesBefore} if nothing changes, {places} with your changes.',
  'capacity.kind.full': 'Full reappraisal',
  'capacity.kind.first': 'First application',
  'capacity.kind.asking': 'Light renewal that needs a panel',
  'capacity.kind.light': 'Light renewal without a panel',
  'capacity.places': 'Panel places',

  'capacity.dates': 'Extend awards that end in {month}',
  'capacity.dates.text': {
    one: '{count} award ending in {month} is due for a full reappraisal. Its end date will not change until a coordinator has checked it.',
    other:
      '{count} awards ending in {month} are due for a full reappraisal. Their end dates will not change until a coordinator has checked them.',
  },
  'capacity.dates.link': 'Check the new dates',
  'capacity.dates.who': 'A coordinator can extend these awards.',

  'capacity.steps': 'How we calculate the forecast',
  'capacity.steps.due':
    'A renewal is due in the month its award ends. An award that has already ended is due this month.',
  'capacity.steps.firsts':
    'First applications need a panel in the month after their round closes. For each round, we expect the average number from the rounds that closed in the last 24 months. We expect each round from the last 12 months to be held again every year.',
  'capacity.steps.places':
    'We multiply a month’s evenings by the number of panels per evening, then by the number of applications for each panel. This gives the number of places. A month without meetings has none. We always count whole months, including this one.',
  'capacity.steps.order':
    'The application that has waited longest goes first. If several are due in the same month, reappraisals come first, then first applications, then light renewals.',
  'capacity.steps.period': {
    one: 'We assume that every award is renewed and every first application succeeds. Each new award period lasts {count} month from its panel meeting. After a light renewal without a panel, the new period starts when the current one ends.',
    other:
      'We assume that every award is renewed and every first application succeeds. Each new award period lasts {count} months from its panel meeting. After a light renewal without a panel, the new period starts when the current one ends.',
  },
  'capacity.steps.all':
    'An application waits from the month it is due until its panel meets. We do not count time spent waiting for the library.',
  'capacity.steps.spread':
    'To spread awards, we take each in turn and choose the month with the most free places. This may be the month in which it is already due.',
  'capacity.steps.counted':
    'We count awards and applications at 6am every day. We work out the number of evenings from the panels’ proposals in the last 12 months. We assume that there are no evenings in August.',

  'capacity.words.evenings': { one: '{count} panel evening a month', other: '{count} panel evenings a month' },
  'capacity.words.panels': { one: '{count} panel per evening', other: '{count} panels per evening' },
  'capacity.words.each': { one: '{count} application for each panel', other: '{count} applications for each panel' },
  'capacity.words.off': 'No panel evenings in {months}',
  'capacity.words.full': {
    one: 'Every renewal is a full reappraisal',
    other: '1 in every {count} renewals is a full reappraisal',
  },
  'capacity.words.asking': 'Light renewals that need a panel: {share} in 100',
  'capacity.words.closed': {
    one: 'Round left out: {rounds}',
    other: 'Rounds left out: {rounds}',
  },
  'capacity.words.spread': {
    one: 'Full reappraisals due in {month} are spread over that month and the next one',
    other: 'Full reappraisals due in {month} are spread over that month and the next {count} months',
  },
  'capacity.words.together': {
    one: 'Awards due a full reappraisal in {month} are extended by {count} month',
    other: 'Awards due a full reappraisal in {month} are extended by {count} months',
  },
} as const
