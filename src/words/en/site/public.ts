export const start = {
  'start.title': 'Welcome',
  'start.heading': 'A library is a place to arrive',
  'start.lead': 'Library of Sanctuary recognises public libraries that welcome people seeking sanctuary.',
  'start.what':
    'Here libraries keep the evidence of how they do it, and City of Sanctuary reads it. Nobody needs to remember a date.',
  'start.sign_in': 'Sign in',
  'start.verify.heading': 'Check an award',
  'start.verify.text':
    'Every certificate carries a code. It tells whether the award is real, and on which days it was valid.',
  'start.verify.link': 'Check a certificate code',
} as const
