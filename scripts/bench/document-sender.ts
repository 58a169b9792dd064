import { ZipArchive } from 'archiver'
import { buffer } from 'node:stream/consumers'

// Sends documents to a server, all at once. Runs in a separate process, so that it does not delay the requests for
// pages.

export interface DocumentsTask {
  port: number
  path: string
  cookie: string
  documents: number
}

process.on('message', (task: DocumentsTask) => void send(task).then(sent => process.send!(sent)))
process.once('disconnect', () => process.exit(0))

/** @returns milliseconds, and the number of forms whose response asks about the document */
async function send({
  port,
  path,
  cookie,
  documents,
}: DocumentsTask): Promise<{ milliseconds: number; asked: number }> {
  const made = await Promise.all(Array.from({ length: documents }, (_, at) => aDocument(at)))
  const began = performance.now()
  const answers = await Promise.all(
    made.map(async ({ name, bytes }) => {
      const form = new FormData()
      form.set('title', 'Documents of the day')
      form.set('files', new Blob([new Uint8Array(bytes)]), name)
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
        body: form,
      })
      return (await answer.text()).includes('07700 900142') ? answer.status : 0
    }),
  )
  return { milliseconds: performance.now() - began, asked: answers.filter(status => status === 422).length }
}

/** A document of at least a hundred pages. Each is different, because the service does not read a document twice. */
function aDocument(at: number): Promise<{ name: string; bytes: Buffer }> {
  const lines = Array.from(
    { length: 4_000 },
    (_, line) => `Line ${line} of ${at} and ${Math.random()}: the library is open.`,
  )
  lines.push('Ring 07700 900142')
  const kinds = [aWordDocument, aPdf, aTable]
  return kinds[at % kinds.length]!(lines)
}

async function aWordDocument(lines: readonly string[]) {
  const body = lines.map(line => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join('')
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  const zip = new ZipArchive()
  zip.append(`<Types><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`, {
    name: '[Content_Types].xml',
  })
  zip.append(`<w:document><w:body>${body}</w:body></w:document>`, { name: 'word/document.xml' })
  void zip.finalize()
  return { name: 'day.docx', bytes: await buffer(zip) }
}

async function aTable(lines: readonly string[]) {
  return { name: 'day.csv', bytes: Buffer.from(lines.map((line, row) => `${row},"${line}",${row * 7}`).join('\n')) }
}

const linesOnAPage = 40

async function aPdf(lines: readonly string[]) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
  const pages: string[] = []
  for (let from = 0; from < lines.length; from += linesOnAPage) {
    const texts = lines.slice(from, from + linesOnAPage).map(line => `0 -18 Td (${line}) Tj`)
    const content = `BT /F1 9 Tf 40 800 Td ${texts.join(' ')} ET`
    const stream = objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
    const page = objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${stream} 0 R ` +
        '/Resources << /Font << /F1 3 0 R >> >> >>',
    )
    pages.push(`${page} 0 R`)
  }
  objects[1] = `<< /Type /Pages /Kids [${pages.join(' ')}] /Count ${pages.length} >>`
  return { name: 'day.pdf', bytes: Buffer.from(pdfOf(objects)) }
}

function pdfOf(objects: readonly string[]): string {
  let file = '%PDF-1.7\n'
  const places = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`
  return `${file}${table}trailer\n<< /Root 1 0 R /Size ${size} >>\nstartxref\n${file.length}\n%%EOF\n`
}
