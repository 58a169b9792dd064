import { z } from 'zod'
import { emailStatuses, type EmailStatus } from '../../../email/outbox.store.ts'
import { idempotencyKey } from '../../../web/field-schemas.ts'

export const againForm = z.object({ idempotencyKey: idempotencyKey() })

/** The filters of the list, each an address of its own; what is none shows everything. */
export const statusAsked = (text: string): EmailStatus | null => emailStatuses.find(status => status === text) ?? null
