import { z } from 'zod'
import { tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/**
 * The form that submits. For a light renewal it is only a button, because the contacts are confirmed on its single
 * page.
 */
export const confirmContactsForm = inEachLanguage(t =>
  z.object({ contacts: tick().refine(isTicked => isTicked, t('submissions.contacts.missing')) }),
)

export const buttonOnly = z.object({})
