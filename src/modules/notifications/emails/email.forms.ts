import { emailStatuses, type EmailStatus } from '../../../email/outbox.store.ts'

/** The status filter in an address; null for any other text, which shows all emails. */
export const statusAsked = (text: string): EmailStatus | null => emailStatuses.find(status => status === text) ?? null
