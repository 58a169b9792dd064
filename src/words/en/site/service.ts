/** Problems with the service, for administrators. */
export const service = {
  'service.problem.mail server':
    'The mail server is not accepting our emails. Emails are waiting, and we will send them when it works again.',
  'service.problem.emails failing': {
    one: '{count} email could not be delivered in the last 24 hours. The “Emails” page says why.',
    other: '{count} emails could not be delivered in the last 24 hours. The “Emails” page says why.',
  },
  'service.problem.jobs': {
    one: '{count} daily task is failing or no longer runs. Ask the service’s operator to find out why.',
    other: '{count} daily tasks are failing or no longer run. Ask the service’s operator to find out why.',
  },
  'service.problem.disk':
    'The disk is full or nearly full: less than 2 GB is free. Ask the service’s operator to free some space.',
  'service.problem.scanner':
    'The virus scanner is not responding, so we cannot check new files yet. Ask the service’s operator to restart it.',
  'service.problem.database':
    'The database check found a problem. Ask the service’s operator to make a backup and check all the data.',
  'service.problem.stored files': {
    one: '{count} stored file is damaged or missing. Ask the service’s operator to restore it from a backup.',
    other: '{count} stored files are damaged or missing. Ask the service’s operator to restore them from a backup.',
  },
  'service.problem.bounce mailbox':
    'We cannot read the mailbox for delivery reports, so we do not know which emails bounced. ' +
    'Ask the service’s operator to check its settings (BOUNCES_URL).',
  'service.problem.administrators':
    'There are fewer than 2 administrators. Invite another, in case one is away or leaves.',
  'emails.service_problems.subject': {
    one: 'The service needs attention: {count} problem',
    other: 'The service needs attention: {count} problems',
  },
  'emails.service_problems.body': 'Something is wrong with the Library of Sanctuary service:',
  'emails.service_problems.again':
    'Until it is fixed, we email you about each problem once a day in the first week, then once a week.',
  'emails.service_problems.action': 'Go to your home page',
  'emails.test.subject': 'Test email from Library of Sanctuary',
  'emails.test.body': 'We created this test email on {at}. If you can read it, the service can send you emails.',
  'emails.test.action': 'Open “Emails”',
  'home.service': {
    one: 'The service needs attention: {count} problem',
    other: 'The service needs attention: {count} problems',
  },
  'home.service.button': 'Go to emails',
} as const
