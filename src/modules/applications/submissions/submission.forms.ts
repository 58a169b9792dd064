import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { idempotencyKey, tick } from '../../../web/field-schemas.ts'

export const submitFormFull = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    contacts: tick().refine(ticked => ticked, t('submissions.contacts.missing')),
  }),
)

/** A light renewal has its contacts confirmed on its one page. */
export const submitLightForm = inEachLanguage(() => z.object({ idempotencyKey: idempotencyKey() }))
