import { join } from 'node:path'
import type { Config } from '../config.ts'
import { askForDocument } from './document.ts'
import type { Ask } from './limited-process.ts'
import { askForMedia } from './media.ts'
import { askForPicture } from './picture.ts'
import { askForPdf } from './typeset.ts'
import { placesUnder } from './places.ts'

/** Every process that opens uploaded files or makes PDFs. */
export function processesFor({ dataFolder }: Pick<Config, 'dataFolder'>): Ask[] {
  const { staging } = placesUnder(join(dataFolder, 'uploads'))
  return [askForPdf, askForPicture, askForDocument(join(staging, 'any')), askForMedia(join(staging, 'any'))]
}
