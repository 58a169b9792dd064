import { casesInCalibration } from '../../../domain/calibration.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Status, TaskGroup } from '../../../web/components.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { CriterionToPractise } from './calibration.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/calibration/cases': ReturnType<typeof calibrationPage>
  }
}

/** The criteria of each case, and their framework versions by id. */
export interface Calibration {
  cases: readonly (readonly CriterionToPractise[])[]
  frameworks: ReadonlyMap<string, Framework>
}

export const calibrationAddress = '/account/calibration'

/** The framework's item for a criterion to practise; null when that version of the framework has no such item. */
export const itemOf = ({ frameworks }: Calibration, { frameworkVersionId, itemId }: CriterionToPractise) => {
  const framework = frameworks.get(frameworkVersionId)
  return framework ? itemById(framework, itemId) : null
}

/** An appraiser's cases for this year, and the button to finish. */
export function calibrationPage(
  t: T,
  calibration: Calibration,
  { doneAt, form = emptyForm }: { doneAt: Instant | null; form?: Form },
) {
  const { cases } = calibration
  const left = cases.flat().filter(({ own }) => own === null).length
  return {
    title: t('calibration.title'),
    back: { text: t('account.title'), href: '/account' },
    errors: form.errors.map(({ message }) => ({ text: message, href: '#finish' })),
    lead: cases.length > 0 && doneAt === null ? t('calibration.lead') : null,
    finished: doneAt === null ? null : t('calibration.finished', { day: longDay(t, dayOf(doneAt)) }),
    none: cases.length === 0 ? t('calibration.none') : null,
    one: cases.length > 0 && cases.length < casesInCalibration && doneAt === null ? t('calibration.one') : null,
    list:
      cases.length > 0
        ? { groups: cases.map((criteria, index) => caseGroup(t, calibration, { criteria, index })) }
        : null,
    finish: cases.length > 0 && doneAt === null ? finishPart(t, left) : null,
  }
}

const finishPart = (t: T, left: number) => ({
  text: left > 0 ? t('calibration.left', { count: left }) : t('calibration.finish.text'),
  form: left > 0 ? null : { action: calibrationAddress, text: t('calibration.finish.button') },
})

function caseGroup(
  t: T,
  calibration: Calibration,
  { criteria, index }: { criteria: readonly CriterionToPractise[]; index: number },
): TaskGroup {
  const judged = criteria.filter(({ own }) => own !== null).length
  return {
    id: `case-${index + 1}`,
    heading: t('calibration.case', { number: index + 1 }),
    sentence: t('calibration.case.judged', { judged, count: criteria.length }),
    rows: criteria.map(criterion => {
      const item = itemOf(calibration, criterion)
      return {
        code: item?.code ?? null,
        title: item?.title ?? criterion.itemId,
        href: `${calibrationAddress}/${criterion.id}`,
        status: criterion.own ? judgedStatus(t) : openStatus(t),
      }
    }),
  }
}

const judgedStatus = (t: T): Status => ({ icon: 'disc-tick', tone: 'done', text: t('calibration.state.judged') })
const openStatus = (t: T): Status => ({ icon: 'ring', tone: 'you', text: t('calibration.state.open') })
