import { dayOf, type Day } from '../../../domain/time.ts'
import { dateField, errorSummary } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { outcomeStatus } from '../../applications/applications.public.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { DecisionLine } from './decisions-list.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/decisions-list/list': ReturnType<typeof decisionList>
  }
}

/** For a meeting's minutes: what was decided since a day, light renewals among it. */
export function decisionList(
  t: T,
  { lines, from, next, form }: { lines: readonly DecisionLine[]; from: Day | null; next: string | null; form: Form },
) {
  return {
    title: t('decisions_list.title'),
    wide: true,
    back: { text: t('home.title'), href: '/home' },
    errors: errorSummary(form),
    from: dateField(form, 'from', t('decisions_list.from'), { hint: t('decisions_list.from.hint') }),
    empty:
      lines.length > 0
        ? null
        : { picture: 'letters' as const, heading: t('decisions_list.none'), text: [t('decisions_list.none.text')] },
    table:
      lines.length === 0
        ? null
        : {
            caption: from ? t('decisions_list.since', { day: longDay(t, from) }) : t('decisions_list.all'),
            captionSize: 'm' as const,
            columns: [
              t('decisions_list.library'),
              t('decisions_list.kind'),
              t('decisions_list.outcome'),
              t('decisions_list.day'),
              t('decisions_list.decision_letter'),
            ],
            rows: lines.map(line => ({
              cells: [
                {
                  text: line.organisation,
                  href: `/applications/${line.applicationId}${line.isReadable ? '/decision' : ''}`,
                },
                {
                  text: t(`application.kind.${line.kind}`),
                  reason: t(line.byPanel ? 'decisions_list.by.panel' : 'decisions_list.by.trustee'),
                },
                line.isReadable
                  ? {
                      status: outcomeStatus(t, line.outcome),
                      reason:
                        line.recommendations > 0
                          ? t('decisions_list.recommendations', { count: line.recommendations })
                          : null,
                    }
                  : { text: t('decisions_list.undeclared') },
                { text: longDay(t, dayOf(line.decidedAt)), figures: true },
                line.releasedAt
                  ? { text: t('decisions.released.on', { day: longDay(t, dayOf(line.releasedAt)) }) }
                  : { text: t('decisions_list.held') },
              ],
            })),
          },
    pagination: { previous: null, next: next ? { text: t('decisions_list.earlier'), href: next } : null },
  }
}
