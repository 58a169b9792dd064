import sharp from 'sharp'
import type { FileText, Picture } from './texts.ts'

/** Creates the bytes of a small file. */
export async function bytesOf(file: FileText, say: (text: string) => string): Promise<Buffer> {
  if (file.pdf) return pdf(file.pdf.map(say))
  if (file.csv) return Buffer.from(`${file.csv.map(say).join('\r\n')}\r\n`)
  const drawn = sharp(Buffer.from(drawing(file.picture ?? 'sign')))
  return file.name.endsWith('.jpg') ? drawn.jpeg({ quality: 80 }).toBuffer() : drawn.png().toBuffer()
}

/** A PDF of one page, with the text in a font that every PDF reader has. */
function pdf(lines: readonly string[]): Buffer {
  const shown = lines.flatMap(line => folded(line, 78))
  const written = shown.map((line, index) => `${index === 1 ? '/F1 12 Tf 0 -12 Td ' : ''}(${escaped(line)}) Tj T*`)
  const text = `BT /F1 18 Tf 60 770 Td 22 TL ${written.join(' ')} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
  ].map((body, index) => `${index + 1} 0 obj\n${body}\nendobj\n`)
  const head = '%PDF-1.4\n'
  const starts = objects.map((_, index) => head.length + objects.slice(0, index).join('').length)
  const table = starts.map(start => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  const tableAt = head.length + objects.join('').length
  const trailer = `trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${tableAt}\n%%EOF\n`
  const end = `xref\n0 6\n0000000000 65535 f \n${table}${trailer}`
  return Buffer.from(head + objects.join('') + end, 'latin1')
}

/**
 * Escapes text for a PDF string in ASCII. Letters lose their accents, and all other characters outside ASCII become
 * hyphens.
 */
const escaped = (line: string): string =>
  line
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '-')
    .replace(/[()\\]/g, '\\$&')

function folded(line: string, most: number): string[] {
  return line.split(' ').reduce<string[]>((rows, word) => {
    const last = rows.at(-1)
    return last === undefined || last.length + word.length >= most
      ? [...rows, word]
      : [...rows.slice(0, -1), `${last} ${word}`]
  }, [])
}

/** A drawing made only of shapes, because text would need a font. */
function drawing(what: Picture): string {
  const inside = { sign, shelf, table, board: () => board(false), 'board redacted': () => board(true) }[what]()
  const paper = shape('rect', { width: 1200, height: 800, fill: '#f4ecdf' })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">${paper}${inside}</svg>`
}

function shape(name: 'circle' | 'ellipse' | 'path' | 'rect', attributes: Record<string, string | number>): string {
  const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${value}"`)
  return `<${name}${written.join('')}/>`
}

function shelf(): string {
  const colours = ['#14524f', '#a3271d', '#5d2b57', '#eba937', '#37621f', '#857967']
  const books = [150, 350, 550].flatMap((top, row) =>
    Array.from({ length: 22 }, (_, index) => {
      const height = 120 + ((index * 37 + row * 53) % 40)
      const fill = colours[(index * 5 + row) % 6]!
      const width = 34 + (index % 3) * 3
      return shape('rect', { x: 110 + index * 45, y: top + 170 - height, width, height, rx: 3, fill })
    }),
  )
  const boards = [320, 520, 720].map(y => shape('rect', { x: 80, y, width: 1040, height: 16, fill: '#6e3f05' }))
  return `${books.join('')}${boards.join('')}`
}

function sign(): string {
  const lines = Array.from({ length: 9 }, (_, index) => {
    const [x, y, width] = [470 + (index % 2) * 12, 250 + index * 34, 260 - (index % 4) * 34]
    return shape('rect', { x, y, width, height: 14, rx: 7, fill: '#fdfaf4' })
  })
  return [
    shape('rect', { y: 640, width: 1200, height: 160, fill: '#d8ccb9' }),
    shape('rect', { x: 800, y: 180, width: 240, height: 460, fill: '#eba937' }),
    shape('path', { d: 'M800 180 L700 220 L700 690 L800 640 Z', fill: '#14524f' }),
    shape('rect', { x: 420, y: 200, width: 330, height: 390, rx: 10, fill: '#0c3a38' }),
    ...lines,
    shape('rect', { x: 570, y: 590, width: 30, height: 110, fill: '#5c5348' }),
  ].join('')
}

/** Six shapes around a table, from above, with circles as heads. */
function table(): string {
  const colours = ['#a3271d', '#14524f', '#5d2b57', '#37621f', '#b5701a', '#0c3a38']
  const seats = colours.map((colour, index) => ({ colour, x: 340 + (index % 3) * 260, y: index < 3 ? 235 : 565 }))
  const readers = seats.map(
    ({ colour, x, y }) =>
      shape('ellipse', { cx: x, cy: y, rx: 78, ry: 52, fill: colour }) +
      shape('circle', { cx: x, cy: y, r: 36, fill: '#857967' }),
  )
  const books = seats.map(seat => {
    const y = seat.y < 400 ? 320 : 430
    const pages = shape('rect', { x: seat.x - 40, y, width: 80, height: 54, rx: 4, fill: '#fdfaf4' })
    return pages + shape('rect', { x: seat.x - 2, y, width: 4, height: 54, fill: '#d8ccb9' })
  })
  return `<rect x="210" y="290" width="780" height="220" rx="24" fill="#c99a5b"/>${readers.join('')}${books.join('')}`
}

/** Notes on a board, with bars for lines of text. In the redacted version, the first line of each note is black. */
function board(isRedacted: boolean): string {
  const notes = Array.from({ length: 6 }, (_, index) => {
    const [x, y] = [170 + (index % 3) * 300, 150 + Math.floor(index / 3) * 270]
    const lines = [0, 1, 2, 3].map(line => {
      const width = 200 - ((index + line) % 3) * 38
      return shape('rect', { x: x + 24, y: y + 44 + line * 40, width, height: 14, rx: 7, fill: '#14524f' })
    })
    const fill = ['#fdfaf4', '#f6dfa4', '#d9e6d0'][index % 3]!
    return [
      shape('rect', { x, y, width: 250, height: 220, fill }),
      shape('circle', { cx: x + 125, cy: y + 16, r: 9, fill: '#a3271d' }),
      ...lines,
      isRedacted ? shape('rect', { x: x + 12, y: y + 32, width: 226, height: 40 }) : '',
    ].join('')
  })
  return `<rect x="100" y="90" width="1000" height="620" rx="12" fill="#b58a56"/>${notes.join('')}`
}
