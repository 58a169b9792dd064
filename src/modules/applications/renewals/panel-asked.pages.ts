import type { ApplicationRecord } from '../../access/access.public.ts'
import { rolesIn, type Actor } from '../../../domain/actor.ts'
import type { PanelReason } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Move, Notice } from '../../../web/components.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/**
 * What comes next for a light renewal, for those at the desk: a trustee alone, or a panel and why. Null for everything
 * else.
 */
export function panelNotice(
  t: T,
  actor: Actor,
  application: ApplicationRecord,
  reasons: readonly PanelReason[] | null,
): Notice | null {
  const isCharityStaff = rolesIn(actor, application).some(role => role === 'coordinator' || role === 'trustee')
  if (reasons === null || !isCharityStaff || !isBeforeReading(application)) return null
  if (reasons.length === 0)
    return {
      tone: 'plain',
      icon: 'information',
      heading: t('renewal.panel.not_asked'),
      text: [t('renewal.panel.not_asked.text')],
    }
  const said = application.panelReason ? [t('renewal.panel.asked.reason', { reason: application.panelReason })] : []
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

export const wantPanelMove = (
  t: T,
  actor: Actor,
  application: ApplicationRecord,
  reasons: readonly PanelReason[] | null,
): Move[] =>
  reasons?.length === 0 && can(actor, 'application.want_panel', application)
    ? [
        {
          text: t('renewal.panel.want'),
          unmet: [],
          href: `/applications/${application.id}/panel-wanted`,
          kind: 'secondary',
        },
      ]
    : []

const isBeforeReading = ({ status }: ApplicationRecord): boolean => status === 'submitted' || status === 'checked'
