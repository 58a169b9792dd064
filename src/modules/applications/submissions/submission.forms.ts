import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { formId, tick } from '../../../web/typed.ts'

export const handInForm = inEachLanguage(t =>
  z.object({
    formId: formId(),
    contacts: tick().refine(ticked => ticked, t('submissions.contacts.missing')),
  }),
)

/** A light renewal has its contacts confirmed on its one page. */
export const handInOnePageForm = inEachLanguage(() => z.object({ formId: formId() }))
