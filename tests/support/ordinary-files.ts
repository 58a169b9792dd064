import type { Harmless } from './hostile-files.ts'
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
  type Related,
} from './office-files.ts'
import { ordinaryPdf, pdf } from './pdf-files.ts'
import { mp4, packed, xlsx } from './sample-files.ts'

// Documents as people send them, with what office programs, scanners and PDF writers put into them.

const codes = [
  'TOC \\o "1-3" \\h \\z \\u',
  'PAGEREF _Toc123 \\h',
  'HYPERLINK \\l "_Toc123"',
  'HYPERLINK "https://library.example/a?b=c" \\o "Note: opens a page" \\t "_blank"',
  'HYPERLINK "mailto:hello@library.example?subject=Visit"',
  'HYPERLINK "Budget 2027.xlsx"',
  'REF _Ref123 \\r \\h',
  '_Ref123 \\h',
  'PAGE',
  'PAGE\\* MERGEFORMAT',
  'NUMPAGES',
  'DATE \\@ "d MMMM yyyy"',
  'SAVEDATE \\@ "HH:mm"',
  'SEQ Figure \\* ARABIC',
  'STYLEREF "Heading 1"',
  'MERGEFIELD First_Name',
  'FORMTEXT',
  'FORMCHECKBOX',
  '=SUM(ABOVE)',
  'EQ \\f(1,2)',
  'XE "Libraries: https://library.example"',
  'TC "Chapter: one" \\l 1',
  'MACROBUTTON NoMacro [Click here and type]',
  'QUOTE "30 August"',
  'DOCPROPERTY Title',
  'ADDIN ZOTERO_ITEM CSL_CITATION {"uri":["http://zotero.example/users/1"]}',
  'ADDIN EN.CITE <EndNote><Cite><Author>A</Author></Cite></EndNote>',
  'EMBED Excel.Sheet.12',
  'INCLUDEPICTURE "/var/folders/x/T/WebArchiveCopyPasteTempFiles/page1image1" \\* MERGEFORMATINET',
  'INCLUDEPICTURE "cid:image001.png@01DA" \\* MERGEFORMATINET',
  'SYMBOL 252 \\f "Wingdings"',
]

const ordinaryFields: readonly Harmless[] = codes.map(code => [
  `a field ${code}`,
  wordDocument(field([code])),
  'a.docx',
])

const links: readonly [target: string, what: string][] = [
  ['https://library.example/a?b=1&amp;c=2#d', 'a web page'],
  ['mailto:hello@library.example?subject=A%20visit', 'an email address'],
  ['tel:+441632960000', 'a phone number'],
  ['Budget%202027.xlsx', 'a file in the same folder'],
  ['../policies/welcome.docx#a', 'a file in the folder above'],
  ['#Sheet2!A1', 'a place in the document'],
  ['about:blank', 'an empty page (about:blank)'],
  ['NULL', 'NULL'],
  ['ftp://ftp.library.example/a', 'a file on a server'],
  ['sms:07700900000', 'a text message'],
  ['geo:51,0', 'a place on a map'],
  ['callto:07700900000', 'a call'],
  ['whatsapp://send?text=x', 'a chat'],
  ['webcal://library.example/a.ics', 'a calendar'],
  ['onenote:https://library.example/a', 'a notebook'],
  ['ms-word:ofe|u|https://library.example/a.docx', 'a shared document'],
]
const ordinaryLinks: readonly Harmless[] = links.map(([target, what]) => [
  `a link to ${what}`,
  wordDocument('<w:p><w:hyperlink r:id="rId1"><w:r/></w:hyperlink></w:p>', [['hyperlink', target, 'External']]),
  'a.docx',
])

const microsoft = 'http://schemas.microsoft.com/office'
const wordParts: readonly Related[] = [
  ['styles', 'styles.xml'],
  ['settings', 'settings.xml'],
  ['fontTable', 'fontTable.xml'],
  ['theme', 'theme/theme1.xml'],
  ['comments', 'comments.xml'],
  [`${microsoft}/2011/relationships/commentsExtended`, 'commentsExtended.xml'],
  [`${microsoft}/2011/relationships/people`, 'people.xml'],
  ['customXml', '../customXml/item1.xml'],
  ['chart', 'charts/chart1.xml'],
  ['diagramData', 'diagrams/data1.xml'],
  ['image', 'media/image1.svg'],
]
const changes =
  '<w:p><w:ins w:author="A" w:date="2027-03-01T00:00:00Z"><w:r><w:t>new</w:t></w:r></w:ins>' +
  '<w:del w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del><w:commentRangeStart w:id="0"/>' +
  '<w:r><w:commentReference w:id="0"/></w:r><w:moveFrom w:id="1"><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>'
