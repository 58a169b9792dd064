/** The certificate of an award. */
export const certificate = {
  'awards.certificate.title': '{organisation}’s certificate',
  'awards.certificate.back': 'Award',
  'awards.certificate.award': 'Library of Sanctuary',
  'awards.certificate.glad': 'The trustees of City of Sanctuary are pleased to recognise',
  'awards.certificate.branches': {
    one: 'as a place of welcome, where people seeking sanctuary can join, read, learn and belong.',
    other:
      'and its {count} branches as places of welcome, where people seeking sanctuary can join, read, learn and belong.',
  },
  'awards.certificate.dates': '{from} to {to}',
  'awards.certificate.dates.with_us': 'Valid from {from}, while City of Sanctuary considers the renewal',
  'awards.certificate.since': 'Continuously accredited since {year}',
  'awards.certificate.given': 'First accredited on',
  'awards.certificate.code': 'Certificate code',
  'awards.certificate.check': 'Check this award:',
  'awards.certificate.recorded': 'Awarded before City of Sanctuary’s online service started',
  'awards.certificate.under': 'Decided under {label}',
  'awards.certificate.decided_by': 'Decided by {name}',
  'awards.certificate.draft': 'Based on draft criteria that City of Sanctuary has not issued',
  'awards.certificate.download': 'Download certificate (PDF)',
  'awards.certificate.file': 'Certificate {code}.pdf',
  'awards.certificate.qr': 'QR code for {address}',
  'awards.certificate.made':
    'Downloaded on {day}. To check that the award is still valid, go to the web address above.',
  'awards.certificate.print':
    'The certificate prints on one landscape A4 sheet. Anyone can check the award at the web address on it.',
  'awards.certificate.superseded': 'This certificate is out of date',
  'awards.certificate.superseded.renewed': 'The award has been renewed. The current certificate covers {from} to {to}.',
  'awards.certificate.superseded.renewed.with_us':
    'The award has been renewed. The current certificate is from {from} until City of Sanctuary decides on the next renewal.',
  'awards.certificate.superseded.over': 'The award period ended on {day}, and the award has not been renewed.',
  'awards.certificate.superseded.link': 'See the current certificate',
  'awards.certificate.earlier': 'Earlier certificate: {from} to {to}',
  'awards.certificate.earlier.heading': 'Earlier certificates',
  'awards.certificate.not_now': 'This award is not valid today. Please do not display the certificate.',
} as const
