import { checkboxes, errorSummary, textField } from '../../web/fields.ts'
import { emptyForm } from '../../web/form.ts'
import type { Form } from '../../web/form.ts'
import { period } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { EvidenceLine } from '../evidence/evidence-lists.store.ts'
import type { Criterion } from './answer.pages.ts'

export const pickMost = 10

/** @param lines one more than fit, so that the page can say that there are others */
export function pickPage(t: T, { application, item }: Pick<Criterion, 'application' | 'item'>, lines: readonly EvidenceLine[], search: string, form: Form = emptyForm) {
  const here = `/applications/${application.id}/criteria/${item.code}`
  return {
    title: t('answers.pick.title'),
    back: { text: t('answers.pick.caption', { code: item.code, title: item.title }), href: here },
    errors: errorSummary(form).map(error => (lines.length === 0 ? { ...error, href: '#search' } : error)),
    heading: { text: t('answers.pick.title'), caption: t('answers.pick.caption', { code: item.code, title: item.title }), size: 'l' as const },
    search: textField({ values: { search }, errors: [] }, 'search', t('answers.pick.search'), { type: 'search', width: 20 }),
    all: search ? { text: t('answers.pick.search.all'), href: `${here}/evidence` } : null,
    choices: lines.length === 0 ? null : checkboxes(form, 'evidence', t('answers.pick.legend'), lines.slice(0, pickMost).map(line => ({
      value: line.id, text: line.title, hint: hintOf(t, line, item.id),
    })), { hint: t('answers.pick.hint'), size: 'm' }),
    nothing: lines.length === 0 ? t('answers.pick.nothing') : null,
    more: lines.length > pickMost ? t('answers.pick.more', { count: pickMost }) : null,
    add: { text: t('answers.evidence.new'), href: newEvidenceFor(application, item) },
  }
}

export const newEvidenceFor = (application: Criterion['application'], item: Criterion['item']): string =>
  `/organisations/${application.organisationId}/evidence/new?criterion=${encodeURIComponent(item.code)}&application=${application.id}`

function hintOf(t: T, { kind, periodFrom, periodTo, items }: EvidenceLine, itemId: string): string {
  const gaps = { kind: t(`evidence.kind.${kind}`), period: periodFrom ? period(t, periodFrom, periodTo ?? periodFrom) : t('evidence.period.none') }
  return items.includes(itemId) ? t('answers.pick.marked', gaps) : t('answers.pick.line', gaps)
}