const control =
  '<w:sdt><w:sdtPr><w:dataBinding w:prefixMappings="xmlns:ns0=&apos;http://purl.org/dc/elements/1.1/&apos;" ' +
  'w:xpath="/ns1:coreProperties[1]/ns0:title[1]" ' +
  'w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/></w:sdtPr></w:sdt>'
const drawing =
  '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><a:blip r:embed="rId11"/></w:drawing></mc:Choice>' +
  '<mc:Fallback><w:pict><v:shape id="a" type="#t" href="https://library.example/"><v:imagedata r:id="rId11" ' +
  'o:title="logo" o:href="cid:image001.png@01DA"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent>'

const fullWord = wordDocument(
  changes +
    control +
    paragraph(drawing) +
    field(['IF ', fieldRuns(['MERGEFIELD Country']), ' = "UK" "yes" "no"']) +
    field(['TO', 'C \\o', ' "1-3"'], fieldRuns(['PAGEREF _Toc1 \\h'])) +
    '<w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rId9"/></w:object>',
  wordParts,
  {
    'word/settings.xml':
      '<w:settings><w:attachedTemplate r:id="rId1"/><w:smartTagType ' +
      'w:namespaceuri="urn:schemas-microsoft-com:office:smarttags" ' +
      'w:url="http://www.5iantlavalamp.com/" w:name="place"/>' +
      '<w:attachedSchema w:val="http://library.example/schema"/></w:settings>',
    'word/_rels/settings.xml.rels': relationships([
      'attachedTemplate',
      String.raw`file:///C:\Users\A\AppData\Roaming\Microsoft\Templates\Council.dotx`,
      'External',
    ]),
    'word/charts/chart1.xml':
      '<c:chartSpace><c:f>Sheet1!$A$2:$A$5</c:f><c:externalData r:id="rId1">' +
      '<c:autoUpdate val="0"/></c:externalData></c:chartSpace>',
    'word/charts/_rels/chart1.xml.rels': relationships(['package', '../embeddings/Microsoft_Excel_Sheet.xlsx']),
    'word/embeddings/Microsoft_Excel_Sheet.xlsx': xlsx,
    'word/diagrams/data1.xml': '<dgm:dataModel><a:hlinkClick r:id="rId1"/></dgm:dataModel>',
    'word/diagrams/_rels/data1.xml.rels': relationships(['hyperlink', 'https://library.example/', 'External']),
    'word/fonts/font1.odttf': Buffer.from('00010000000f0080', 'hex'),
    'word/ink/ink1.xml':
      '<inkml:ink xmlns:inkml="http://www.w3.org/2003/InkML"><inkml:trace>0 0, 1 1</inkml:trace></inkml:ink>',
    'word/media/image1.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" ' +
      'xmlns:xlink="http://www.w3.org/1999/xlink"><style>.a{fill:url(#b)}</style>' +
      '<a xlink:href="https://library.example/"><use xlink:href="#b"/></a></svg>',
    'word/comments.xml': '<w:comments><w:comment w:author="A"><w:p/></w:comment></w:comments>',
    'word/people.xml': '<w15:people><w15:person w15:author="A"/></w15:people>',
    'word/printerSettings/printerSettings1.bin': Buffer.from('\\\\printserver\\Library', 'utf16le'),
    'customXml/item1.xml':
      '<?mso-contentType?><FormTemplates xmlns="http://schemas.microsoft.com/sharepoint/v3/contenttype/forms">' +
      '<Display>DocumentLibraryForm</Display></FormTemplates>',
    'customXml/item2.xml': '<a href="http://library.example/" src="http://library.example/"/>',
    'docProps/app.xml':
      '<Properties><Template>Council.dotx</Template><HyperlinkBase>' +
      'https://library.example/</HyperlinkBase></Properties>',
  },
)

const inkscape =
  '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" ' +
  '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg xmlns="http://www.w3.org/2000/svg" version="1.1" ' +
  'baseProfile="full"><style>.a{font-family:\'Open Sans\';fill:url(#b)}</style><foreignObject><div>x</div>' +
  '</foreignObject><rect style="fill:#fff"><animate attributeName="x" values="0;1" from="0" to="1"/></rect></svg>'
