import { z } from 'zod'
import { readVersion, reasonText } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const decideForm = z.object({ version: readVersion() })

export const sendBackForm = inEachLanguage(t =>
  z.object({ version: readVersion(), reason: reasonText(t, t('decisions.send_back.reason.missing'), 2_000) }),
)
export type SendBackGiven = z.output<ReturnType<typeof sendBackForm>>
