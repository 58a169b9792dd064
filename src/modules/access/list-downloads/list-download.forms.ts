import { z } from 'zod'
import { sheetTypes, type SheetType } from '../../../files/sheet.ts'
import { oneOf } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const fileTypeNames = Object.keys(sheetTypes) as SheetType[]

export const listDownloadForm = inEachLanguage(t =>
  z.object({ type: oneOf(fileTypeNames, t('list_download.type.missing')) }),
)
