import { z } from 'zod'
import { inEachLanguage } from '../../web/parse-form.ts'
import { formId, tick } from '../../web/typed.ts'

export const handInForm = inEachLanguage(t => z.object({
  formId: formId(),
  contacts: tick().refine(ticked => ticked, t('submissions.contacts.missing')),
}))
