import type { Hostile } from './hostile-files.ts'
import { field, openSheet, openText, paragraph, relationships, wordDocument } from './office-files.ts'
import { zip } from './sample-files.ts'
import { trap } from './trap.ts'

// Documents that exploit differences in how programs read XML, to hide what they load or run.

const web = `http://${trap.host}/a`
const embed = paragraph('<w:drawing><a:blip r:link="rId1"/></w:drawing>')
const hyperlink = relationships(['hyperlink', web, 'External'])
const mainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const names =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:a="a" xmlns:x="x" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

/** A DOCX whose main part has an unusual name, and starts with the text `before`. */
const otherMain = (body: string, before: string, name = 'document.foo', encoding: BufferEncoding = 'utf8') =>
  zip({
    '[Content_Types].xml': `<Types><Override PartName="/word/${name}" ContentType="${mainType}"/></Types>`,
    '_rels/.rels': relationships(['officeDocument', `word/${name}`]),
    [`word/${name}`]: Buffer.from(`${before}<w:document ${names}><w:body>${body}</w:body></w:document>`, encoding),
    [`word/_rels/${name}.rels`]: hyperlink,
  })

const fetching = `INCLUDEPICTURE "${web}" \\d`
const alternatives = (...choices: string[]) =>
  `<mc:AlternateContent>${choices
    .map((each, at) =>
      each.startsWith('!')
        ? `<mc:Fallback>${coded(each.slice(1))}</mc:Fallback>`
        : `<mc:Choice Requires="w${at}">${coded(each)}</mc:Choice>`,
    )
    .join('')}</mc:AlternateContent>`
const coded = (text: string) => `<w:r><w:instrText>${text}</w:instrText></w:r>`

const svg = (content: string, about = '', before = '') =>
  `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:y="http://www.w3.org/1999/xlink" ${about}>${content}</svg>`
const drawings: readonly [string, string, 'elsewhere' | 'embedded'][] = [
  ['an address with another prefix', svg(`<image y:href="${web}"/>`), 'elsewhere'],
  ['an address that is set by animation', svg(`<image><set attributeName="href" to="${web}"/></image>`), 'elsewhere'],
  ['an address in a list of animated values', svg(`<image><animate values="#a;${web}"/></image>`), 'elsewhere'],
  ['a style sheet before the drawing', svg('', '', `<?xml-stylesheet href="${web}"?>`), 'elsewhere'],
  ['an escaped @import', svg(`<style>@im\\port "${web}";</style>`), 'elsewhere'],
  ['an address in an escaped url()', svg(`<style>a{fill:u\\rl(${web})}</style>`), 'elsewhere'],
  ['an address in a url() escaped by number', svg(`<rect style="fill:u\\72 l(${web})"/>`), 'elsewhere'],
  ['an address in image-set()', svg(`<style>a{background:image-set("${web}" 1x)}</style>`), 'elsewhere'],
  ['a script that runs when the drawing is shown', svg('', 'onload="fetch(1)"'), 'embedded'],
  ['a page that opens another page', svg('<foreignObject><meta http-equiv="refresh"/></foreignObject>'), 'embedded'],
  ['an external DTD', svg('', '', `<!DOCTYPE svg SYSTEM "${web}.dtd">`), 'elsewhere'],
  ['another SVG in a data: address', svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'), 'elsewhere'],
]

const storage = (name: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(name, 'utf16le')])

