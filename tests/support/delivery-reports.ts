/** A delivery report as a mail server writes it (RFC 3464). */
export function deliveryReport({
  id,
  action = 'failed',
  status = '5.1.1',
  said = 'smtp; 550 5.1.1 No such person here',
  returned = 'headers',
}: {
  /** the id of the email in the outbox */
  id: string
  action?: string
  status?: string
  said?: string
  /** how the report identifies the email */
  returned?: 'headers' | 'message' | 'envelope id' | 'nothing'
}): string {
  const messageId = `Message-ID: <${id}.email@sanctuary.example>`
  const email = {
    headers: ['text/rfc822-headers', messageId],
    message: ['message/rfc822', `${messageId}\r\n\r\nHello`],
  }
  const [type, text] = returned === 'headers' || returned === 'message' ? email[returned] : ['text/plain', 'Not here']
  return [
    'From: MAILER-DAEMON@mail.example',
    'To: bounces@sanctuary.example',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    'I am sorry to inform you that your message could not be delivered.',
    '--x',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    ...(returned === 'envelope id' ? [`Original-Envelope-Id: ${id}`] : []),
    '',
    'Final-Recipient: rfc822; marian@library.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${said}`,
    '',
    '--x',
    `Content-Type: ${type}`,
    '',
    text,
    '--x--',
    '',
  ].join('\r\n')
}
