import { readXml, xmlText } from './xml.mjs'
import { readZip, Refused } from './zip.mjs'

const officeTypes = Object.entries({
  'wordprocessingml.document.main+xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'spreadsheetml.sheet.main+xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'presentationml.presentation.main+xml': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
})
const openDocumentTypes = ['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet']

/** A part that every Pages, Numbers and Keynote file has. Only the second name occurs in files from before 2013. */
const iworkPart = /^Index\/\w+\.iwa$|^(Metadata\/)?buildVersionHistory\.plist$/i

/**
 * The type that a document in ZIP format declares.
 * @param path of the document, or its bytes
 * @returns the media type
 * @throws Refused for an encrypted document, a macro, and any other kind of ZIP
 */
export const documentType = path =>
  readZip(path, async ({ entries, contentOf }) => {
    const find = name => entries.find(({ fileName }) => fileName === name)
    const [contentTypes, mimetype] = [find('[Content_Types].xml'), find('mimetype')]
    if (contentTypes && mimetype) throw new Refused('disagrees')
    if (entries.some(({ fileName }) => iworkPart.test(fileName))) throw new Refused('iwork')
    if (contentTypes) return officeType(contentTypesIn(await contentOf(contentTypes)))
    const stated = mimetype ? (await contentOf(mimetype)).toString().trim() : ''
    if (!stated.startsWith('application/vnd.oasis.opendocument.')) throw new Refused('archive')
    const manifest = find('META-INF/manifest.xml')
    if (manifest && xmlText(await contentOf(manifest)).includes('encryption-data')) throw new Refused('encrypted')
    if (openDocumentTypes.includes(stated) && find('content.xml')) return stated
    throw new Refused('unknown')
  })

/**
 * @returns the content types of the parts of an Office document
 * @throws Refused when a part is for macros
 */
export function contentTypesIn(bytes) {
  const types = []
  readXml(bytes, {
    element(_names, { ContentType }) {
      if (ContentType) types.push(ContentType)
    },
  })
  if (types.some(type => /macroEnabled|vbaProject|macrosheet/i.test(type))) throw new Refused('macro')
  return types
}

function officeType(types) {
  const found = officeTypes.find(([mainPart]) => types.some(type => type.includes(mainPart)))
  if (found) return found[1]
  throw new Refused(types.some(type => type.includes('openxmlformats')) ? 'unknown' : 'archive')
}
