import { readZip, Refused } from './zip.mjs'

const officeTypes = Object.entries({
  'wordprocessingml.document.main+xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'spreadsheetml.sheet.main+xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'presentationml.presentation.main+xml': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
})
const openDocumentTypes = ['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet']

/**
 * Which document a ZIP is: Office says so in its content types, OpenDocument in an entry of its own.
 * @returns the media type
 * @throws Refused
 */
export const documentType = path =>
  readZip(path, async ({ entries, contentOf }) => {
    const named = name => entries.find(({ fileName }) => fileName === name)
    const [contentTypes, mimetype] = [named('[Content_Types].xml'), named('mimetype')]
    if (contentTypes && mimetype) throw new Refused('disagrees')
    if (contentTypes) return officeType((await contentOf(contentTypes)).toString())
    if (mimetype && named('content.xml')) return openDocumentType((await contentOf(mimetype)).toString().trim())
    throw new Refused('archive')
  })

function officeType(contentTypes) {
  if (/macroEnabled|vbaProject|macrosheet/i.test(contentTypes)) throw new Refused('macro')
  const found = officeTypes.find(([mainPart]) => contentTypes.includes(mainPart))
  if (!found) throw new Refused(contentTypes.includes('openxmlformats') ? 'unknown' : 'archive')
  return found[1]
}

function openDocumentType(stated) {
  if (openDocumentTypes.includes(stated)) return stated
  throw new Refused(stated.startsWith('application/vnd.oasis.opendocument.') ? 'unknown' : 'archive')
}
