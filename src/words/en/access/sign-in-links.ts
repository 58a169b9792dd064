export const signInLinks = {
  'sign_in_links.link': 'Are you on a panel, or helping a panel member? Get a sign-in link by email',
  'sign_in_links.title': 'Get a sign-in link',
  'sign_in_links.lead':
    'If your only role is on a panel, or helping a panel member, you can sign in without a password. Everyone else needs their password.',
  'sign_in_links.button': 'Email me a link',
  'sign_in_links.sent.title': 'Check your email',
  'sign_in_links.sent.text': 'If you can sign in with a link, we have sent one to {email}.',
  'sign_in_links.sent.once':
    'You can use the link once. It expires after 15 minutes. You can ask for up to 3 links an hour.',
  'sign_in_links.sent.nothing': 'If no email arrives within 10 minutes, check your spam folder.',
  'sign_in_links.password': 'Sign in with your password',
  'sign_in_links.use': 'Press the button to sign in. The link in the email will then stop working.',
  'link.sign_in_link.unknown': 'Part of the web address may be missing. You can ask for a new link.',
  'link.sign_in_link.used':
    'Each link works once. You can ask for a new link. If you now have another role, sign in with your password.',
  'link.sign_in_link.expired': 'Sign-in links work for 15 minutes. You can ask for a new link.',
  'link.sign_in_link.again': 'Get a new sign-in link',
} as const
