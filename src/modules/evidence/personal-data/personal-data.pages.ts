import {
  documentProperties,
  personalDetailKinds,
  type PersonalDataAnswer,
  type PersonalDetail,
  type PersonalDetailAt,
} from '../../../domain/personal-data.ts'
import { dayOf } from '../../../domain/time.ts'
import { radios, textArea, textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { documentDetailLine, unreadInWords } from '../document-details/document-details.pages.ts'
import { whichFilesField } from '../files/file.forms.ts'
import {
  canRedact,
  fileIn,
  hasDetails,
  hasNoFindings,
  marksOf,
  maxReasonLength,
  type CheckedFile,
  type Findings,
  type MayChoose,
} from './personal-data.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/personal-data/answers': { answers: readonly PersonalDataLine[] }
    'evidence/personal-data/question': PersonalDataQuestion
    'evidence/personal-data/lines': { lines: readonly Line[] }
  }
}

const ofEvidence = {
  title: 'evidence.field.title',
  summary: 'evidence.field.summary',
  note: 'evidence.field.note',
} as const
const ofPartners = {
  name: 'partners.name',
  englishName: 'partners.english',
  place: 'partners.place.label',
  agreed: 'partners.agreed.label',
  activity: 'partner_activities.title',
} as const
const ofCases = { answer: 'personal_data.where.answer', panelReason: 'personal_data.where.panel_reason' } as const
const ofQuestions = { reply: 'questions.reply.label' } as const
const fields = { ...ofEvidence, ...ofPartners, ...ofCases, ...ofQuestions }

type Held = Pick<CheckedFile, 'id' | 'name' | 'isLeftOut'>

/** The question about personal details; null when there are no findings and no kept files. */
export function personalDataQuestion(
  t: T,
  form: Form,
  findings: Findings,
  { held, may }: { held: readonly Held[]; may: MayChoose },
) {
  if (hasNoFindings(findings) && held.length === 0) return null
  return {
    asks: hasNoFindings(findings) ? null : questionAbout(t, form, findings, { held, may }),
    whichFiles: whichFilesField,
    held: held.map(file => ({
      id: file.id,
      isTicked: !file.isLeftOut,
      name: file.name,
      keep: t('personal_data.kept.keep', { name: file.name }),
      rename: textField(formOf({ [`name-${file.id}`]: file.name }), `name-${file.id}`, t('personal_data.kept.rename')),
    })),
  }
}
export type PersonalDataQuestion = NonNullable<ReturnType<typeof personalDataQuestion>>

function questionAbout(t: T, form: Form, findings: Findings, { held, may }: { held: readonly Held[]; may: MayChoose }) {
  const { found, documents } = findings
  return {
    asked: { name: 'personalDataAsked', value: marksOf(findings).join(' ') },
    lead: [leadOf(t, findings), t(held.length > 0 ? 'personal_data.lead.kept' : 'personal_data.lead.not_saved')].join(
      ' ',
    ),
    groups: groupsOf(t, findings, held),
    how: howToRemove(t, findings),
    limits: documents.length > 0 ? t('document_details.limits') : null,
    choice: radios(form, 'personalData', t('personal_data.choice'), {
      choices: choicesOf(t, findings, may),
      small: true,
    }),
    reason: hasDetails(findings)
      ? textArea(form, 'personalDataReason', t('personal_data.reason'), {
          hint: t(found.length > 0 ? 'personal_data.reason.hint' : 'personal_data.reason.hint.document'),
          rows: 2,
          most: maxReasonLength,
        })
      : null,
  }
}

function leadOf(t: T, findings: Findings): string {
  const { found, documents } = findings
  if (!hasDetails(findings)) return t('personal_data.lead.unread', { count: documents.length })
  const count = documents.reduce((sum, { details }) => sum + details.length, found.length)
  if (documents.some(({ isCut }) => isCut)) return t('personal_data.lead.many', { count })
  return t('personal_data.lead', { count })
}

/**
 * How to remove details from the text or the properties of a document; null when all details are in fields or file
 * names.
 */
function howToRemove(t: T, { found, documents }: Findings): string | null {
  if (documents.some(({ details }) => details.length > 0)) return t('personal_data.documents.how')
  return found.some(({ where }) => propertyIn(where)) ? t('personal_data.properties.how') : null
}

/** Offers a redacted copy as the first choice when it can help. */
function choicesOf(t: T, findings: Findings, may: MayChoose) {
  const count = findings.documents.length
  const removed = hasDetails(findings)
    ? { value: 'removed', ...removedFrom(t, findings) }
    : { value: 'removed', text: t('personal_data.choice.left_out', { count }) }
  const keep = hasDetails(findings) ? t('personal_data.choice.keep') : t('personal_data.choice.checked', { count })
  const restrict = {
    value: 'restrict',
    text: t(hasDetails(findings) ? 'personal_data.choice.restrict' : 'personal_data.choice.restrict.unread'),
    hint: t('personal_data.choice.restrict.hint'),
  }
  const redact = {
    value: 'redact',
    text: t('personal_data.choice.redact'),
    hint: t('personal_data.choice.redact.hint'),
  }
  return [
    ...(may.redact && canRedact(findings) ? [redact] : []),
    removed,
    { value: 'keep', text: keep },
    ...(may.restrict ? [restrict] : []),
  ]
}

