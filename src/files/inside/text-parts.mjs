import { rm, writeFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { eachXmlEvent } from './xml-events.mjs'
import { readable } from './text-pdf-notes.mjs'
import { Stopped } from './text-writer.mjs'
import { readZip } from './zip.mjs'

/**
 * A document that is a ZIP, part by part. A part that cannot be read does not keep the others from being read.
 * @param read gets `names` of the parts, `xml(name, on)` for the events of one part, and `bytesOf(name)`
 * @returns null, or why some of it was not read
 * @throws Refused
 */
export function readParts(path, writer, read) {
  return readZip(path, async ({ entries, contentOf }) => {
    const byName = new Map(entries.map(entry => [entry.fileName, entry]))
    let unread = null
    const attempt = async act => {
      try {
        return await act()
      } catch (problem) {
        if (problem instanceof Stopped) throw problem
        unread ??= 'unreadable'
        return null
      }
    }
    const bytesOf = name => attempt(() => contentOf(byName.get(name)))
    try {
      await read({
        names: [...byName.keys()],
        bytesOf,
        xml: (name, on) =>
          attempt(async () => {
            if (!byName.has(name)) return
            writer.step()
            if (!eachXmlEvent(await contentOf(byName.get(name)), on)) unread ??= 'too large'
          }),
      })
    } catch (problem) {
      if (!(problem instanceof Stopped)) throw problem
      return problem.reason
    }
    return unread
  })
}

/**
 * What a part of an Office document refers to.
 * @returns by id: the name of another part, or an address outside
 */
export async function relationsOf({ xml }, part) {
  const found = new Map()
  const folder = posix.dirname(part)
  await xml(posix.join(folder, '_rels', `${posix.basename(part)}.rels`), {
    start(name, { Id, Target = '', TargetMode = '', Type = '' }) {
      if (name !== 'Relationship') return
      const isOutside = /^\s*external\s*$/i.test(TargetMode)
      const target = isOutside ? Target : posix.join(Target.startsWith('/') ? '.' : folder, Target.replace(/^\//, ''))
      found.set(Id, { isOutside, target, type: Type.split('/').at(-1) })
    },
  })
  return found
}

/** The addresses of links in all parts. */
export async function eachLink({ names, xml }, writer) {
  for (const name of names.filter(each => each.endsWith('.rels')))
    await xml(name, {
      start(_name, { Target = '', TargetMode = '' }) {
        if (/external/i.test(TargetMode)) writer.add({ in: 'link' }, readable(Target))
      },
    })
}

const zipStart = Buffer.from('PK\x03\x04', 'latin1')

/** Documents inside this one, such as the table of a chart. @param read gets the path of each, which it can open */
export async function eachInside({ names, bytesOf }, path, read) {
  for (const name of names.filter(each => /\/embeddings\/|\.(docx|xlsx|pptx)$/i.test(each))) {
    const bytes = await bytesOf(name)
    if (!bytes?.subarray(0, 4).equals(zipStart)) continue
    const inner = `${path}.inside`
    try {
      await writeFile(inner, bytes, { flag: 'wx', mode: 0o600 })
      await read(inner)
    } finally {
      await rm(inner, { force: true })
    }
  }
}

const picture = /(^|\/)(media|Pictures)\/[^/]+\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$/i
const fewLetters = 20

/** Whether a document has pictures and next to no text. */
export const isOnlyPictures = (names, writer) => writer.letters() < fewLetters && names.some(name => picture.test(name))
