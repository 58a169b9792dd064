import { z } from 'zod'
import { readVersion, reasonText } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const maxReasonLength = 2_000

export const panelRequestForm = inEachLanguage(t =>
  z.object({ reason: reasonText(t, t('renewal.panel.request.missing'), maxReasonLength), version: readVersion() }),
)
export type PanelRequestGiven = z.output<ReturnType<typeof panelRequestForm>>