function removedFrom(t: T, { found, documents }: Findings) {
  if (documents.length > 0)
    return {
      text: t('personal_data.choice.removed.document'),
      hint: t('personal_data.choice.removed.hint.document'),
    }
  const isOnlyText = found.every(({ where }) => isField(where))
  return {
    text: t('personal_data.choice.removed'),
    hint: t(isOnlyText ? 'personal_data.choice.removed.hint.text' : 'personal_data.choice.removed.hint'),
  }
}

interface Line {
  kind: string
  text: string
  where: string
  /** a link to the field where the detail can be changed; null for a detail that no field can change */
  href: string | null
}

/**
 * The number of details that each group shows. Further details are collapsed, up to `mostLines`; the rest are only
 * counted.
 */
const openLines = 10
const mostLines = 50

/** The findings in the fields of the form, then those of each file. */
function groupsOf(t: T, { found, documents }: Findings, held: readonly Held[]) {
  const inFields = found.filter(({ where }) => fileIn(where) === null)
  const files = new Map([...held, ...documents].map(({ id, name }) => [id, name]))
  const ids = new Set([
    ...found.map(({ where }) => fileIn(where)).filter(id => id !== null),
    ...documents.map(({ id }) => id),
  ])
  const ofFields = inFields.length > 0 ? [groupOf(t, null, { lines: inFields.map(each => lineOf(t, each, held)) })] : []
  return [
    ...ofFields,
    ...[...ids].map(id => {
      const about = found.filter(({ where }) => fileIn(where) === id).map(each => lineOf(t, each, held))
      const document = documents.find(each => each.id === id)
      const lines = [...about, ...(document?.details ?? []).map(each => documentDetailLine(t, each))]
      return groupOf(t, files.get(id) ?? t('personal_data.new_file'), {
        lines,
        isCut: document?.isCut ?? false,
        unread: document ? unreadInWords(t, document) : null,
      })
    }),
  ]
}

function groupOf(
  t: T,
  heading: string | null,
  { lines, isCut = false, unread = null }: { lines: readonly Line[]; isCut?: boolean; unread?: string | null },
) {
  const folded = lines.slice(openLines, mostLines)
  const rest = lines.length - mostLines
  return {
    heading,
    lines: lines.slice(0, openLines),
    folded:
      folded.length > 0 ? { summary: t('personal_data.show_more', { count: folded.length }), lines: folded } : null,
    rest: rest > 0 ? restInWords(t, rest, isCut) : null,
    unread,
  }
}

const restInWords = (t: T, count: number, isCut: boolean): string =>
  isCut ? t('personal_data.rest.cut', { count }) : t('personal_data.rest', { count })

const lineOf = (t: T, { kind, text, where }: PersonalDetailAt, held: readonly Held[]): Line => ({
  kind: t(`personal_data.kind.${kind}`),
  text,
  where: whereIs(t, where),
  href: fieldOf(where, held),
})

const propertyIn = (where: string) => documentProperties.find(each => where.endsWith(`-${each}`))
const isField = (where: string): where is keyof typeof fields => where in fields

function whereIs(t: T, where: string): string {
  const property = propertyIn(where)
  if (property) return t('personal_data.where.property', { property: t(`personal_data.property.${property}`) })
  return isField(where) ? t(fields[where]) : t('personal_data.where.file')
}

/**
 * The form field where a detail can be removed; null for a document's property, and for a file that must be chosen
 * again.
 */
function fieldOf(where: string, held: readonly { id: string }[]): string | null {
  if (isField(where)) return `#${where === 'activity' ? 'title' : where}`
  return held.some(({ id }) => where === `file-${id}`) ? `#name-${where.slice('file-'.length)}` : null
}

/** The line about a decision on personal details, for the library's team. */
export const personalDataLine = (t: T, { kinds, answer, reason, name, at }: PersonalDataAnswer) => ({
  what: kinds.length === 0 ? t('personal_data.answer.unread') : kindsInWords(t, kinds),
  why: answer === 'restrict' ? t('personal_data.answer.restrict') : reason || t('personal_data.answer.checked'),
  by: t('personal_data.answer.by', { name, day: longDay(t, dayOf(at)) }),
})

const kindsInWords = (t: T, kinds: PersonalDataAnswer['kinds']): string =>
  list(
    t,
    personalDetailKinds
      .filter(kind => kinds.includes(kind))
      .map((kind, index) => t(index === 0 ? `personal_data.kind.${kind}` : `personal_data.kind_in_list.${kind}`)),
  )
export type PersonalDataLine = ReturnType<typeof personalDataLine>

const maxRemarks = 10

/**
 * The possible personal details in a text, as a list: the first `maxRemarks`, and how many more there are; null when
 * there are none.
 */
export function foundInWords(t: T, found: readonly PersonalDetail[]): string | null {
  if (found.length === 0) return null
  const lines = found
    .slice(0, maxRemarks)
    .map(({ kind, text }) => t('personal_data.remark.one', { text, kind: t(`personal_data.kind_in_list.${kind}`) }))
  if (found.length > maxRemarks) lines.push(t('personal_data.remark.more', { count: found.length - maxRemarks }))
  return list(t, lines)
}
