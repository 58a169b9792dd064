import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { optionalLine, readVersion, text } from '../../../web/field-schemas.ts'

export const alternativeMost = 500
export const captionMost = 200

export const pictureWordsForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    alternative: text(t, t('preview.description.alternative.missing'), alternativeMost),
    caption: optionalLine(t, captionMost),
  }),
)
