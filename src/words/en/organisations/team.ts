export const team = {
  'team.title': '{name}’s team',
  'team.one_lead': 'This team has only one lead. A second lead can help if the first is away or leaves.',
  'team.end': 'Remove role',
  'team.end.hidden': '{name}, {role}',
  'team.end.title': 'Remove {name}’s role?',
  'team.end.text':
    'They will no longer have this role at {organisation}. If it is their only role there, they will no longer be able to use this service for {organisation}.',
  'team.end.own':
    'You will no longer have this role at {organisation}. If it is your only role there, you will no longer be able to use this service for {organisation}.',
  'team.end.emails': 'We will email every lead. We will keep the evidence and answers that this person added.',
  'team.end.work':
    'Criteria assigned to them will no longer be assigned to anyone. If they are responsible for regular evidence, choose someone else.',
  'team.end.undo': 'You can invite this person again later.',
  'team.end.invited':
    'They also have an invitation to this team that they have not accepted yet ({roles}). If they should have no access, cancel the invitation on the team’s page.',
  'team.end.waiting':
    'They are also waiting for approval of another role in this team ({roles}). If they should have no access, that role must be refused too.',
  'team.end.own.emails': 'We will email every lead. We will keep the evidence and answers that you added.',
  'team.end.own.work':
    'Criteria assigned to you will no longer be assigned to anyone. If you are responsible for regular evidence, choose someone else first.',
  'team.end.own.undo': 'A lead can invite you again later.',
  'team.end.cancel': 'Cancel',
  'team.ended': '{name}’s role has been removed.',
  'team.ended.own': 'Your role at {organisation} has been removed.',
  'team.invited.lead':
    'This address has already been invited to join this team as a lead. Cancel that invitation first',
  'team.invited.contributor':
    'This address has already been invited to join this team as a contributor. Cancel that invitation first',
  'team.invited.observer':
    'This address has already been invited to join this team as an observer. Cancel that invitation first',
  'team.last_lead': 'Every organisation needs a lead. Invite another lead, and remove this role once they have joined.',
  'team.column.name': 'Name',
  'team.column.role': 'Role',
  'team.column.email': 'Email',
  'team.column.waiting_since': 'Waiting since',
  'team.waiting': 'Waiting for approval',
  'team.column.change': 'Change',
  'team.invitations': 'Invitations not yet accepted',
  'team.invitations.sent': 'Sent on {sent}. The link works until {until}.',
  'team.invitations.expired': 'Sent on {sent}. The invitation expired on {until}.',
  'team.suspended': 'Suspended',
  'team.invite.approval':
    'A lead must approve the person you invite before they can open anything. If we cannot reach a lead, a second person from City of Sanctuary must approve them, unless the library has added nothing yet.',
  'team.invite.title': 'Invite a colleague',
  'team.invite.title.charity': 'Invite someone to this team',
  'team.invite.button': 'Send invitation',
  'team.invite.done': 'We will email an invitation to {name}',
  'team.resend': 'Send again',
  'team.resent': 'We will email a new link to {name}',
  'team.revoke': 'Cancel invitation',
  'team.revoked': 'The invitation to {name} has been cancelled. Its link no longer works.',
  'team.invite_name.label': 'Name',
  'team.invite_name.missing': 'Enter the name of the person you want to invite',
  'team.invite_email.label': 'Email address',
  'team.invite_email.missing': 'Enter the email address of the person you want to invite',
  'team.invite_role.legend': 'Role',
  'team.invite_role.missing': 'Choose a role',
  'team.role.lead.hint': 'Submits applications and renewals, replies to questions and manages the team',
  'team.role.contributor.hint': 'Adds evidence and writes answers',
  'team.role.observer.hint':
    'Reads everything except restricted evidence, and signs off applications. Cannot change anything.',
  'event.organisation.membership_ended': 'Someone’s role in the team was removed',
} as const
