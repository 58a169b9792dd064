import { itemById, type Framework } from '../../../domain/framework.ts'
import { earlierReasons, type MoveReason } from '../../../domain/move-reasons.ts'
import { dayOf } from '../../../domain/time.ts'
import type { PaperSection } from '../../../files/typeset.ts'
import { paperSection } from '../../../web/paper.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/move-reasons/fold': NonNullable<ReturnType<typeof earlierReasonsFold>>
    'applications/move-reasons/reason': ReasonShown
  }
}

/** A saved reason as the page shows it. It names the panel or City of Sanctuary, never a person. */
export interface ReasonShown {
  heading: string
  facts: readonly string[]
  text: readonly string[]
}

/** The earlier reasons, collapsed, without the current ones that the page shows elsewhere. Null when there are none. */
export function earlierReasonsFold(
  t: T,
  application: ApplicationRecord,
  { framework, reasons }: { framework: Framework; reasons: readonly MoveReason[] },
) {
  const earlier = earlierReasons(application, reasons)
  if (earlier.length === 0) return null
  return {
    summary: t('move_reasons.earlier', { count: earlier.length }),
    reasons: earlier.map(reason => reasonShown(t, framework, reason)),
  }
}

export const reasonShown = (t: T, framework: Framework, reason: MoveReason): ReasonShown => ({
  heading: t(`move_reasons.${reason.move}`, { day: longDay(t, dayOf(reason.madeAt)) }),
  facts: [
    ...namedItems(t, framework, reason),
    ...(reason.until ? [t('applications.history.until', { day: longDay(t, reason.until) })] : []),
  ],
  text: paragraphs(reason.body),
})

function namedItems(t: T, framework: Framework, { items }: MoveReason): string[] {
  const named = items.flatMap(id => itemById(framework, id) ?? [])
  return named.length > 0
    ? [
        list(
          t,
          named.map(({ code, title }) => t('applications.history.item', { code, title })),
        ),
      ]
    : []
}

/** The reasons for past moves, oldest first, for the decision pack; empty when there are none. */
export function reasonSections(t: T, framework: Framework, reasons: readonly MoveReason[]): PaperSection[] {
  if (reasons.length === 0) return []
  return [
    paperSection(t('move_reasons.title')),
    ...reasons.toReversed().map(reason => {
      const { heading, facts, text } = reasonShown(t, framework, reason)
      return paperSection(heading, [...facts, ...text], { level: 3 })
    }),
  ]
}
