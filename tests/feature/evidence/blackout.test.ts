import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
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
import { aService, type Service } from '../../support/service.ts'

/** The colour changes across and down the picture, and no pixel is dark. */
const [width, height] = [200, 100]
const pixels = Buffer.from(
  Array.from({ length: width * height }, (_, at) => [120 + (at % width) / 2, 120 + Math.floor(at / width), 200]).flat(),
)
const picture = () => sharp(pixels, { raw: { width, height, channels: 3 } })

const area = (number: number, sides: Record<'left' | 'top' | 'width' | 'height', string>) =>
  Object.fromEntries(Object.entries(sides).map(([side, value]) => [`${side}-${number}`, value]))
const twoAreas = {
  ...area(1, { left: '10', top: '20', width: '12.5', height: '30' }),
  ...area(2, { left: '75', top: '50', width: '25', height: '50' }),
}
const isIn = (x: number, y: number) => (x >= 20 && x < 45 && y >= 20 && y < 50) || (x >= 150 && y >= 50)
/** Near the edge of an area, JPEG compression mixes the colours inside and outside. */
const isNearEdge = (x: number, y: number) =>
  [-8, 8].some(
    by =>
      isIn(x + by, y) !== isIn(x, y) ||
      isIn(x, y + by) !== isIn(x, y) ||
      isIn(x + by, y + by) !== isIn(x, y) ||
      isIn(x + by, y - by) !== isIn(x, y),
  )

