export const coverage = {
  'coverage.title': 'Evidence by branch',
  'coverage.lead':
    'Use this page to see where to collect evidence next. Not every branch needs evidence for every criterion.',
  'coverage.filter': 'Criteria',
  'coverage.filter.branches': 'Criteria that ask about each branch',
  'coverage.filter.all': 'All criteria',
  'coverage.empty.heading': 'No evidence to show yet',
  'coverage.empty.text':
    'When your library adds evidence for a criterion, this page will show which branches it is about.',
  'coverage.gaps': 'Biggest gaps',
  'coverage.gaps.none':
    'Every branch has recent evidence for each of these criteria, either its own or about the whole service.',
  'coverage.gaps.line': {
    one: '{code} {title}: {count} branch has no recent evidence',
    other: '{code} {title}: {count} branches have no recent evidence',
  },
  'coverage.table': 'Evidence by branch and criterion',
  'coverage.scroll': 'Evidence by branch and criterion (scroll sideways to see more)',
  'coverage.column.branch': 'Branch',
  'coverage.column.gaps': 'Gaps',
  'coverage.key': 'Key (evidence that has expired or needs consent is not counted)',
  'coverage.key.here': 'number of items about this branch',
  'coverage.key.whole service': 'only evidence about the whole service',
  'coverage.key.old': 'only out-of-date evidence',
  'coverage.key.none': 'no evidence',
  'coverage.mark.some': '3',
  'coverage.mark.here': '{number}',
  'coverage.mark.whole service': 'all',
  'coverage.mark.old': 'old',
  'coverage.mark.none': '0',
  'coverage.criteria': 'By criterion',
  'coverage.criteria.hint': 'Evidence that has expired or needs consent is not counted.',
  'coverage.count.here': {
    one: '{count} branch with its own evidence',
    other: '{count} branches with their own evidence',
  },
  'coverage.count.whole service': {
    one: '{count} branch covered only by evidence about the whole service',
    other: '{count} branches covered only by evidence about the whole service',
  },
  'coverage.count.old': {
    one: '{count} branch with only out-of-date evidence',
    other: '{count} branches with only out-of-date evidence',
  },
  'coverage.count.none': { one: '{count} branch with no evidence', other: '{count} branches with no evidence' },
  'coverage.missing': {
    one: '{count} branch has no recent evidence for {code}',
    other: '{count} branches have no recent evidence for {code}',
  },
} as const
