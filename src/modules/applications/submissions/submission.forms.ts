import { z } from 'zod'
import { tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The contacts of a light renewal are confirmed on its own page, so its form is only a button. */
export const confirmContactsForm = inEachLanguage(t =>
  z.object({ contacts: tick().refine(isTicked => isTicked, t('submissions.contacts.missing')) }),
)

export const buttonOnly = z.object({})
