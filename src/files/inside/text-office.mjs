import { eachLink, isOnlyPictures, readParts, relationsOf } from './text-parts.mjs'
import { throughSheets } from './text-sheets.mjs'
import { throughSlides } from './text-slides.mjs'
import { throughWord } from './text-word.mjs'
import { Stopped } from './text-writer.mjs'

/**
 * Passes the text of a DOCX, XLSX or PPTX to `writer`.
 * @param readInside reads the bytes of an embedded document, and returns null, or why some of it was not read
 * @returns null, or why some of the text was not read
 * @throws Refused when the ZIP cannot be read
 */
export const throughOfficeText = (source, writer, readInside) =>
  readParts(source, writer, async parts => {
    const pictures = await throughMain(parts, writer)
    await eachLink(parts, writer)
    for (const name of parts.names.filter(each => /^customXml\/item\d*\.xml$/i.test(each)))
      await parts.xml(name, everything(writer))
    await parts.inside(readInside)
    if (await hasOtherMain(parts)) throw new Stopped('unreadable')
    if (isOnlyPictures(parts.names, writer)) throw new Stopped('only pictures')
    if (pictures) throw new Stopped('some pictures')
    if (parts.hasCropped()) throw new Stopped('cropped')
  })

const mains = /^(word\/.*|xl\/workbook\d*\.xml|ppt\/presentation\d*\.xml)$/i

/** Whether the main part has an unexpected path. In the folder `word`, it can have any name. */
async function hasOtherMain(parts) {
  const related = [...(await relationsOf(parts, '', '_rels/.rels')).values()]
  return related.some(({ type, target }) => type === 'officeDocument' && !mains.test(target))
}

/** @returns whether some slides are only pictures */
async function throughMain(parts, writer) {
  const hasFolder = folder => parts.names.some(name => name.toLowerCase().startsWith(folder))
  if (hasFolder('word/')) await throughWord(parts, writer)
  if (hasFolder('xl/')) await throughSheets(parts, writer)
  if (!hasFolder('ppt/')) return false
  const { pictures } = await throughSlides(parts, writer)
  return pictures > 0
}

/**
 * Reads all text of a part of an unknown kind, and the values of its attributes, except those for namespaces and
 * schemas.
 */
const everything = writer => ({
  start(_name, given) {
    for (const [name, text] of Object.entries(given))
      if (!/xmlns|schema/i.test(name)) writer.add({ in: 'hidden' }, text)
  },
  text: said => writer.add({ in: 'hidden' }, said),
})
