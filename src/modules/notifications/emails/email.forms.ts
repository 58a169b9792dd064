import { emailStatuses, type EmailStatus } from '../../../email/outbox.store.ts'

/** The filter in the address of the list. Any other text shows everything. */
export const statusAsked = (text: string): EmailStatus | null => emailStatuses.find(status => status === text) ?? null
