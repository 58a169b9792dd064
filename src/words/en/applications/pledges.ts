export const pledges = {
  'pledge.title': 'Who signed the pledge?',
  'pledge.back': '{title} ({code})',
  'pledge.lead':
    'City of Sanctuary and the panel will read these details to check that the pledge has been signed. A local group that you ask for an endorsement will see the role and date, but not the name.',
  'pledge.signed_by': 'Name of the person who signed',
  'pledge.signed_by.missing': 'Enter the name of the person who signed',
  'pledge.role': 'Role of the person who signed',
  'pledge.role.hint': 'For example, “head of libraries” or “chair of trustees”.',
  'pledge.role.missing': 'Enter the role of the person who signed',
  'pledge.signed_on': 'When was the pledge signed?',
  'pledge.signed_on.hint': 'For example, 27 3 2024.',
  'pledge.signed_on.missing': 'Enter the date the pledge was signed',
  'pledge.signed_on.future': 'The date the pledge was signed must be today or in the past',
  'pledge.wording': 'Version of the pledge (optional)',
  'pledge.wording.hint':
    'The wording of the pledge has changed over time. If your copy shows a year or version, enter it.',
  'pledge.button': 'Save',
  'pledge.stale':
    'Someone else changed these details after you opened this page. Check the latest version above, then save again',
  'pledge.block.lead': 'Before you submit, enter who signed the pledge and when.',
  'pledge.none': 'The library has not entered who signed the pledge.',
  'pledge.needed': 'Before you submit, enter who signed the pledge, their role and the date they signed it.',
  'pledge.enter': 'Enter who signed the pledge',
  'pledge.change': 'Change who signed the pledge',
  'pledge.read': 'Signed by {name}, {role}, on {day}.',
  'pledge.read.wording': 'Version of the pledge: {wording}',
  'pledge.shared': 'Pledge signed on {day}. Role of the person who signed: {role}.',

  'event.application.pledge_saved': 'Pledge details saved',
} as const
