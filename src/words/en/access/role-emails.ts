/** Emails about people joining and leaving a team. */
export const roleEmails = {
  'emails.role.invited.subject': 'Someone was invited to join the team at {place}',
  'emails.role.invited': '{person} has been invited to join the team at {place}.',
  'emails.role.joined.subject': 'Someone has joined the team at {place}',
  'emails.role.joined': '{person} has accepted an invitation and joined the team at {place}.',
  'emails.role.joined by link.subject': 'Someone has joined the team at {place}',
  'emails.role.joined by link': '{person} has joined the team at {place} using a one-time link created on the server.',
  'emails.role.waits.subject': 'Someone is waiting for approval to join the team at {place}',
  'emails.role.waits':
    '{person} needs approval for a role at {place}. The role gives them no access until it is approved.',
  'emails.role.approved.subject': 'Someone’s new role at {place} was approved',
  'emails.role.approved': '{person} has been approved and has joined the team at {place}.',
  'emails.role.confirmed.subject': 'Someone’s role at {place} was confirmed',
  'emails.role.confirmed': '{person}’s role at {place} has been confirmed.',
  'emails.role.refused.subject': 'Someone’s new role at {place} was not approved',
  'emails.role.refused': '{person}’s new role at {place} was not approved.',
  'emails.role.ended.subject': 'Someone’s role at {place} was removed',
  'emails.role.ended': '{person}’s role at {place} has been removed.',
  'emails.role.role': 'Role: {role}',
  'emails.role.by': 'Done by: {name}',
  'emails.role.unexpected.team':
    'If you did not expect this, check who is in your team and contact City of Sanctuary today.',
  'emails.role.unexpected.charity': 'If you did not expect this, please look into it today.',
  'emails.role.action.team': 'See the team',
  'emails.role.action.charity': 'See who has access',
  'emails.mailbox_changed.subject': 'The shared mailbox of {organisation} was changed',
  'emails.mailbox_changed.body':
    'The shared mailbox of {organisation} is now {address}. We send copies of emails for leads to it.',
  'emails.mailbox_changed.removed': '{organisation} no longer has a shared mailbox.',
  'emails.mailbox_changed.unexpected':
    'If you did not expect this, correct the mailbox and contact City of Sanctuary today.',
  'emails.mailbox_changed.action': 'Check the mailbox',
  'emails.approval_wanted.subject': 'Someone at {place} needs approval for a new role',
  'emails.approval_wanted.body':
    '{person} needs approval for a role at {place}. The role gives them no access until it is approved.',
  'emails.approval_wanted.next':
    'Before you approve, check that they are who they say they are. The approval page explains how.',
  'emails.approval_wanted.action': 'Approve or refuse',
  'emails.role_approved.subject': 'Your role at {place} has been approved',
  'emails.role_approved.body': 'Your role at {place} has been approved. Sign in to start.',
  'emails.role_approved.action': 'Go to your home page',
  'emails.role_refused.subject': 'Your role at {place} was not approved',
  'emails.role_refused.body': 'Your role at {place} was not approved, so you cannot use it.',
  'emails.role_refused.reason': 'Reason: {reason}',
  'emails.role_refused.next': 'If you think this is a mistake, contact the person who invited you.',
  'emails.role_refused.action': 'Go to your home page',
} as const