eachDatabase('blacking out a picture', engine => {
  let service: Service
  let library: Library
  let coordinator: Known
  let evidence: string
  let original: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    const files = [
      { name: 'Amina at the desk.png', content: await picture().png().toBuffer() },
      { name: 'door.jpg', content: await picture().jpeg().toBuffer() },
      { name: 'plain.txt', content: Buffer.from('words') },
    ]
    await library.lead.press('Add evidence', { title: 'Open day', files } as never)
    await library.lead.press('Add evidence', { personalData: 'keep', personalDataReason: 'Only for this test' })
    evidence = library.lead.address.split('/').at(-1)!
    original = await idOf('Amina at the desk.png')
    const application = await anApplicationIn(service, library, 'submitted')
    await showInSubmission(service, application, library.lead, [evidence])
    await declares(service, application, coordinator, 'no conflict')
    await draw()
  })
  afterAll(() => service.end())

  const draw = () =>
    timetable
      .find(({ name }) => name === 'make-previews')!
      .run(service.parts, '2027-03-01' as never, new AbortController().signal)
  const idOf = async (name: string) =>
    (await service.parts.db('evidence_files').where({ evidence_id: evidence, name }).first('id'))!.id
  const fileAt = (id: string) => `/evidence/${evidence}/files/${id}`
  const redactedCopies = () => service.parts.db('evidence_files').whereNotNull('redacts_file_id')
  const staged = () => readdir(join(service.database.dataFolder, 'uploads/staging'))
  const broken = async () =>
    (
      await checkInvariants({
        database: service.database,
        uploads: join(service.database.dataFolder, 'uploads'),
        now: service.clock.now(),
        confirmed: [],
      })
    ).filter(({ rule }) => ['I1', 'I2', 'I5', 'I11', 'I13'].includes(rule))
  const open = (of = original) => library.contributor.open(`${fileAt(of)}/blackout`)
  const post = (typed: Record<string, unknown>, of = original) =>
    library.contributor.send(`${fileAt(of)}/blackout`, typed as never)
  const show = (typed: Record<string, string>, of = original) =>
    library.contributor.open(`${fileAt(of)}/blackout?${new URLSearchParams({ then: 'show', ...typed }).toString()}`)
  const rectangles = ({ $ }: Known) =>
    $('.los-blackout rect')
      .toArray()
      .map(each => ['x', 'y', 'width', 'height'].map(name => $(each).attr(name)))

  /** @param allow how much each colour value may differ, from 0 to 255 */
  const expectOnlyBlackInAreas = async (bytes: Buffer, allow: number) => {
    const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([width, height])
    const wrong: string[] = []
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (allow > 0 && isNearEdge(x, y)) continue
        const at = (y * width + x) * 3
        for (const colour of [0, 1, 2])
          if (Math.abs(data[at + colour]! - (isIn(x, y) ? 0 : pixels[at + colour]!)) > allow) wrong.push(`${x}/${y}`)
      }
    }
    expect(wrong).toEqual([])
  }

  test('people who can change the evidence can black out a picture, and no one can black out a text file', async () => {
    await library.lead.open(`/evidence/${evidence}`)
    expect(library.lead.links.filter(({ text }) => text.startsWith('Make a redacted copy')).length).toBe(2)
    await open(await idOf('plain.txt'))
    expect(library.contributor.status).toBe(404)
    for (const [actor, status] of [
      [library.observer, 403],
      [coordinator, 403],
      [await aSignedInPerson(service, 'Nobody in particular'), 404],
    ] as const) {
      await actor.open(`${fileAt(original)}/blackout`)
      expect(actor.status).toBe(status)
    }
  })

  test('the areas are shown on the picture before the copy is made, even without JavaScript', async () => {
    const actor = library.contributor
    await open()
    expect(actor.$('p:contains("Draw areas with a finger")[hidden]').length).toBe(1)
    await actor.press('Add an area', area(1, { left: '10', top: '20', width: '12.5', height: '30' }))
    expect([actor.status, rectangles(actor)]).toEqual([
      200,
      [
        ['10%', '20%', '12.5%', '30%'],
        ['40%', '40%', '20%', '20%'],
      ],
    ])
    await actor.press('Make a redacted copy', area(2, { left: '75', top: '50', width: '25', height: '50' }))
    expect([actor.status, actor.errors.length, rectangles(actor)[1]]).toEqual([422, 1, ['75%', '50%', '25%', '50%']])
    expect(await redactedCopies()).toEqual([])
    await actor.press('Remove Area 1')
    expect([rectangles(actor), actor.valueOf('left-1')]).toEqual([[['75%', '50%', '25%', '50%']], '75'])
  })

  test('missing and invalid areas are refused, and the numbers that were entered stay', async () => {
    const actor = library.contributor
    const refused = async (typed: Record<string, unknown>, says: string) => {
      await post(typed)
      expect([actor.status, actor.errors, await redactedCopies(), await staged()]).toEqual([422, [says], [], []])
    }
    await refused({}, 'Add at least one area to black out')
    for (const wrong of ['NaN', '-1', '1e1', '101', '0x10', '١٢', '5\u0000e', '9'.repeat(5_000), ['1', '2']]) {
      await refused(
        { ...twoAreas, 'left-2': wrong },
        'Enter how far area 2 is from the left, as a percentage from 0 to 100',
      )
      if (typeof wrong === 'string' && !wrong.includes('\0'))
        expect([actor.valueOf('left-2'), actor.valueOf('left-1')]).toEqual([wrong, '10'])
    }
    await refused(
      area(1, { left: '10', top: '10', width: '0', height: '10' }),
      'Enter the width of area 1 as a percentage: more than 0, and no more than 100',
    )
    await refused(
      area(1, { left: '80', top: '10', width: '20.01', height: '10' }),
      'Area 1 goes past the right edge. Make it narrower or move it left',
    )
    await refused(
      area(1, { left: '80', top: '95', width: '20', height: '6' }),
      'Area 1 goes past the bottom edge. Make it shorter or move it up',
    )
    await refused(
      Object.assign(
        {},
        ...Array.from({ length: 51 }, (_, index) => area(index + 1, { left: '1', top: '1', width: '1', height: '1' })),
      ),
      'You can black out up to 50 areas. Draw fewer, larger areas',
    )
    await post(
      Object.assign(
        {},
        ...Array.from({ length: 10_000 }, (_, index) =>
          area(index + 1, { left: '1', top: '1', width: '1', height: '1' }),
        ),
      ),
    )
    expect([actor.status, await redactedCopies()]).toEqual([413, []])
  })

  test('a damaged picture gets no copy', async () => {
    const door = await idOf('door.jpg')
    const path = join(service.database.dataFolder, 'uploads/files', door.slice(0, 2), door)
    const kept = await service.parts.files.open(door).then(async stream => Buffer.concat(await stream.toArray()))
    await writeFile(path, kept.subarray(0, 300))
    await show(twoAreas, door)
    await library.contributor.press('Make a redacted copy')
    expect([
      library.contributor.status,
      library.contributor.errors[0]?.slice(0, 40),
      await redactedCopies(),
      await staged(),
    ]).toEqual([422, 'We could not make the redacted copy, and', [], []])
    await rm(path)
    await writeFile(path, kept)
  })

  test('the areas are black in the copy and its previews, and all other pixels are unchanged', async () => {
    const actor = library.contributor
    await show(twoAreas)
    await actor.press('Make a redacted copy')
    expect([actor.status, actor.notices]).toEqual([
      200,
      [
        'The redacted copy has been added. ' +
          'City of Sanctuary, the panel and your observers see it instead of the original.',
      ],
    ])
    const redactedCopy = await idOf('Redacted picture 1.png')
    expect(await staged()).toEqual([])
    await coordinator.open(`/evidence/${evidence}`)
    expect([
      coordinator.html.includes('Amina'),
      coordinator.links.some(({ text }) => text === 'Redacted picture 1.png'),
    ]).toEqual([false, true])
    await coordinator.open(fileAt(original))
    expect(coordinator.status).toBe(404)
    await coordinator.open(fileAt(redactedCopy))
    await expectOnlyBlackInAreas(coordinator.content, 0)
    await draw()
    for (const each of ['small', 'pages/1/picture']) {
      await coordinator.open(`${fileAt(redactedCopy)}/${each}`)
      await expectOnlyBlackInAreas(coordinator.content, 24)
      await coordinator.open(`${fileAt(original)}/${each}`)
      expect(coordinator.status).toBe(404)
    }
    expect(await broken()).toEqual([])
  })

  test('a new copy starts with the black areas of the last copy', async () => {
    const actor = library.contributor
    await open()
    expect([rectangles(actor), actor.valueOf('width-1'), actor.valueOf('seen')]).toEqual([
      [
        ['10%', '20%', '12.5%', '30%'],
        ['75%', '50%', '25%', '50%'],
      ],
      '12.5',
      '1000,2000,1250,3000;7500,5000,2500,5000',
    ])
  })

  test('a copy of a redacted JPEG keeps its black areas, and a form sent twice makes one copy', async () => {
    const actor = library.contributor
    await show(area(1, { left: '10', top: '20', width: '12.5', height: '30' }), await idOf('door.jpg'))
    await actor.press('Make a redacted copy')
    const first = await idOf('Redacted picture 2.jpg')
    await open(first)
    await actor.press('Show the areas on the picture', area(1, { left: '75', top: '50', width: '25', height: '50' }))
    service.clock.minutesPass(1)
    const again = {
      seen: '7500,5000,2500,5000',
      latest: first,
      idempotencyKey: String(actor.$('main input[name=idempotencyKey]').val()),
      ...area(1, { left: '75', top: '50', width: '25', height: '50' }),
    }
    await post(again, first)
    await post(again, first)
    const made = await redactedCopies()
      .where({ redacts_file_id: await idOf('door.jpg') })
      .whereNot({ id: first })
    expect([actor.status, made.map(({ name }) => name)]).toEqual([200, ['Redacted picture 3.jpg']])
    await coordinator.open(fileAt(made[0]!.id))
    await expectOnlyBlackInAreas(coordinator.content, 24)
    await open(await idOf('door.jpg'))
    expect(rectangles(actor).length).toBe(2)
    await coordinator.open(fileAt(first))
    expect(coordinator.status).toBe(404)
    expect(await broken()).toEqual([])
  })

  test('areas that someone else blacked out while the form was open are added to the form', async () => {
    const [one, other] = [library.lead, library.contributor]
    const door = await idOf('door.jpg')
    const copiesOfDoor = () => redactedCopies().where({ redacts_file_id: door })
    const before = (await copiesOfDoor()).length
    const ofOne = area(3, { left: '0', top: '0', width: '5', height: '5' })
    const ofOther = area(3, { left: '50', top: '0', width: '5', height: '5' })
    await one.open(`${fileAt(door)}/blackout`)
    await one.press('Add an area')
    await one.press('Show the areas on the picture', ofOne)
    service.clock.minutesPass(1)
    await open(door)
    await other.press('Add an area')
    await other.press('Show the areas on the picture', ofOther)
    await other.press('Make a redacted copy')
    expect((await copiesOfDoor()).length).toBe(before + 1)
    await one.press('Make a redacted copy')
    expect([one.status, one.errors, rectangles(one).map(([x]) => x), (await copiesOfDoor()).length]).toEqual([
      409,
      ['Someone has added a redacted copy since you opened this page. Check what it blacks out, then make yours'],
      ['10%', '75%', '0%', '50%'],
      before + 1,
    ])
    await one.press('Show the areas on the picture')
    await one.press('Make a redacted copy')
    expect([one.status, (await copiesOfDoor()).length]).toEqual([200, before + 2])
  })
})
