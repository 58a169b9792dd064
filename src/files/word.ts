import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
  type IPropertiesOptions,
} from 'docx'

export interface WordForm {
  language: string
  author: string
  title: string
  lead: readonly string[]
  footer: string
  groups: readonly { heading: string; questions: readonly WordQuestion[] }[]
  /** data that the document carries in its properties, in ASCII. `readWordForm` returns it */
  carried: string
}

/** A question with its answer. `readWordForm` finds both, and the headings of groups, by bookmarks. */
export interface WordQuestion {
  code: string
  heading: string
  text: readonly string[]
  points: readonly string[]
  /** the line above the answer */
  label: string
  answer: string
}

/** The maximum number of characters in a property. Word shows at most 255. */
const mostInProperty = 250

/** Makes a DOCX. The text below each label is the answer, up to the next heading. */
export const wordForm = (form: WordForm): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      title: form.title,
      creator: form.author,
      lastModifiedBy: form.author,
      description: '',
      customProperties: propertiesOf(form.carried),
      styles: stylesIn(form.language),
      sections: [
        {
          properties: { page: { size: { width: '210mm', height: '297mm' } } },
          footers: { default: footerWith(form.footer) },
          children: [
            new Paragraph({ text: form.title, heading: HeadingLevel.TITLE }),
            ...form.lead.map(text => new Paragraph({ text })),
            ...form.groups.flatMap(({ heading, questions }, place) => [
              new Paragraph({
                heading: HeadingLevel.HEADING_1,
                children: [marked(`los_group_${place + 1}`, heading)],
              }),
              ...questions.flatMap(question),
            ]),
          ],
        },
      ],
    }),
  )

const propertiesOf = (carried: string): { name: string; value: string }[] =>
  (carried.match(new RegExp(`.{1,${mostInProperty}}`, 'g')) ?? []).map((value, index) => ({
    name: `Library of Sanctuary ${index + 1}`,
    value,
  }))

const question = ({ code, heading, text, points, label, answer }: WordQuestion): Paragraph[] => [
  new Paragraph({ heading: HeadingLevel.HEADING_2, children: [marked(`los_question_${code}`, heading)] }),
  ...text.map(each => new Paragraph({ text: each, keepNext: true })),
  ...points.map(each => new Paragraph({ text: each, bullet: { level: 0 }, keepNext: true })),
  new Paragraph({ style: 'AnswerLabel', children: [marked(`los_answer_${code}`, label)] }),
  ...(answer === '' ? [''] : answer.split(/\n{2,}/)).map(answerParagraph),
]

const marked = (id: string, text: string): Bookmark => new Bookmark({ id, children: [new TextRun(text)] })

/** A paragraph of an answer, in the direction of its first letter. Single line breaks stay in the paragraph. */
function answerParagraph(text: string): Paragraph {
  const isRightToLeft = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text)
  return new Paragraph({
    style: 'Answer',
    bidirectional: isRightToLeft,
    children: text
      .split('\n')
      .map(
        (line, index) => new TextRun({ text: line, rightToLeft: isRightToLeft, ...(index > 0 ? { break: 1 } : {}) }),
      ),
  })
}

const footerWith = (text: string): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.START,
        children: [new TextRun({ size: 16, children: [`${text} `, PageNumber.CURRENT, '/', PageNumber.TOTAL_PAGES] })],
      }),
    ],
  })

const cloth = '14524F'

/** The styles of the form. Windows, macOS and LibreOffice have the font or a substitute for it. */
const stylesIn = (language: string): NonNullable<IPropertiesOptions['styles']> => ({
  default: {
    document: {
      run: { font: 'Arial', size: 22, language: { value: `${language}-GB` } },
      paragraph: { spacing: { after: 120 } },
    },
    title: { run: { size: 40, bold: true, color: cloth }, paragraph: { spacing: { after: 240 } } },
    heading1: { run: { size: 32, bold: true, color: cloth }, paragraph: { spacing: { before: 480, after: 120 } } },
    heading2: { run: { size: 26, bold: true, color: cloth }, paragraph: { spacing: { before: 360, after: 120 } } },
  },
  paragraphStyles: [
    {
      id: 'AnswerLabel',
      name: 'Answer label',
      basedOn: 'Normal',
      next: 'Answer',
      run: { bold: true },
      paragraph: { keepNext: true, spacing: { before: 120 } },
    },
    {
      id: 'Answer',
      name: 'Answer',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: {
        border: { left: { style: BorderStyle.SINGLE, size: 18, space: 8, color: cloth } },
        spacing: { after: 160 },
      },
    },
  ],
})