const word: readonly Hostile[] = [
  ...([' '.repeat(1_100), '\n'.repeat(70_000), '\t'.repeat(1_101)] as const).map((space): Hostile => [
    `a renamed part after ${space.length} white-space characters`,
    otherMain(field([fetching]), space),
    'a.docx',
    'elsewhere',
  ]),
  [
    'a part in UTF-16 after spaces',
    otherMain(field([fetching]), ' '.repeat(1_100), 'document.foo', 'utf16le'),
    'a.docx',
    'elsewhere',
  ],
  ['an image in a renamed part after spaces', otherMain(embed, ' '.repeat(1_100)), 'a.docx', 'elsewhere'],
  ['DDE in a renamed part after spaces', otherMain(field(['DDEAUTO cmd']), ' '.repeat(1_100)), 'a.docx', 'macro'],
  ['a part that is declared as XML but is not XML', otherMain('', 'x'), 'a.docx', 'damaged'],
  ...['document%2Exml', 'DOCUMENT.xml'].map((name): Hostile => [
    `an image with two lists of relationships, one for ${name}`,
    wordDocument(embed, [['hyperlink', web, 'External']], { [`word/_rels/${name}.rels`]: relationships() }),
    'a.docx',
    'disagrees',
  ]),
  [
    'two relationships with one id',
    wordDocument(embed, [], {
      'word/_rels/settings.xml.rels': relationships(['image', 'a.png'], ['image', 'b.png']).replace('rId2', 'rId1'),
    }),
    'a.docx',
    'disagrees',
  ],
  [
    'two codes in one simple field',
    wordDocument(`<w:fldSimple xmlns:x="x" x:instr="PAGE" w:instr="INCLUDETEXT &quot;${web}&quot;"/>`),
    'a.docx',
    'elsewhere',
  ],
  [
    'DDE as the second code of a simple field',
    wordDocument('<w:fldSimple xmlns:x="x" x:instr="PAGE" w:instr="DDEAUTO cmd"/>'),
    'a.docx',
    'macro',
  ],
  [
    'two marks of a field in one element',
    wordDocument(
      field(['DDE cmd']).replaceAll(/w:fldCharType="(\w+)"/g, 'xmlns:x="x" x:fldCharType="end" w:fldCharType="$1"'),
    ),
    'a.docx',
    'macro',
  ],
  [
    'a field code in the second choice of an alternative',
    wordDocument(field([alternatives('REF ', fetching)])),
    'a.docx',
    'macro',
  ],
  [
    'a field code split between a choice and a fallback',
    wordDocument(field([alternatives('REF ', '!INCLUDE') + alternatives(`PICTURE "${web}"`, '! x')])),
    'a.docx',
    'macro',
  ],
  [
    'a field inside nested alternatives',
    wordDocument(
      '<mc:AlternateContent><mc:Choice><mc:AlternateContent><mc:Fallback>' +
        field([fetching]) +
        '</mc:Fallback></mc:AlternateContent></mc:Choice></mc:AlternateContent>',
    ),
    'a.docx',
    'elsewhere',
  ],
  [
    'an embedded file whose name is in another letter case',
    wordDocument('', [], { 'word/a.bin': storage('\x01oLE10nATIVE') }),
    'a.docx',
    'embedded',
  ],
  [
    'a macro whose name is in another letter case',
    wordDocument('', [], { 'word/a.bin': storage('_vba_PROJECT') }),
    'a.docx',
    'macro',
  ],
  [
    'the data source of a mail merge in the settings',
    wordDocument('', [], {
      'word/settings.xml': '<w:settings><w:odso><w:udl w:val="Data Source=x"/></w:odso></w:settings>',
    }),
    'a.docx',
    'elsewhere',
  ],
  [
    'a video embedded from a website',
    wordDocument(paragraph(`<wp15:webVideoPr embeddedHtml="&lt;iframe src=&quot;${web}&quot;&gt;"/>`)),
    'a.docx',
    'elsewhere',
  ],
  ...drawings.map(([what, content, refusal]): Hostile => [
    `an SVG with ${what}`,
    wordDocument('', [], { 'word/media/a.svg': content }),
    'a.docx',
    refusal,
  ]),
]

const open: readonly Hostile[] = [
  [
    'WEBSERVICE as LibreOffice writes it',
    openSheet(`<table:table-cell table:formula="of:=COM.MICROSOFT.WEBSERVICE(&quot;${web}&quot;)"/>`),
    'a.ods',
    'elsewhere',
  ],
  [
    'an external DTD for the content',
    openText('', { 'content.xml': `<!DOCTYPE d SYSTEM "${web}.dtd"><office:document-content/>` }),
    'a.odt',
    'elsewhere',
  ],
  [
    'an SVG in a data: address',
    openText('<draw:image xlink:href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
    'a.odt',
    'elsewhere',
  ],
  [
    'an image path that leaves the document',
    openText('<draw:image xlink:href="a/../../b.png"/>'),
    'a.odt',
    'elsewhere',
  ],
  [
    'a colour palette on the internet, with another prefix',
    openText('', { 'settings.xml': `<c:config-item xmlns:c="c" c:name="ColorTableURL">${web}</c:config-item>` }),
    'a.odt',
    'elsewhere',
  ],
]

export const evasive: readonly Hostile[] = [...word, ...open]
