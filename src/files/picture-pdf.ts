/** One page of a PDF, consisting of one picture. */
export interface PicturePage {
  /** the data of the picture, encoded for the filter */
  data: Buffer
  filter: 'flate' | 'jpeg'
  /** 1 for grey, 3 for colour */
  channels: 1 | 3
  /** in pixels */
  width: number
  /** in pixels */
  height: number
  /** the size of the page in points */
  points: { width: number; height: number }
}

const filters = { flate: 'FlateDecode', jpeg: 'DCTDecode' } as const
const colours = { 1: 'DeviceGray', 3: 'DeviceRGB' } as const
/** The number of objects before the first page: the catalogue and the list of pages. */
const before = 2

/**
 * Writes a PDF with one picture on each page and nothing else. Each page is written as it arrives, so memory use stays
 * constant.
 */
export async function* pdfOfPictures(pages: AsyncIterable<PicturePage>): AsyncGenerator<Buffer> {
  const starts: number[] = []
  let written = 0
  const counted = (bytes: Buffer): Buffer => {
    written += bytes.length
    return bytes
  }
  const object = (number: number, body: Buffer | string): Buffer => {
    starts[number] = written
    return counted(Buffer.concat([Buffer.from(`${number} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')]))
  }
  yield counted(Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1'))
  const kids: number[] = []
  for await (const page of pages) {
    const number = before + 1 + 3 * kids.length
    kids.push(number)
    yield object(number, pageWith(page, number))
    yield object(number + 1, stream('', Buffer.from(drawn(page))))
    yield object(number + 2, pictureObject(page))
  }
  yield object(1, `<< /Type /Catalog /Pages ${before} 0 R >>`)
  yield object(before, `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map(kid => `${kid} 0 R`).join(' ')}] >>`)
  yield Buffer.from(tableOf(starts, written))
}

/** A side of a page in points, limited to the 3 to 14,400 that PDF readers accept. A4 is 595.28 by 841.89. */
const inPoints = (side: number): string => Math.min(14_400, Math.max(3, side)).toFixed(2)

const pageWith = ({ points }: PicturePage, number: number): string =>
  `<< /Type /Page /Parent ${before} 0 R /MediaBox [0 0 ${inPoints(points.width)} ${inPoints(points.height)}] ` +
  `/Contents ${number + 1} 0 R /Resources << /XObject << /P ${number + 2} 0 R >> >> >>`

const drawn = ({ points }: PicturePage): string =>
  `q ${inPoints(points.width)} 0 0 ${inPoints(points.height)} 0 0 cm /P Do Q`

const pictureObject = ({ data, filter, channels, width, height }: PicturePage): Buffer =>
  stream(
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${colours[channels]} ` +
      `/BitsPerComponent 8 /Filter /${filters[filter]} `,
    data,
  )

const stream = (about: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<< ${about}/Length ${data.length} >>\nstream\n`), data, Buffer.from('\nendstream')])

/** The cross-reference table and the trailer. `starts` are the offsets of the objects, `at` is that of the table. */
function tableOf(starts: readonly number[], at: number): string {
  const lines = starts.slice(1).map(start => `${String(start).padStart(10, '0')} 00000 n \n`)
  return (
    `xref\n0 ${starts.length}\n0000000000 65535 f \n${lines.join('')}` +
    `trailer\n<< /Size ${starts.length} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`
  )
}
