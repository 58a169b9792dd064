import { fewestOthers } from '../../../domain/calibration.ts'
import type { Framework, Item } from '../../../domain/framework.ts'
import type { Table } from '../../../web/components.ts'
import { errorSummary, judgementRadios, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { judgementStatus } from '../../applications/applications.public.ts'
import { maxReason } from './calibration.forms.ts'
import { calibrationAddress, itemOf, type Calibration } from './calibration.pages.ts'
import type { Compared, CriterionToPractise, OwnJudgement } from './calibration.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/calibration/practise': ReturnType<typeof practicePage>
    'appraisal/calibration/judged': ReturnType<typeof judgedPart>
  }
}

/** The criterion to judge, with all the cases. `compared` is null until the appraiser has judged the criterion. */
export interface Practice extends Calibration {
  criterion: CriterionToPractise
  framework: Framework
  item: Item
  compared: Compared | null
}

/** @param again whether to say that this judgement was not saved, because the criterion was already judged */
export function practicePage(t: T, it: Practice, { form = emptyForm, again = false } = {} as Shown) {
  const { criterion, item, compared, framework } = it
  const caption = t('calibration.practise.caption', { number: numberOf(it), code: item.code })
  return {
    title: t('calibration.practise.title', { code: item.code, title: item.title }),
    back: { text: t('calibration.title'), href: calibrationAddress },
    errors: errorSummary(form),
    heading: { text: item.title, caption, size: 'l' as const },
    again: again ? t('calibration.practise.again') : null,
    description: paragraphs(item.description),
    guidance: compared ? null : { summary: t('answers.counts'), text: item.evidence },
    counts: item.evidence,
    answer: paragraphs(criterion.answer),
    // a form with errors is shown again, with its text
    write: criterion.own === null || form.errors.length > 0 ? fieldsOf(t, framework, form) : null,
    compare:
      criterion.own && compared
        ? {
            own: judgedPart(t, t('calibration.practise.judgement'), criterion.own),
            panel: judgedPart(t, t('calibration.practise.panel'), compared.panel),
            ...othersPart(t, framework, compared),
          }
        : null,
    next: criterion.own ? nextLink(t, it) : null,
  }
}

interface Shown {
  form?: Form
  again?: boolean
}

const numberOf = ({ cases, criterion }: Practice): number =>
  cases.findIndex(criteria => criteria.some(({ id }) => id === criterion.id)) + 1

const fieldsOf = (t: T, { judgements }: Framework, form: Form) => ({
  judgement: judgementRadios(form, 'judgement', t('calibration.practise.judgement'), {
    choices: judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
  }),
  reason: textArea(form, 'reason', t('calibration.practise.reason'), {
    hint: t('calibration.practise.once'),
    rows: 3,
    most: maxReason,
    size: 's',
  }),
})

const judgedPart = (t: T, heading: string, { judgement, reason }: OwnJudgement) => ({
  heading,
  status: judgementStatus(t, judgement)!,
  reason: paragraphs(reason),
})

/** The number of other appraisers who gave each judgement; withheld while fewer than `fewestOthers` have judged. */
function othersPart(
  t: T,
  { judgements }: Framework,
  { others }: Compared,
): { few: string | null; others: Table | null } {
  const all = [...others.values()].reduce((sum, count) => sum + count, 0)
  if (all < fewestOthers) return { few: t('calibration.practise.others.few', { count: fewestOthers }), others: null }
  return {
    few: null,
    others: {
      caption: t('calibration.practise.others'),
      captionSize: 'hidden',
      columns: [t('calibration.practise.others.judgement'), t('calibration.practise.others.count')],
      rows: judgements.map(judgement => ({
        cells: [{ text: t(`judgement.${judgement}`) }, { text: number(t, others.get(judgement) ?? 0) }],
      })),
    },
  }
}

/** A link to the next criterion to judge or, when all are judged, to the list of cases. */
function nextLink(t: T, it: Practice) {
  const all = it.cases.flat()
  const after = all.slice(all.findIndex(({ id }) => id === it.criterion.id) + 1)
  const next = [...after, ...all].find(({ own }) => own === null)
  const item = next ? itemOf(it, next) : null
  if (!next || !item) return { text: t('calibration.practise.back'), href: calibrationAddress }
  return {
    text: t('calibration.practise.next', { code: item.code, title: item.title }),
    href: `${calibrationAddress}/${next.id}`,
  }
}
