export const expiredInvitations = {
  'home.invitation.team': '{name}’s invitation to {organisation} has expired',
  'home.invitations.team': {
    one: '{count} invitation to {organisation} has expired',
    other: '{count} invitations to {organisation} have expired',
  },
  'home.invitation.charity': '{name}’s invitation to City of Sanctuary has expired',
  'home.invitations.charity': {
    one: '{count} invitation to City of Sanctuary has expired',
    other: '{count} invitations to City of Sanctuary have expired',
  },
  'home.invitations.imported': {
    one: '{count} invitation to imported people has expired',
    other: '{count} invitations to imported people have expired',
  },
  'home.invitation.expired': 'It expired on {day}.',
  'home.invitations.expired': 'The first expired on {day}.',
  'home.invitation.undelivered': 'We could not deliver the email, so check the address.',
  'home.invitations.undelivered': {
    one: 'We could not deliver {count} of the emails, so check its address.',
    other: 'We could not deliver {count} of the emails, so check their addresses.',
  },
  'home.invitations.no_lead': 'We cannot reach a lead there.',
  'home.invitations.imported.text': 'We cannot reach a lead at their libraries.',
  'home.invitations.button': 'Send again or cancel',
  'home.invitations.imported.button': 'Invite again',
} as const
