import type { Case } from '../../access/access.public.ts'
import { standings, type Actor } from '../../../domain/actor.ts'
import type { PanelReason } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Move, Notice } from '../../../web/components.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/** What comes next for a light renewal, for those at the desk: a trustee alone, or a panel and why. Null for everything else. */
export function panelNotice(
  t: T,
  who: Actor,
  application: Case,
  reasons: readonly PanelReason[] | null,
): Notice | null {
  const isAtDesk = standings(who, application).some(standing => standing === 'coordinator' || standing === 'trustee')
  if (reasons === null || !isAtDesk || !isBeforeReading(application)) return null
  if (reasons.length === 0)
    return {
      tone: 'plain',
      icon: 'information',
      heading: t('renewal.panel.not_asked'),
      text: [t('renewal.panel.not_asked.text')],
    }
  const said = application.panelBecause ? [t('renewal.panel.asked.reason', { reason: application.panelBecause })] : []
  return {
    tone: 'welcome',
    icon: 'people',
    heading: t('renewal.panel.asked'),
    text: [
      t('renewal.panel.asked.because', {
        reasons: list(
          t,
          reasons.map(reason => t(`renewal.panel.reason.${reason}`)),
        ),
      }),
      ...said,
    ],
  }
}

/** The move that cannot come is left out: the notice says why. */
export const isBesideThePoint = (move: string, reasons: readonly PanelReason[] | null): boolean =>
  reasons !== null && (reasons.length === 0 ? move === 'seat' : move === 'confirm')

export const wantPanelMove = (t: T, who: Actor, application: Case, reasons: readonly PanelReason[] | null): Move[] =>
  reasons?.length === 0 && can(who, 'application.want_panel', application)
    ? [
        {
          text: t('renewal.panel.want'),
          unmet: [],
          href: `/applications/${application.id}/panel-wanted`,
          kind: 'secondary',
        },
      ]
    : []

const isBeforeReading = ({ status }: Case): boolean => status === 'submitted' || status === 'checked'
