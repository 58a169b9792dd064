import { isTemplate } from './office-parts.mjs'
import { xmlStream } from './xml-stream.mjs'
import { withoutPrefix } from './xml.mjs'

// The parts of a document that are written again with other content.

/** @returns the attributes of the elements with this name in a part */
async function elementsIn({ contentOf }, entry, name) {
  const all = []
  const xml = xmlStream({
    open(each, attributes) {
      if (each === name) all.push(attributes)
    },
  })
  await contentOf(entry, { take: xml.write })
  xml.end()
  return all
}

export const relationshipsIn = (zip, entry) => elementsIn(zip, entry, 'Relationship')

/**
 * Shortens the path of the template to its file name, because the folders on the author's computer can contain the
 * author's name. Word finds the template without them, or uses its default one.
 * @returns the new content; null when the part names no template
 */
export async function withoutTemplatePath(zip, entry) {
  const all = await relationshipsIn(zip, entry)
  if (!all.some(isTemplate)) return null
  const elements = all.map(({ Id, Type, Target, TargetMode }) =>
    element('Relationship', {
      Id,
      Type,
      Target: isTemplate({ Type }) ? Target.split(/[\\/]/).at(-1) : Target,
      TargetMode,
    }),
  )
  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' +
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
      `${elements.join('')}</Relationships>`,
  )
}

/** Whether a part of an ODT or ODS holds earlier versions of the document, or their dates, authors and comments. */
export const isEarlierVersion = name => /^(Versions\/|VersionList\.xml$)/i.test(name)

const manifestAttributes = ['full-path', 'version', 'media-type', 'preferred-view-mode', 'size']

/**
 * The manifest without earlier versions, because programs may take a document for damaged when a part that its manifest
 * names is missing.
 * @returns the new content of META-INF/manifest.xml
 */
export async function withoutEarlierVersions(zip, entry) {
  const [root = {}] = await elementsIn(zip, entry, 'manifest')
  const lines = (await elementsIn(zip, entry, 'file-entry')).map(line => ofManifest(line, manifestAttributes))
  const kept = lines.filter(line => !isEarlierVersion((line['manifest:full-path'] ?? '').replace(/^\.?\//, '')))
  const namespace = { 'xmlns:manifest': 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0' }
  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      element('manifest:manifest', { ...namespace, ...ofManifest(root, ['version']) }).replace(/\/>$/, '>') +
      `${kept.map(line => element('manifest:file-entry', line)).join('')}</manifest:manifest>`,
  )
}

/** The attributes with these names, with the prefix `manifest`. */
const ofManifest = (given, names) =>
  Object.fromEntries(
    Object.entries(given)
      .map(([name, value]) => [withoutPrefix(name), value])
      .filter(([name]) => names.includes(name))
      .map(([name, value]) => [`manifest:${name}`, value]),
  )

const element = (name, attributes) => `<${[name, ...Object.entries(attributes).flatMap(written)].join(' ')}/>`

const written = ([name, value]) => (value === undefined ? [] : [`${name}="${escaped(value)}"`])

const escaped = text => text.replace(/[<>&"\t\n\r]/g, letter => `&#${letter.charCodeAt(0)};`)
