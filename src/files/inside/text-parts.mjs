import { posix } from 'node:path'
import { isCropped } from './cropped.mjs'
import { readable } from './text-pdf-notes.mjs'
import { Stopped } from './text-writer.mjs'
import { xmlStream } from './xml-stream.mjs'
import { readZip, Refused } from './zip.mjs'

/**
 * Reads a document in ZIP format. Leaves out the parts that cannot be read.
 * @param source its path, or its bytes
 * @param read gets the `names` of the parts; `xml(name, on)` for one part as XML; `inside(readBytes)`, which reads
 * embedded documents, such as the table of a chart: `readBytes` gets the bytes of each and returns why some of it was
 * not read, or null; and `hasCropped()`, whether what was read has cropped or edited pictures
 * @returns null, or why some of the text was not read
 * @throws Refused when the ZIP cannot be read; errors of the file system
 */
export function readParts(source, writer, read) {
  return readZip(source, async ({ entries, contentOf, headOf }) => {
    const byName = new Map(entries.map(entry => [entry.fileName, entry]))
    let unread = null
    let cropped = false
    const attempt = async (act, reason = 'unreadable') => {
      try {
        await act()
      } catch (problem) {
        if (problem instanceof Stopped || problem.syscall) throw problem
        unread ??= reason
      }
    }
    const xml = async (name, on) => {
      const entry = byName.get(name)
      if (!entry || entry.uncompressedSize === 0) return
      writer.step()
      const start = (element, given) => {
        cropped ||= isCropped(element, given)
        on.start?.(element, given)
      }
      const stream = xmlStream(eventsFor({ ...on, start }), true)
      await contentOf(entry, { take: stream.write, most: 0 })
      if (!stream.end()) throw new Refused('damaged')
    }
    const insideOf = async (entry, readBytes) => {
      if (!isDocument(await headOf(entry, headLength))) return
      writer.step()
      const reason = await readBytes(await contentOf(entry))
      if (reason === 'cropped') cropped = true
      else if (reason) throw new Refused(reason)
    }
    try {
      await read({
        names: [...byName.keys()],
        xml: (name, on) => attempt(() => xml(name, on)),
        hasCropped: () => cropped,
        inside: async readBytes => {
          for (const entry of entries) await attempt(() => insideOf(entry, readBytes), 'embedded')
        },
      })
    } catch (problem) {
      if (!(problem instanceof Stopped)) throw problem
      return unread ?? problem.reason
    }
    return unread
  })
}

const headLength = 8

/** Whether bytes start as a ZIP, a PDF or an old Office file (OLE). A part with any name can be a document. */
const isDocument = head => /^(PK\x03\x04|%PDF-|\xd0\xcf\x11\xe0)/.test(head.toString('latin1'))

/**
 * Adapts the handlers of a reader to `xmlStream`.
 * @param start gets an element's name and attributes, without prefixes
 * @param end gets the name of the element
 * @param text gets a text and the name of its element
 */
const eventsFor = ({ start, end, text }) => ({
  open: (name, attributes) => start(name, withoutPrefixes(attributes)),
  close: name => end?.(name),
  text: (said, names) => text?.(said, names.at(-1)),
})

/**
 * The attributes, each also under its name without prefix. If several share that name, the attribute without a prefix
 * wins, otherwise the first.
 */
function withoutPrefixes(attributes) {
  const plain = { ...attributes }
  for (const [name, value] of Object.entries(attributes)) plain[name.slice(name.indexOf(':') + 1)] ??= value
  return plain
}

/**
 * The relationships of a part of an Office document.
 * @param list the part that contains them
 * @returns by id: `type`, and `target`, the name of a part or, if `isOutside`, an address
 */
export async function relationsOf({ xml }, part, list = listOf(part)) {
  const found = new Map()
  const folder = posix.dirname(part)
  await xml(list, {
    start(name, { Id, Target = '', TargetMode = '', Type = '' }) {
      if (name !== 'Relationship') return
      const isOutside = /^\s*external\s*$/i.test(TargetMode)
      const target = isOutside ? Target : posix.join(Target.startsWith('/') ? '.' : folder, Target.replace(/^\//, ''))
      found.set(Id, { isOutside, target, type: Type.split('/').at(-1) })
    },
  })
  return found
}

const listOf = part => posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`)

/** Writes the addresses of links in all parts. */
export async function eachLink({ names, xml }, writer) {
  for (const name of names.filter(each => each.endsWith('.rels')))
    await xml(name, {
      start(_name, { Target = '', TargetMode = '' }) {
        if (/external/i.test(TargetMode)) writer.add({ in: 'link' }, readable(Target))
      },
    })
}

const picture = /(^|\/)(media|Pictures)\/[^/]+\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$/i
const fewLetters = 20

/** Whether a document has pictures and almost no text. */
export const isOnlyPictures = (names, writer) => writer.letters() < fewLetters && names.some(name => picture.test(name))
