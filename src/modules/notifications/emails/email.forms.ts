import { emailStatuses, type EmailStatus } from '../../../email/outbox.store.ts'

/** The status to filter by, from an address. Null, for any other text, shows everything. */
export const statusAsked = (text: string): EmailStatus | null => emailStatuses.find(status => status === text) ?? null