const box = `<w:txbxContent>${field(['PAGE'])}</w:txbxContent>`
const ordinaryParts: readonly Harmless[] = [
  ['a drawing from Inkscape', wordDocument('', [], { 'word/media/image1.svg': inkscape }), 'a.docx'],
  [
    'a field in a text box',
    wordDocument(
      paragraph(
        `<mc:AlternateContent><mc:Choice Requires="wps">${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback>` +
          '</mc:AlternateContent>',
      ),
    ),
    'a.docx',
  ],
  [
    'a document from OpenOffice 1',
    openText('', { 'META-INF/manifest.xml': '<!DOCTYPE manifest PUBLIC "a" "Manifest.dtd"><manifest/>' }),
    'a.odt',
  ],
]

const formulas = [
  'SUM(B1:B3)&amp;" cmd|x"',
  'IFERROR(__xludf.DUMMYFUNCTION("IMPORTRANGE(""https://docs.example/a"",""A1"")"),"12")',
  'HYPERLINK("https://library.example/a","Note: opens a page")',
  'HYPERLINK("#Visits!A1","Top")',
  'SUM(Table1[Yes|No])',
  '&apos;Yes|No&apos;!A1',
  '_xlfn.XLOOKUP(A1,B:B,C:C)',
  '_xlfn._xlws.FILTER(A1:A9,B1:B9&gt;1)',
  'MYIMAGE(A1)',
  'ENCODEURL("a b")',
]
const ordinaryTables: readonly Harmless[] = [
  ...formulas.map((text): Harmless => [`a formula ${text}`, workbook(formula(text)), 'a.xlsx']),
  [
    'a workbook with notes, a pivot table, a data model and printer settings',
    workbook('<row><c t="s"><v>0</v></c></row><hyperlinks><hyperlink ref="A1" location="Visits!A1"/></hyperlinks>', {
      'xl/drawings/vmlDrawing1.vml':
        '<xml><v:shape href="#a"><v:textbox><div>Note<br>two</div></v:textbox></v:shape></xml>',
      'xl/worksheets/_rels/sheet1.xml.rels': relationships(
        ['vmlDrawing', '../drawings/vmlDrawing1.vml'],
        ['printerSettings', '../printerSettings/printerSettings1.bin'],
        ['hyperlink', 'https://library.example/', 'External'],
      ),
      'xl/printerSettings/printerSettings1.bin': Buffer.from('\\\\printserver\\Library', 'utf16le'),
      'xl/connections.xml':
        '<connections><connection id="1" name="ThisWorkbookDataModel" type="5">' +
        '<dbPr connection="Data Model Connection"/>' +
        '<olapPr sendLocale="1"/></connection></connections>',
      'xl/pivotCache/pivotCacheDefinition1.xml':
        '<pivotCacheDefinition><cacheSource type="worksheet"><worksheetSource ' +
        'ref="A1:B9" sheet="Visits"/></cacheSource></pivotCacheDefinition>',
      'xl/ctrlProps/ctrlProp1.xml': '<formControlPr objectType="CheckBox"/>',
      'xl/persons/person.xml': '<personList><person displayName="A" providerId="None"/></personList>',
      'xl/sharedStrings.xml': '<sst><si><t>=WEBSERVICE("http://library.example") | DDE</t></si></sst>',
    }),
    'a.xlsx',
  ],
]

const ordinarySlides: readonly Harmless[] = [
  [
    'a presentation with buttons, notes, a video and a link that leads nowhere',
    slides(
      '<a:hlinkClick r:id="rId1"/><a:hlinkClick r:id="" action="ppaction://hlinkshowjump?jump=nextslide"/>' +
        '<a:hlinkClick r:id="rId2" action="ppaction://hlinksldjump"/>' +
        '<a:videoFile r:link="rId3"/><a:blip r:embed="rId5"/>',
      [
        ['hyperlink', 'https://library.example/', 'External'],
        ['slide', 'slide2.xml'],
        ['video', '../media/media1.mp4'],
        ['notesSlide', '../notesSlides/notesSlide1.xml'],
        ['image', 'NULL', 'External'],
      ],
      { 'ppt/media/media1.mp4': mp4, 'ppt/notesSlides/notesSlide1.xml': '<p:notes><a:t>Speak slowly</a:t></p:notes>' },
    ),
    'a.pptx',
  ],
]

