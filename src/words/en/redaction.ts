export const redaction = {
  'harm.kind.name': 'A name',
  'harm.kind.phone': 'A phone number',
  'harm.kind.birth': 'A date of birth',
  'harm.kind.insurance': 'A National Insurance number',
  'harm.kind.reference': 'A case or reference number',
  'harm.kind.e-mail': 'An e-mail address',
  'harm.kind.address': 'An address or postcode',
  'harm.kind.hotel': 'A hotel or other place to stay',
} as const
