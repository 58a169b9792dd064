import { itemById, type Framework, type Item } from '../../../domain/framework.ts'
import { namesIn, segmentsOf, type IdentifyingNames } from '../../../domain/identifying-names.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Status, TaskList } from '../../../web/components.ts'
import { checkboxes, errorSummary, hiddenField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { fewestCriteria } from '../../../domain/calibration.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { judgementStatus } from '../../applications/applications.public.ts'
import type { Agreement } from './agreement.store.ts'
import { namesInText, unfinishedTexts, revisionOf, type Source } from './case.actions.ts'
import type { CalibrationCase, CaseCriterion } from './case.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/calibration/case': ReturnType<typeof casePage>
    'appraisal/calibration/publish': ReturnType<typeof publishPage>
    'appraisal/calibration/text-shown': ReturnType<typeof textShown>
    'appraisal/calibration/marked': { segments: ReturnType<typeof segmentsOf> }
    'appraisal/calibration/segment': ReturnType<typeof segmentsOf>[number]
  }
}

/** The data for the coordinators' page about an application's case. */
export interface AboutCase {
  application: ApplicationRecord
  framework: Framework
  agreement: Agreement | null
  example: CalibrationCase | null
  names: IdentifyingNames
  sources: readonly Source[]
}

export const caseAddress = ({ id }: Pick<ApplicationRecord, 'id'>): string => `/applications/${id}/calibration`

const headingOf = (text: string, { organisationName }: ApplicationRecord) => ({
  text,
  caption: organisationName,
  size: 'l' as const,
})

/** The coordinators' page: whether the library agreed, the choice of criteria, then the texts. */
export function casePage(t: T, about: AboutCase, form: Form = emptyForm) {
  const { application, agreement, example, names, sources } = about
  const address = caseAddress(application)
  const choose = agreement && !example && sources.length >= fewestCriteria ? criteriaChoice(t, about, form) : null
  return {
    title: t('calibration.case.title'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: form.errors.map(({ message }) => ({ text: message, href: choose ? '#criteria' : '#agreement' })),
    heading: headingOf(t('calibration.case.title'), application),
    agreement: agreement
      ? t('calibration.case.agreed', { day: longDay(t, dayOf(agreement.givenAt)) })
      : t('calibration.case.no_agreement'),
    few: agreement && !example && sources.length < fewestCriteria ? t('calibration.case.choose.few') : null,
    choose,
    published: example?.published ? publishedLine(t, example.published) : null,
    warning:
      example?.published && unfinishedTexts(example, names).names > 0
        ? { text: t('calibration.case.published.names') }
        : null,
    texts: example && textRows(t, about, example),
    publish:
      example && !example.published
        ? { text: t('calibration.case.publish.link'), href: `${address}/publication` }
        : null,
    remove: example && {
      action: `${address}/removal`,
      text: t('calibration.case.remove'),
      kind: 'warning' as const,
    },
  }
}

const publishedLine = (t: T, { by, at }: NonNullable<CalibrationCase['published']>): string =>
  t('calibration.case.published', { name: by, day: longDay(t, dayOf(at)) })

const criteriaChoice = (t: T, { sources }: AboutCase, form: Form) =>
  checkboxes(form, 'criteria', t('calibration.case.choose'), {
    choices: sources.map(({ item, panelJudgement }) => ({
      value: item.id,
      text: `${item.code} ${item.title}`,
      hint: t(`judgement.${panelJudgement}`),
    })),
    hint: t('calibration.case.choose.hint'),
    small: true,
  })

function textRows(t: T, { application, framework, names }: AboutCase, example: CalibrationCase): TaskList {
  const address = caseAddress(application)
  return {
    groups: [
      {
        id: 'texts',
        heading: t('calibration.case.texts'),
        rows: example.criteria.flatMap(each => {
          const item = itemById(framework, each.itemId)
          if (!item) return []
          return [
            {
              code: item.code,
              title: item.title,
              href: example.published ? null : `${address}/criteria/${item.code}`,
              status: textStatus(t, each, names),
            },
          ]
        }),
      },
    ],
  }
}

function textStatus(t: T, criterion: CaseCriterion, names: IdentifyingNames): Status {
  const count = namesInText(criterion, names)
  if (count > 0) return { icon: 'triangle', tone: 'you', text: t('calibration.case.state.names', { count }) }
  return criterion.editedAt === null
    ? { icon: 'ring', tone: 'you', text: t('calibration.case.state.new') }
    : { icon: 'disc-tick', tone: 'done', text: t('calibration.case.state.ready') }
}

/** The whole case as appraisers read it, with names marked, and the form that publishes it. */
export function publishPage(
  t: T,
  { application, framework, names, example }: AboutCase & { example: CalibrationCase },
  { personId, form = emptyForm }: { personId: string; form?: Form },
) {
  const open = unfinishedTexts(example, names)
  return {
    title: t('calibration.publish.title'),
    back: { text: t('calibration.case.title'), href: caseAddress(application) },
    errors: errorSummary(form),
    heading: headingOf(t('calibration.publish.title'), application),
    texts: example.criteria.map(each => textShown(t, { ...each, item: itemById(framework, each.itemId) }, names)),
    open: [
      ...(open.unread > 0 ? [t('calibration.publish.unread', { count: open.unread })] : []),
      ...(open.names > 0 ? [t('calibration.publish.names', { count: open.names })] : []),
    ],
    own: example.editors.includes(personId) ? t('calibration.publish.own') : null,
    version: hiddenField(form, 'version', revisionOf(example)),
    read: tickBox(form, 'read', t('calibration.publish.read')),
  }
}

/** The form after someone else changed a text: all texts must be read again. */
export const stalePublication = (t: T, { example }: { example: CalibrationCase }, form: Form): Form => ({
  values: { ...form.values, version: String(revisionOf(example)), read: '' },
  errors: [{ field: 'read', message: t('calibration.publish.changed') }],
})

const noNames: IdentifyingNames = { places: [], groups: [], people: [] }

/** One criterion of a case to read: the answer, and the panel's judgement with its reason. */
export const textShown = (
  t: T,
  {
    item,
    answer,
    panelJudgement,
    panelReason,
  }: Pick<CaseCriterion, 'answer' | 'panelJudgement' | 'panelReason'> & { item: Item | null },
  names: IdentifyingNames = noNames,
) => ({
  heading: item ? `${item.code} ${item.title}` : '',
  answer: withNamesMarked(answer, names),
  judgement: judgementStatus(t, panelJudgement)!,
  reason: withNamesMarked(panelReason, names),
})

/** Splits a text into paragraphs, and each paragraph into segments that are either a name or plain text. */
export const withNamesMarked = (text: string, names: IdentifyingNames) =>
  paragraphs(text).map(line => ({ segments: segmentsOf(line, namesIn(line, names)) }))