const openSettings =
  '<office:settings><config:config-item config:name="PrinterSetup">//8AAA==</config:config-item>' +
  '<config:config-item config:name="ColorTableURL">' +
  '$(inst)/share/palette%3B$(user)/config/standard.soc</config:config-item>' +
  '</office:settings>'
const ordinaryOpen: readonly Harmless[] = [
  [
    'a text document from LibreOffice',
    openText(
      '<text:p><text:a xlink:href="https://library.example/">x</text:a>' +
        '<text:a xlink:href="mailto:a@b.example">x</text:a>' +
        '<text:a xlink:href="#a|bookmark">x</text:a><text:a xlink:href="../policies/welcome.odt">x</text:a></text:p>' +
        '<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>' +
        '<draw:frame><draw:object xlink:href="./Object 1"/>' +
        '<draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame>' +
        '<text:p>To record a macro: open the menu</text:p>' +
        '<office:forms><form:form xlink:href="" xlink:type="simple"/></office:forms><text:page-number/>' +
        '<text:table-of-content><text:index-source-styles/></text:table-of-content>' +
        '<office:scripts><office:script script:language="ooo:Basic"/></office:scripts><office:event-listeners/>',
      {
        'meta.xml':
          '<office:meta><meta:template xlink:href="../../../.config/libreoffice/4/user/template/a.ott"/></office:meta>',
        'settings.xml': openSettings,
        'manifest.rdf':
          '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="styles.xml">' +
          '<rdf:type ' +
          'rdf:resource="http://docs.oasis-open.org/ns/office/1.2/meta/odf#StylesFile"/></rdf:Description></rdf:RDF>',
        'Object 1/content.xml':
          '<office:chart><chart:plot-area table:cell-range-address="local-table.A1:.B2"/></office:chart>',
        'Configurations2/accelerator/current.xml': '',
      },
    ),
    'a.odt',
  ],
  [
    'a spreadsheet from LibreOffice',
    openSheet(
      '<table:table-row><table:table-cell table:formula="of:=SUM([.A1:.B2])"/>' +
        '<table:table-cell table:formula="of:=MMULT({1;2|3;4};[.A1:.B2])"/>' +
        '<table:table-cell table:formula="of:=[$&apos;Year 2027&apos;.A1]"/>' +
        '<table:table-cell ' +
        'table:formula="of:=HYPERLINK(&quot;https://library.example&quot;;&quot;x&quot;)"/></table:table-row>',
    ),
    'a.ods',
  ],
]

const jpegOfScanner = Buffer.from('ffd8ffe000104a46494600010101000100010000ffd9', 'hex')
const objectsTogether = packed(
  '/Type /ObjStm /N 2 /First 10',
  '6 0 7 21  << /Title (a (b) c) >> << /S /URI /URI (https://library.example) >>',
)
const printed: readonly Harmless[] = [
  [
    'a scan with a layer of recognised text',
    pdf('', [
      Buffer.concat([
        Buffer.from('<< /Subtype /Image /Filter /DCTDecode /Length 22 >>\nstream\n'),
        jpegOfScanner,
        Buffer.from('\nendstream'),
      ]),
      packed('', 'BT 3 Tr /F1 9 Tf (Welcome to the /Launch of our library) Tj ET'),
    ]),
    'scan.pdf',
  ],
  ['a PDF from pdfTeX, with objects in an object stream', pdf('', [objectsTogether]), 'a.pdf'],
  [
    'a PDF from Word, with tags',
    pdf('/MarkInfo << /Marked true >> /StructTreeRoot << /K [] >> /Lang (en-GB)'),
    'a.pdf',
  ],
  [
    'a PDF from a Mac',
    pdf('/Version /1.4', ['<< /Producer (macOS Version 14.4 Quartz PDFContext) /AAPL:Keywords [(a)] >>']),
    'a.pdf',
  ],
  ['a PDF from Typst', pdf('/Metadata 6 0 R', [packed('/Type /Metadata /Subtype /XML', '<x:xmpmeta/>')]), 'a.pdf'],
]

export const ordinary: readonly Harmless[] = [
  ...ordinaryFields,
  ...ordinaryLinks,
  ['a document from Word with many kinds of parts', fullWord, 'a.docx'],
  ...ordinaryTables,
  ...ordinaryParts,
  ...ordinarySlides,
  ...ordinaryOpen,
  ...ordinaryPdf,
  ...printed,
]
