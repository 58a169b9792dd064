import { unpacked } from './unpacked.ts'
import { zip } from './sample-files.ts'

// Edits the XML of a downloaded draft, as Word would.

const names = 'http://schemas.openxmlformats.org'
const main = 'word/document.xml'

/** The parts of a DOCX, as text. */
export const partsOf = (docx: Buffer): Map<string, string> =>
  new Map(unpacked(docx).map(({ name, content }) => [name, content.toString()]))

/** The DOCX with some parts replaced or added. */
export function withParts(docx: Buffer, changes: Readonly<Record<string, string>>): Buffer {
  const parts = unpacked(docx).map(({ name, content }) => [name, content] as const)
  return zip({ ...Object.fromEntries(parts), ...changes })
}

/** Changes the body. @throws when nothing changes */
export function withBody(docx: Buffer, change: (xml: string) => string): Buffer {
  const before = partsOf(docx).get(main)!
  const after = change(before)
  if (after === before) throw new Error('the body has not changed')
  return withParts(docx, { [main]: after })
}

export const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
export const paragraph = (...runs: readonly string[]): string => `<w:p>${runs.join('')}</w:p>`

const bookmark = (kind: 'question' | 'answer', code: string): string => `w:name="los_${kind}_${code}"`

/** The positions in the XML where the paragraph with a bookmark starts and ends. */
function placeOf(xml: string, kind: 'question' | 'answer', code: string): { from: number; to: number } {
  const at = xml.indexOf(bookmark(kind, code))
  if (at < 0) throw new Error(`the document has no ${kind} ${code}`)
  return {
    from: Math.max(xml.lastIndexOf('<w:p>', at), xml.lastIndexOf('<w:p ', at)),
    to: xml.indexOf('</w:p>', at) + 6,
  }
}

/** Replaces the answer to a question with these paragraphs. @returns the new body */
export function answered(xml: string, code: string, ...paragraphs: readonly string[]): string {
  const { to } = placeOf(xml, 'answer', code)
  const rest = xml
    .slice(to)
    .replace(/^(<w:p>(?:(?!<\/w:p>).)*?<w:pStyle w:val="Answer"\/>(?:(?!<\/w:p>).)*<\/w:p>)+/s, '')
  return xml.slice(0, to) + paragraphs.join('') + rest
}

/** The XML of the line above an answer. */
export function labelOf(xml: string, code: string): string {
  const { from, to } = placeOf(xml, 'answer', code)
  return xml.slice(from, to)
}

/** The body without the line above an answer. */
export const withoutLabel = (xml: string, code: string): string => xml.replace(labelOf(xml, code), '')

/** The body with `label`, the line above an answer, inserted below the heading of a question. */
export function withLabelBelow(xml: string, label: string, code: string): string {
  const { to } = placeOf(xml, 'question', code)
  return xml.slice(0, to) + label + xml.slice(to)
}

/** The DOCX with comments. `on`: the code of the question whose answer has the comment; null for the start. */
export function withComments(
  docx: Buffer,
  comments: readonly { on: string | null; author: string; text: string }[],
): Buffer {
  const parts = partsOf(docx)
  const anchors = comments.map(({ on }, id) => ({
    on,
    xml:
      `<w:commentRangeStart w:id="${id}"/>${run('')}<w:commentRangeEnd w:id="${id}"/>` +
      `<w:r><w:commentReference w:id="${id}"/></w:r>`,
  }))
  const body = anchors.reduce((xml, { on, xml: anchor }) => {
    if (on === null) return xml.replace('<w:body>', `<w:body>${paragraph(anchor)}`)
    const { to } = placeOf(xml, 'answer', on)
    return xml.slice(0, to - 6) + anchor + xml.slice(to - 6)
  }, parts.get(main)!)
  const list = comments
    .map(({ author, text }, id) => `<w:comment w:id="${id}" w:author="${author}">${paragraph(run(text))}</w:comment>`)
    .join('')
  const relations = parts.get('word/_rels/document.xml.rels')!
  const isRelated = relations.includes('/relationships/comments"')
  return withParts(docx, {
    [main]: body,
    'word/comments.xml':
      '<?xml version="1.0" encoding="UTF-8"?>' +
      `<w:comments xmlns:w="${names}/wordprocessingml/2006/main">${list}</w:comments>`,
    ...(isRelated
      ? {}
      : {
          'word/_rels/document.xml.rels': relations.replace(
            '</Relationships>',
            `<Relationship Id="rIdComments" Type="${names}/officeDocument/2006/relationships/comments" ` +
              'Target="comments.xml"/></Relationships>',
          ),
        }),
  })
}
