import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { Translation } from '../../../src/domain/translation.ts'
import { frameworkVersion } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, confirmsMapping, publishes } from '../../support/drafting.ts'
import {
  anApplication,
  aPersonWho,
  aRound,
  aTeam,
  everythingWritten,
  signedIn,
  type AnApplication,
  type APerson,
} from '../../support/factories.ts'
import { aPanelWorld } from '../../support/panel.ts'
import { aService, type Service } from '../../support/service.ts'
import { translatesItem, translating, type Translating } from '../../support/translating.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

const welsh = { title: 'Staff a gwirfoddolwyr', description: 'Disgrifiad o’r maen prawf', evidence: 'Tystiolaeth' }
const arabic = { title: 'عنوان المعيار', description: 'وصف المعيار', evidence: 'دليل' }
const english = 'Staff and volunteers learn'

eachDatabase('a translation of the criteria', engine => {
  let service: Service
  let round: string
  let it: Translating
  beforeEach(async () => {
    service = await aService(engine)
    round = await aRound(service)
    it = await translating(service)
  })
  afterEach(() => service.end())

  const rows = () => service.database.writer('framework_translations').select('language', 'document', 'version')
  const events = () =>
    service.database.writer('events').where('name', 'like', 'framework.transl%').orderBy('sequence').pluck('name')
  const problemsIn = (page: Visitor) =>
    page
      .$('main .govuk-list--bullet li')
      .map((_, line) => page.$(line).text().trim())
      .get()

  test('a coordinator downloads, translates, checks, saves, replaces and removes a translation', async () => {
    const { coordinator, address } = it
    await coordinator.open(address)
    expect(coordinator.text).toContain('This version has no translations. Everyone reads the criteria in English.')
    await coordinator.follow('Welsh')
    expect(coordinator.text).toContain('There is no Welsh translation yet.')
    const file = await it.texts('cy')
    expect(coordinator.headers['content-disposition']).toContain('library-of-sanctuary-0.1-cy.yaml')
    expect(file).toContain(`    # ${english}\n    title: ""`)
    expect(parse(file)).toMatchObject({ framework: 'library-of-sanctuary', version: '0.1', language: 'cy' })

    await it.uploads('cy', file.replace(`# ${english}\n    title: ""`, `# ${english}\n    title: "${welsh.title}"`))
    expect([coordinator.status, coordinator.headings[0]]).toEqual([200, 'Check the Welsh translation'])
    expect(coordinator.$(`main [lang=cy]`).text()).toBe(welsh.title)
    expect(await rows()).toEqual([])
    await coordinator.press('Save the translation')
    expect(coordinator.notices).toEqual(['The Welsh translation has been saved'])
    expect(coordinator.text).toMatch(/1 of \d+ lines translated Saved by Ffion Adeyemi on/)
    expect(await it.texts('cy')).toContain(`title: "${welsh.title}"`)

    await it.saves('cy', translatesItem('staff-training', welsh))
    expect((await rows())[0]).toMatchObject({ language: 'cy', version: 2 })
    await coordinator.open(`${address}/translations/cy`)
    await coordinator.press('Remove the Welsh translation')
    expect(coordinator.notices).toEqual(['The Welsh translation has been removed'])
    expect(coordinator.text).toContain('This version has no translations.')
    expect(await rows()).toEqual([{ language: 'cy', document: null, version: 3 }])
    expect(await events()).toEqual(['framework.translated', 'framework.translated', 'framework.translation_removed'])
  })

  test('the file of a new version has the earlier translation of texts whose English has not changed', async () => {
    await it.saves('cy', translatesItem('staff-training', welsh))
    await it.saves('cy', translatesItem('induction', { ...welsh, title: 'Cynefino' }))
    const draft = await aDraft(service)
    const item = `${draft.address}/items/staff-training`
    await draft.coordinator.open(item)
    await draft.coordinator.press('Save', { title: 'Everyone at work learns' })
    await confirmsMapping(draft)
    await publishes(draft)

    await draft.coordinator.open(`${draft.address}/translations/cy`)
    expect(draft.coordinator.text).toContain('There is no Welsh translation yet.')
    expect(draft.coordinator.text).toContain('Where the English has not changed since Library of Sanctuary')
    await draft.coordinator.open(`${draft.address}/translations/cy/texts.yaml`)
    const file = draft.coordinator.content.toString('utf8')
    const items = (parse(file) as Translation).items
    expect(items.find(({ id }) => id === 'staff-training')).toMatchObject({ title: '', description: welsh.description })
    expect(items.find(({ id }) => id === 'induction')).toMatchObject({ title: 'Cynefino' })
    await it.uploads('cy', file, await draft.coordinator.open(`${draft.address}/translations/cy`))
    await draft.coordinator.press('Save the translation')
    expect(draft.coordinator.notices).toEqual(['The Welsh translation has been saved'])
  })

  test('a trustee cannot translate, and a draft or an unknown language has no translation', async () => {
    const trustee = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), it.address)
    expect(trustee.text).toContain('This version has no translations.')
    expect(trustee.links.map(({ text }) => text)).not.toContain('Welsh')
    await trustee.open(`${it.address}/translations/cy`)
    expect(trustee.status).toBe(404)
    const draft = await aDraft(service)
    await draft.coordinator.open(`${draft.address}/translations/cy`)
    expect(draft.coordinator.status).toBe(404)
    await draft.coordinator.open(draft.address)
    expect(draft.coordinator.headings).not.toContain('Translations')
    await it.coordinator.open(`${it.address}/translations/xx`)
    expect(it.coordinator.status).toBe(404)
    await it.coordinator.open(`${it.address}/translations/__proto__`)
    expect(it.coordinator.status).toBe(404)
  })

  describe('two people who edit one translation', () => {
    test('two people who save at the same time do not overwrite each other’s changes', async () => {
      const file = (await it.texts('cy')).replace('title: ""', `title: "${welsh.title}"`)
      const other = anotherWindow(service, it.coordinator)
      await it.uploads('cy', file)
      await it.uploads('cy', file.replace(welsh.title, 'Teitl arall'), other)
      await other.press('Save the translation')
      await it.coordinator.press('Save the translation')
      expect([it.coordinator.status, it.coordinator.errors]).toEqual([
        409,
        [
          'Someone has changed this translation since you opened the page. Download the file again and add your ' +
            'changes to it',
        ],
      ])
      expect((await rows())[0]!.document).toContain('Teitl arall')
    })

    test('the check is refused if someone has saved since the page was opened', async () => {
      const early = await anotherWindow(service, it.coordinator).open(`${it.address}/translations/cy`)
      await it.saves('cy', translatesItem('staff-training', welsh))
      await it.uploads('cy', await it.texts('cy'), early)
      expect(early.status).toBe(409)
    })

    test('an old page cannot overwrite a translation that was removed and added again', async () => {
      await it.saves('cy', translatesItem('staff-training', welsh))
      const early = anotherWindow(service, it.coordinator)
      await it.uploads('cy', await it.texts('cy'), early)
      await it.coordinator.open(`${it.address}/translations/cy`)
      await it.coordinator.press('Remove the Welsh translation')
      await it.saves('cy', translatesItem('induction', welsh))
      await early.press('Save the translation')
      expect(early.status).toBe(409)
    })
  })

  describe('a file with errors', () => {
    const lineOf = (text: string, part: string) => text.split('\n').findIndex(line => line.includes(part)) + 1

    test.each([
      [
        'an unknown id',
        (file: string) => file.replace('"induction"', '"inductoin"'),
        '- id: "inductoin"',
        /^Line (\d+): inductoin is not in version 0.1/,
      ],
      [
        'a repeated id',
        (file: string) => file.replace('"induction"', '"staff-training" # again'),
        '# again',
        /^Line (\d+): Keep only one entry for staff-training. The file has more than one/,
      ],
      [
        'a missing id',
        (file: string) => file.replace('"induction"', '"staff-training"'),
        '- id: "pledge-signed"',
        /^Line (\d+): Add induction/,
      ],
      [
        'a text that is too long',
        (file: string) => file.replace('title: ""', `title: "${'a'.repeat(301)}"`),
        'aaaa',
        /^Line (\d+): Shorten areas.0.title/,
      ],
      [
        'a text of invisible characters',
        (file: string) => file.replace('title: ""', 'title: "\\u200b"'),
        'u200b',
        /^Line (\d+): Correct areas.0.title/,
      ],
      [
        'no translated line',
        (file: string) => file,
        '- id: "pledge-signed"',
        /^Line (\d+): Translate at least one line/,
      ],
      [
        'half-translated evidence',
        (file: string) => file.replace('- ""', '- "Tystiolaeth"'),
        '"pledge-signed"',
        /^Line (\d+): Translate every line of evidence for pledge-signed/,
      ],
      [
        'the number of another version',
        (file: string) => file.replace('version: "0.1"', 'version: "9"'),
        'version: "9"',
        /^Line (\d+): Choose a file for version 0.1/,
      ],
      [
        'the framework of another stream',
        (file: string) => file.replace('framework: "library', 'framework: "school'),
        'version:',
        /^Line (\d+): Choose a file for version 0.1/,
      ],
      [
        'another language',
        (file: string) => file.replace('language: "cy"', 'language: "ar"'),
        'language: "ar"',
        /^Line (\d+): Choose a file in Welsh/,
      ],
      [
        'an unknown language',
        (file: string) => file.replace('language: "cy"', 'language: "xx"'),
        'language: "xx"',
        /^Line (\d+): For language, use one of these: cy/,
      ],
      [
        'an unknown key',
        (file: string) => file.replace('    title: ""', '    titel: ""'),
        'titel',
        /^Line (\d+): We do not recognise the field areas.0.titel/,
      ],
      [
        'a tag',
        (file: string) => file.replace('language: "cy"', 'language: !!js/function "cy"'),
        '!!js',
        /^Line (\d+): Remove the YAML tag/,
      ],
      ['an anchor', (file: string) => file.replace('"learn"', '&x "learn"'), '&x', /^Line (\d+): .*Anchors/],
      ['several documents', (file: string) => `${file}\n---\na: 1\n`, '---', /^Line (\d+): .*Remove the line “---”/],
      [
        'a list instead of fields',
        () => '- one\n',
        '- one',
        /^Line (\d+): Start the file with three lines: framework, version and language/,
      ],
    ])('a translation with %s is refused, and the page says what to correct', async (_name, change, at, problem) => {
      const file = change(await it.texts('cy'))
      await it.coordinator.open(`${it.address}/translations/cy`)
      await it.uploads('cy', file)
      expect(it.coordinator.status).toBe(422)
      const found = problemsIn(it.coordinator).find(line => problem.test(line))
      expect(found).toBeDefined()
      expect(problem.exec(found!)![1]).toBe(String(lineOf(file, at)))
      expect(await rows()).toEqual([])
    })

    test.each([
      ['a YAML bomb', `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c, *c]\n`],
      ['a hundred thousand brackets', '['.repeat(100_000)],
      ['bytes that are not text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
      ['a “__proto__” key', '__proto__:\n  framework: x\nconstructor: y\n'],
      ['an empty file', ''],
    ])('%s is not accepted as a translation', async (_name, content) => {
      await it.uploads('cy', content)
      expect([it.coordinator.status, it.coordinator.errors.length]).toEqual([422, 1])
    })

    test('a translation that is too large is refused', async () => {
      await it.uploads('cy', `# ${'a'.repeat(170_000)}`)
      expect([it.coordinator.status, it.coordinator.errors]).toEqual([413, ['Choose a file that is 160 KB or smaller']])
    })

    test('an incomplete translation is refused even if the page that checks it is skipped', async () => {
      const sent = { version: '0', yaml: 'language: cy' }
      await it.coordinator.send(`${it.address}/translations/cy/replacement`, sent)
      expect(it.coordinator.status).toBe(422)
      expect(await rows()).toEqual([])
    })
  })

  describe('a library', () => {
    let lead: APerson
    let application: AnApplication
    let page: Visitor
    const address = (below = '') => `/applications/${application.id}${below}`
    beforeEach(async () => {
      const team = await aTeam(service)
      lead = team.lead
      application = await anApplication(service, team.organisation, { startedBy: lead, round })
      page = await signedIn(service, lead, address('/criteria/L1'))
    })

    test('a library reads a criterion in Welsh, continues in Welsh and returns to English', async () => {
      expect(page.text).not.toContain('Cymraeg')
      await it.saves('cy', translatesItem('staff-training', welsh))
      await page.open(address('/criteria/L1'))
      expect([page.headings[0], page.text.includes('Read this criterion in: Cymraeg')]).toEqual([english, true])
      await page.follow('Cymraeg')
      expect(page.headings[0]).toBe(welsh.title)
      expect(page.$('h1').attr()).toMatchObject({ lang: 'cy', dir: 'ltr' })
      expect(page.$('main p[lang=cy]').text()).toContain(welsh.description)
      expect(page.$('main ul[lang=cy] li').first().text()).toBe(`${welsh.evidence} 1`)
      expect(page.text).toContain('This is a translation. If it differs from the English text, the English applies.')
      await page.press('Save', { narrative: 'Ein hyfforddiant' })
      expect([page.status, page.headings[0]]).toEqual([200, welsh.title])
      await page.press('Save and continue', { narrative: 'Ein hyfforddiant' })
      expect([page.headings[0], page.address]).toEqual(['Part of induction', address('/criteria/L2?criteria=cy')])
      expect(page.text).toContain('This text has not been translated yet, so you see it in English.')
      expect(page.text).not.toContain('This is a translation.')
      await page.open(address('/criteria/L1?criteria=cy'))
      await page.follow('Read this in English')
      expect(page.headings[0]).toBe(english)
    })

    test('a page that is shown again with an error is still in Welsh', async () => {
      await it.saves('cy', translatesItem('staff-training', welsh))
      await page.open(address('/criteria/L1?criteria=cy'))
      await page.press('Save', { narrative: 'a'.repeat(30_000) })
      expect([page.status, page.$('h1').text()]).toEqual([422, welsh.title])
    })

    test('a library reads the list of criteria in Arabic, from right to left', async () => {
      await it.saves('ar', translation => {
        translatesItem('staff-training', arabic)(translation)
        translation.areas[0]!.title = 'تعلّم'
      })
      await page.open(address())
      await page.follow('العربية')
      expect(page.$('main h2[lang=ar][dir=rtl]').text()).toBe('تعلّم')
      expect(page.$('main a[lang=ar][dir=rtl]').text()).toBe(arabic.title)
      await page.follow(arabic.title)
      expect([page.headings[0], page.$('h1').attr('dir')]).toEqual([arabic.title, 'rtl'])
    })

    test('the criteria are in English if the language is unknown, has no translation or was removed', async () => {
      await it.saves('cy', translatesItem('staff-training', welsh))
      for (const language of ['ar', 'xx', '__proto__', '', '%00', 'cy&criteria=cy']) {
        await page.open(address(`/criteria/L1?criteria=${language}`))
        expect([page.status, page.headings[0]]).toEqual([200, english])
      }
      await it.coordinator.open(`${it.address}/translations/cy`)
      await it.coordinator.press('Remove the Welsh translation')
      await page.open(address('/criteria/L1?criteria=cy'))
      expect([page.headings[0], page.text.includes('Cymraeg')]).toEqual([english, false])
    })

    test('a changed text is shown immediately, because translations are not cached', async () => {
      await frameworkVersion(service.database.writer, it.versionId)
      await it.saves('cy', translatesItem('staff-training', welsh))
      await page.open(address('/criteria/L1?criteria=cy'))
      await it.saves('cy', translatesItem('staff-training', { ...welsh, title: 'Teitl newydd' }))
      await page.open(address('/criteria/L1?criteria=cy'))
      expect(page.headings[0]).toBe('Teitl newydd')
    })

    test('a submission has the English text, and the same hash after the translation changes', async () => {
      await it.saves('cy', translatesItem('staff-training', welsh))
      await everythingWritten(service, application, lead)
      await page.open(address('/submission'))
      await page.press('Submit application')
      const frozen = async () => ({
        submissions: await service.database.writer('submissions').select('id', 'sha256', 'manifest'),
        parts: await service.database.writer('submission_parts').orderBy('name').select('name', 'content'),
      })
      const before = await frozen()
      expect(before.submissions).toHaveLength(1)
      expect(JSON.stringify(before)).not.toContain(welsh.title)
      await it.saves('cy', translatesItem('staff-training', { ...welsh, title: 'Teitl newydd' }))
      expect(await frozen()).toEqual(before)
    })
  })

  test('the charity can preview a translation, and switching to English keeps the kind of application', async () => {
    await it.saves('ar', translatesItem('staff-training', arabic))
    const { coordinator, address } = it
    await coordinator.open(address)
    await coordinator.follow('Read Arabic')
    expect(coordinator.$('main a[lang=ar][dir=rtl]').first().text()).toBe(arabic.title)
    await coordinator.follow(arabic.title)
    expect([coordinator.headings[0], coordinator.status]).toEqual([arabic.title, 200])
    await coordinator.follow('L2 Part of induction')
    expect([coordinator.headings[0], coordinator.address.includes('criteria=ar')]).toEqual(['Part of induction', true])
    await coordinator.open(`${address}/preview/L1?kind=reappraisal&criteria=ar`)
    await coordinator.follow('Read this in English')
    expect([coordinator.headings[0], coordinator.address]).toEqual([english, `${address}/preview/L1?kind=reappraisal`])
  })
})

eachDatabase('a translation for the panel', engine => {
  test('a panel member sees the translation on a finding’s page, and still sees it after saving', async () => {
    const world = await aPanelWorld(engine)
    await world.seated()
    const it = await translating(world.service)
    await it.saves('cy', translatesItem('staff-training', welsh))
    const peer = await world.as(world.peer, world.at('/appraisal/L1'))
    expect(peer.headings[0]).toBe(english)
    await peer.follow('Cymraeg')
    expect([peer.headings[0], peer.$('h1').attr('lang')]).toEqual([welsh.title, 'cy'])
    expect(peer.text).toContain('This is a translation. If it differs from the English text, the English applies.')
    await peer.press('Save', { judgement: 'met', reason: 'The training log shows it' })
    expect([peer.headings[0], peer.valueOf('reason')]).toEqual([welsh.title, 'The training log shows it'])
    await world.service.end()
  })
})
