import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { lineInWords } from '../../../src/modules/frameworks/import-export/import.pages.ts'
import { readYaml } from '../../../src/modules/frameworks/import-export/import.forms.ts'
import { translator } from '../../../src/words/words.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, documentOf, type ADraft } from '../../support/drafting.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

const own = { slug: 'library-of-sanctuary', stream: 'libraries' }
const t = translator('en')

eachDatabase('a version as YAML', engine => {
  let service: Service
  let draft: ADraft
  let yaml: string
  beforeAll(async () => {
    service = await aService(engine)
    draft = await aDraft(service)
    await draft.coordinator.open(`${draft.address}/export.yaml`)
    yaml = draft.coordinator.content.toString('utf8')
  })
  afterAll(() => service.end())

  const linesOf = (text: string | Buffer): string[] => {
    const { problems } = readYaml(Buffer.from(text), own)
    return (problems ?? []).map(problem => lineInWords(t, problem))
  }
  async function upload(content: string | Buffer): Promise<void> {
    await draft.coordinator.open(`${draft.address}/import`)
    await draft.coordinator.press('Check file', {
      file: { name: 'criteria.yaml', type: 'application/yaml', content: Buffer.from(content) },
    } as never)
  }

  test('a downloaded version is complete, and can be read back without a difference', async () => {
    expect(draft.coordinator.headers['content-disposition']).toContain('library-of-sanctuary-1.yaml')
    expect(parse(yaml)).toEqual(await documentOf(service, draft.id))
    expect(readYaml(Buffer.from(yaml), own).document).toEqual(await documentOf(service, draft.id))
  })

  test('a downloaded version with deeply indented text can be read back', async () => {
    await draft.coordinator.open(`${draft.address}/items/local-need`)
    const description = `Two columns:\n${' '.repeat(120)}on the right`
    await draft.coordinator.press('Save', { description })
    await draft.coordinator.open(`${draft.address}/export.yaml`)
    const downloaded = draft.coordinator.content.toString('utf8')
    expect((parse(downloaded) as { criteria: { description: string }[] }).criteria[2]!.description).toBe(description)
    expect(linesOf(downloaded)).toEqual([])
  })

  test('the draft criteria that come with the service can be read without a problem', () => {
    expect(linesOf(readFileSync('data/library-of-sanctuary-draft.yaml'))).toEqual([])
  })

  test('a coordinator can download the JSON schema of a version', async () => {
    await draft.coordinator.open('/frameworks/schema.json')
    const schema = JSON.parse(draft.coordinator.content.toString('utf8')) as { properties: Record<string, unknown> }
    expect(Object.keys(schema.properties)).toEqual(Object.keys(parse(yaml) as object))
    expect(JSON.stringify(schema)).toContain('"confirm"')
  })

  test('an uploaded file replaces the draft only after the coordinator has confirmed the changes', async () => {
    await upload(yaml.replace('title: Part of induction', 'title: Induction for everyone'))
    expect([draft.coordinator.status, draft.coordinator.headings[0]]).toEqual([200, 'Check what the file will change'])
    expect(draft.coordinator.text).toContain('L2 Induction for everyone')
    expect((await documentOf(service, draft.id)).criteria[1]?.title).toBe('Part of induction')
    await draft.coordinator.press('Replace the draft')
    expect(draft.coordinator.notices).toEqual(['The file has replaced the draft'])
    expect((await documentOf(service, draft.id)).criteria[1]?.title).toBe('Induction for everyone')
  })

  test('the page that checks a file shows the settings that only a file can change', async () => {
    const was = parse(yaml) as { application: object; decisions: { id: string; expects: string[] }[] }
    const application = { ...was.application, asksToShare: false }
    const decisions = was.decisions.map(it => (it.id === 'awarded' ? { ...it, expects: ['met'] } : it))
    const label = 'A new name'
    await upload(JSON.stringify({ ...was, label, application, decisions, recommendationKinds: ['improvement'] }))
    expect(draft.coordinator.headings[0]).toBe('Check what the file will change')
    expect(draft.coordinator.text).toContain('Kinds of recommendation Removed: Required,')
    expect(draft.coordinator.text).toContain('Sharing answers with other libraries')
    expect(draft.coordinator.text).toContain('Findings expected for “Awarded”')
    expect(draft.coordinator.text).toContain('Name that libraries see')
  })

  test('a file with another version’s name is refused, and the page says where to change it', async () => {
    await upload(yaml.replace(/^version: .*$/m, 'version: "0.1"'))
    expect(draft.coordinator.text).toContain(
      'There is already a version called 0.1. Change “version” in the file, then choose the file again',
    )
    expect(draft.coordinator.html).not.toContain('Replace the draft')
  })

  test('a file does not replace a draft that someone has changed since the file was checked', async () => {
    await upload(yaml)
    const other = await anotherWindow(service, draft.coordinator).open(`${draft.address}/items/local-need`)
    await other.press('Save', { title: 'Changed in between' })
    await draft.coordinator.press('Replace the draft')
    expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([
      409,
      ['Someone has changed the draft since you chose the file. Choose the file again to see what would change'],
    ])
    expect((await documentOf(service, draft.id)).criteria[2]?.title).toBe('Changed in between')
  })

  describe('a file with errors', () => {
    test('a file with errors is refused, and each error has its line', async () => {
      const lines = yaml.split('\n')
      const line = (text: string) => lines.findIndex(each => each.includes(text)) + 1
      const wrong = yaml
        .replace('months: 12', 'months: twelve')
        .replace('renewal: skip', 'renewal: never')
        .replace('    title: Pledge signed\n', '')
      expect(linesOf(wrong)).toEqual([
        `Line ${line('months: 12')}: Correct terms.months`,
        expect.stringMatching(/^Line \d+: Add prerequisites\.0\.title$/),
        expect.stringMatching(/^Line \d+: For prerequisites\.0\.renewal, use one of these: confirm, answer and skip$/),
      ])
      await upload(wrong)
      expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([
        422,
        ['Correct 3 problems in the file, then choose the file again'],
      ])
      expect(draft.coordinator.text).toContain(`Line ${line('months: 12')}: Correct terms.months`)
    })

    test.each([
      [
        'a misspelt key',
        (text: string) => text.replace('lapseAfterDays: 30', 'lapseAfterDays: 30\n  lapsAfterDays: 3'),
        'We do not recognise the field terms.lapsAfterDays',
      ],
      [
        'the same code twice',
        (text: string) => text.replace('code: L2', 'code: L1'),
        'Give each item its own code: L1',
      ],
      [
        'a key twice',
        (text: string) => text.replace('stream: libraries', 'stream: libraries\nstream: libraries'),
        'Correct the YAML',
      ],
      [
        'an unknown area',
        (text: string) => text.replace('area: learn', 'area: elsewhere'),
        'Put these criteria in an area: L1',
      ],
      [
        'another stream',
        (text: string) => text.replace('stream: libraries', 'stream: schools'),
        'This file is for a different stream',
      ],
      [
        'missing judgements',
        (text: string) => text.replace(/^judgements:\n( {2}- \w+\n)+/m, 'judgements:\n  - partly_met\n'),
        'Add these missing choices: judgements: met and judgements: not_yet',
      ],
      [
        'an outcome twice',
        (text: string) => text.replace('id: awarded_with_recommendations', 'id: awarded'),
        'Remove the duplicate choices (decisions: awarded)',
      ],
      [
        'an award period that is too long',
        (text: string) => text.replace('months: 12', 'months: 1200'),
        'Correct terms.months',
      ],
      ['broken YAML', (text: string) => text.replace('terms:', 'terms: ]'), 'Correct the YAML'],
      [
        'a tag',
        (text: string) => text.replace('stream: libraries', 'stream: !!js/function libraries'),
        'Remove the YAML tag',
      ],
      [
        'an anchor',
        (text: string) => text.replace('stream: libraries', 'stream: &s libraries'),
        'Anchors (&) and aliases (*)',
      ],
      ['several documents', (text: string) => `${text}\n---\na: 1\n`, 'Put only one version in the file'],
      [
        'a list instead of fields',
        () => '- one\n- two\n',
        'Start the file with three lines: framework, stream and version',
      ],
      ['only a comment', () => '# nothing\n', 'Start the file with three lines: framework, stream and version'],
    ])('a file with %s is refused', (_name, change, text) => {
      const problems = linesOf(change(yaml))
      expect(problems.length).toBeGreaterThan(0)
      expect(problems.join('\n')).toContain(text)
      expect(problems.join('\n')).toMatch(/Line \d+/)
    })

    test.each([
      [
        'a YAML bomb',
        `a: &a [x, x]\n${'bcdefghi'.replace(/./g, c => `${c}: &${c} [*${String.fromCharCode(c.charCodeAt(0) - 1)}, *${String.fromCharCode(c.charCodeAt(0) - 1)}]\n`)}`,
      ],
      ['a hundred thousand brackets', '['.repeat(100_000)],
      ['UTF-16', Buffer.from('framework: x', 'utf16le')],
      ['bytes that are not text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
      ['a zero byte', 'framework: \u0000'],
      ['a “__proto__” key', '__proto__:\n  framework: x\nconstructor: y\n'],
    ])('%s is refused with an explanation', async (_name, content) => {
      await upload(content)
      expect(draft.coordinator.status).toBe(422)
      expect(draft.coordinator.errors).toHaveLength(1)
    })

    test.each([
      ['brackets', '['.repeat(200)],
      ['brackets among quoted ones', '["]",'.repeat(200)],
      ['maps in brackets', '{a: '.repeat(200)],
      ['lists on one line', '- '.repeat(200)],
      ['keys in brackets', `[${'a:\n '.repeat(200)}`],
      ['keys on one line', 'a: '.repeat(200)],
      ['indentation', Array.from({ length: 200 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    ])('a file that is nested too deeply is refused before it is parsed: %s', (_name, text) => {
      expect(linesOf(text)).toEqual(['The file has too many levels. Use fewer levels'])
    })

    test('checking eight times as many keys takes far less than 64 times as long', () => {
      const processorTime = (keys: number): number => {
        const began = process.cpuUsage()
        expect(linesOf(`{${Array.from({ length: keys }, (_, at) => `k${at}:`).join(',')}}`)).toHaveLength(20)
        expect(linesOf('? []\n'.repeat(keys))).toHaveLength(50)
        return process.cpuUsage(began).user
      }
      const few = Math.min(...[1, 2, 3].map(() => processorTime(1_750)))
      expect(processorTime(14_000) / few).toBeLessThan(32)
    })

    test('a file that is too large is refused', async () => {
      await upload(`# ${'a'.repeat(130 * 1024)}`)
      expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([
        413,
        ['Choose a file that is 120 KB or smaller'],
      ])
    })

    test('an empty file is refused', async () => {
      await upload('')
      expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([422, ['Choose a YAML file']])
    })
  })
})
