import { z } from 'zod'

/** `seen`: the status of the hold that the page showed. */
export const holdForm = z.object({ hold: z.string().catch(''), seen: z.enum(['held', 'wrong']).catch('held') })

export type HoldGiven = z.output<typeof holdForm>
