export const start = {
  'start.title': 'Welcome',
  'start.heading': 'Library of Sanctuary',
  'start.lead': 'City of Sanctuary recognises public libraries that welcome people seeking sanctuary.',
  'start.what': 'Libraries send us evidence of their work, and we review it.',
  'start.sign_in': 'Sign in',
  'start.apply.heading': 'Take part',
  'start.apply.text':
    'If your library service would like to apply, tell us. If it is eligible, we will email you an invitation.',
  'start.verify.heading': 'Check an award',
  'start.verify.text': 'Use the code on a certificate to check whether the award is valid.',
  'start.verify.link': 'Enter a certificate code',
} as const
