import { afterAll, beforeAll, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { routes } from '../../../src/app.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aLibrary,
  anApplicationIn,
  declares,
  publishedFramework,
  showInSubmission,
  aSignedInPerson,
  type Known,
  type Library,
} from '../../support/library.ts'
import { jpegWithMarks, mark } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

// The metadata of the test pictures contains the text `mark`. The service must neither store nor send it.

const exif = {
  IFD0: { Make: mark, Artist: mark, ImageDescription: mark },
  IFD2: { BodySerialNumber: mark },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 22/1 51/1', GPSAreaInformation: mark },
}
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>${mark}</rdf:Description></rdf:RDF></x:xmpmeta>`
const marked = () =>
  sharp({ create: { width: 120, height: 80, channels: 3, background: '#2f6f62' } })
    .withExif(exif)
    .withXmp(xmp)
const trailed = async (picture: Promise<Buffer>) => Buffer.concat([await picture, Buffer.from(mark)])

const sources: Record<string, () => Promise<Buffer>> = {
  'sign.jpg': jpegWithMarks,
  'sign.png': () => trailed(marked().png().toBuffer()),
  'sign.webp': () => trailed(marked().webp().toBuffer()),
  /** A PNG named as a JPEG. */
  'other.jpg': () => trailed(marked().png().toBuffer()),
}
const isPicture = ({ headers }: Known): boolean => headers['content-type']?.startsWith('image/') ?? false
const containsMark = (bytes: Buffer): boolean =>
  [mark, [...mark].join('\0'), 'Exif', 'GPS', 'x:xmpmeta'].some(sought => bytes.includes(sought, 0, 'latin1'))

eachDatabase('a picture with hidden marks', engine => {
  let service: Service
  let library: Library
  let coordinator: Known
  let evidence: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    const files = await Promise.all(
      Object.entries(sources).map(async ([name, make]) => ({ name, content: await make() })),
    )
    await library.lead.press('Add evidence', { title: 'The welcome sign', kind: 'photo', files } as never)
    evidence = library.lead.address.split('/').at(-1)!
    const application = await anApplicationIn(service, library, 'submitted')
    await showInSubmission(service, application, library.lead, [evidence])
    await declares(service, application, coordinator, 'no conflict')
  })
  afterAll(() => service.end())

  test.each(Object.entries(sources))(
    'the original %s contains the marks that the other tests look for',
    async (_, make) => {
      expect(containsMark(await make())).toBe(true)
    },
  )

  test('a picture is stored without its hidden marks', async () => {
    const kept = await service.parts.db('evidence_files').where({ evidence_id: evidence })
    const bytes = await Promise.all(
      kept.map(async ({ id }) => buffer(Readable.from(await service.parts.files.open(id)))),
    )
    expect([kept.length, bytes.map(containsMark), bytes.every(each => each.length > 40)]).toEqual([
      4,
      [false, false, false, false],
      true,
    ])
  })

  test('every address of the evidence sends the picture without its hidden marks', async () => {
    const files = await service.parts.db('evidence_files').where({ evidence_id: evidence }).pluck<string[]>('id')
    const addresses = routes(service.parts)
      .filter(({ method, path }) => method === 'get' && path.startsWith('/evidence/:id'))
      .flatMap(({ path }) =>
        (path.includes(':fileId') ? files : ['']).map(file =>
          path.replace(':id', evidence).replace(':fileId', file).replace(/:\w+/g, '1'),
        ),
      )
    const opened: string[] = []
    for (const actor of [library.lead, coordinator])
      for (const address of addresses) {
        await actor.open(address)
        const bytes = actor.content
        expect([address, bytes.includes(mark), isPicture(actor) && containsMark(bytes)]).toEqual([
          address,
          false,
          false,
        ])
        if (actor.status === 200 && isPicture(actor)) opened.push(address)
      }
    expect(
      files.every(file => opened.filter(address => address === `/evidence/${evidence}/files/${file}`).length === 2),
    ).toBe(true)
  })
})
