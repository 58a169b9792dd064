/** Retiring a version of the criteria, or an award stream. */
export const frameworkRetirement = {
  'frameworks.retirement.link': 'Retire this version',
  'frameworks.restoration.link': 'Bring this version back',
  'frameworks.retirement.stream.link': 'Retire this stream',
  'frameworks.restoration.stream.link': 'Bring this stream back',
  'frameworks.retirement.title': 'Retire {name}',
  'frameworks.restoration.title': 'Bring back {name}',
  'frameworks.retirement.since': 'Retired on {day}.',
  'frameworks.retirement.does': 'What will happen',
  'frameworks.retirement.new': 'New applications',
  'frameworks.retirement.renewals': 'Renewals',
  'frameworks.retirement.rounds': 'Rounds',
  'frameworks.retirement.under_way': 'Applications under way',
  'frameworks.retirement.awards': 'Awards',
  'frameworks.retirement.version.new': {
    one: 'New applications will use {label}. This includes applications in the {count} round that has not closed yet.',
    other:
      'New applications will use {label}. This includes applications in the {count} rounds that have not closed yet.',
  },
  'frameworks.retirement.version.new.no_rounds': 'New applications will use {label}.',
  'frameworks.retirement.version.renewals': 'New renewals will use {label}.',
  'frameworks.retirement.stream.new': 'No one will be able to start a first application.',
  'frameworks.retirement.stream.rounds': {
    one: 'You will not be able to set up rounds. {count} round has not closed yet. Libraries can still submit applications that they have already started.',
    other:
      'You will not be able to set up rounds. {count} rounds have not closed yet. Libraries can still submit applications that they have already started.',
  },
  'frameworks.retirement.stream.rounds.none': 'You will not be able to set up rounds.',
  'frameworks.retirement.stream.renewals': 'Award holders will still be able to renew.',
  'frameworks.retirement.under_way.stay': {
    one: 'Nothing will change for the {count} application under way.',
    other: 'Nothing will change for the {count} applications under way.',
  },
  'frameworks.retirement.awards.stay': {
    one: 'Nothing will change for the {count} current award, or its certificate.',
    other: 'Nothing will change for the {count} current awards, or their certificates.',
  },
  'frameworks.retirement.none': 'None',
  'frameworks.restoration.version.new':
    'New applications and renewals will use the newest version that is not retired, including in rounds that have not closed.',
  'frameworks.restoration.stream.new':
    'Libraries will be able to start first applications again. You will be able to set up rounds.',
  'frameworks.retirement.undo': 'You can bring back a retired version or award stream at any time.',
  'frameworks.retirement.only_version':
    'This is the only version in use. Publish another version first, or retire the stream.',
  'frameworks.retirement.then.missing': 'Choose whether to retire it or bring it back',
  'frameworks.retirement.button': 'Retire {name}',
  'frameworks.restoration.button': 'Bring back {name}',
  'frameworks.retirement.done.retire': '{name} has been retired',
  'frameworks.retirement.done.restore': '{name} has been brought back',
  'rounds.stream.label': 'Award stream',
  'rounds.stream.missing': 'Choose an award stream',
  'rounds.stream.none': 'The award stream is retired. Bring it back before you set up a round',
  'rounds.column.stream': 'Award stream',
  'streams.filter.label': 'Award stream',
  'streams.filter.all': 'All streams',
  'event.framework.retired': 'A version of the criteria was retired',
  'event.framework.restored': 'A version of the criteria was brought back',
  'event.framework.stream_retired': 'An award stream was retired',
  'event.framework.stream_restored': 'An award stream was brought back',
} as const
