import { z } from 'zod'
import { letterStatuses, type LetterStatus } from '../../../email/outbox.store.ts'
import { formId } from '../../../web/typed.ts'

export const againForm = z.object({ formId: formId() })

/** The filters of the list, each an address of its own; what is none shows everything. */
export const statusAsked = (text: string): LetterStatus | null => letterStatuses.find(status => status === text) ?? null
