import { textDirection, type T } from '../words/words.ts'
import { render } from '../web/view-engine.ts'
import type { AddressedText } from './outbox.store.ts'

declare module '../web/views.ts' {
  interface Views {
    'email/email': EmailView
  }
}

/** An email for the HTML template. */
export interface EmailView {
  language: string
  subject: string
  greeting: string
  paragraphs: readonly { dir: 'ltr' | 'rtl'; lines: readonly string[] }[]
  action: { label: string; href: string } | null
  closing: string
  signature: string
  note: string | null
}

/** An email as plain text and as HTML. @param baseUrl the address of the service, without a slash at the end */
export function bodiesOf(t: T, email: AddressedText, baseUrl: string): { text: string; html: string } {
  const view = emailView(t, email, baseUrl)
  return { text: textOf(t, view), html: `<!doctype html>\n${render('email/email', view, t)}` }
}

function emailView(t: T, { name, subject, paragraphs, action, note = '' }: AddressedText, baseUrl: string): EmailView {
  return {
    language: t.language,
    subject,
    greeting: name === null ? t('emails.greeting.mailbox') : t('emails.greeting', { name }),
    paragraphs: paragraphs.map(text => ({ dir: textDirection(text), lines: text.split('\n') })),
    action: action && { label: action.label, href: baseUrl + action.path },
    closing: t('emails.closing'),
    signature: t('emails.signature'),
    note: note === '' ? null : note,
  }
}

function textOf(t: T, view: EmailView): string {
  const link = view.action ? [`${t('emails.text_link', { label: view.action.label })}\n${view.action.href}`] : []
  const parts = [
    view.greeting,
    ...view.paragraphs.map(({ lines }) => lines.join('\n')),
    ...link,
    `${view.closing}\n${view.signature}`,
    `-- \n${view.note === null ? '' : `${view.note}\n`}${t('emails.footer')}`,
  ]
  return `${parts.join('\n\n')}\n`
}
