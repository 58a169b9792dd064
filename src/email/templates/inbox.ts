import { letter } from '../email.ts'

/** It says how much waits, never what. */
export const captureLetters = {
  'captures waiting': letter<{ organisationId: string; count: number }>((t, it) => ({
    subject: t('letters.captures_waiting.subject', { count: it.count }),
    paragraphs: [t('letters.captures_waiting.body', { count: it.count }), t('letters.captures_waiting.next')],
    action: { label: t('letters.captures_waiting.action'), path: `/organisations/${it.organisationId}/tray` },
  })),
}
