import { z } from 'zod'

export const holdForm = z.object({ hold: z.string().catch('') })
