import { z } from 'zod'
import { oneOf, readVersion, reasonText, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The choice on the trustee's page, passed in the address of the confirmation page. */
export const choiceForm = inEachLanguage(t =>
  z.object({ version: readVersion(), decision: oneOf(['accept', 'back'], t('decisions.decide.missing')) }),
)

export const decideForm = inEachLanguage(t =>
  z.object({ version: readVersion(), read: tick().refine(isRead => isRead, t('decisions.check.read.missing')) }),
)

export const sendBackForm = inEachLanguage(t =>
  z.object({ version: readVersion(), reason: reasonText(t, t('decisions.send_back.reason.missing'), 2_000) }),
)
export type SendBackGiven = z.output<ReturnType<typeof sendBackForm>>
