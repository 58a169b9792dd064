export const home = {
  'home.title': 'Home',
  'navigation.help': 'Help',
  'navigation.applications': 'Applications',
  'navigation.evidence': 'Evidence',
  'navigation.team': 'Team',
  'navigation.appraisals': 'Appraisals',
  'navigation.organisations': 'Organisations',
  'navigation.rounds': 'Rounds',
  'navigation.people': 'People',
  'navigation.mail': 'Mail',
  'navigation.history': 'History',
} as const
