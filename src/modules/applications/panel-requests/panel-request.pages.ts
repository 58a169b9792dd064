import { rolesIn, type Actor } from '../../../domain/actor.ts'
import type { PanelReason } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Move, Notice } from '../../../web/components.ts'
import { errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { maxReasonLength } from './panel-request.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/panel-requests/new': ReturnType<typeof panelRequestPage>
  }
}

/** @param form the entered values; empty when the page is opened */
export function panelRequestPage(t: T, application: ApplicationRecord, form: Form = emptyForm) {
  const title = t('renewal.panel.request.title')
  return {
    title,
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    again: application.panelReason ? t('renewal.panel.request.again', { reason: application.panelReason }) : null,
    version: hiddenField(form, 'version', application.version),
    reason: textArea(form, 'reason', t('renewal.panel.request.reason'), { rows: 5, most: maxReasonLength, size: 's' }),
  }
}

/** The form shown again after the renewal has changed, for example because someone else has asked for a panel. */
export const stalePanelRequest = (t: T, { version }: ApplicationRecord, { values }: Form): Form => ({
  values: { ...values, version: String(version) },
  errors: [{ field: 'reason', message: t('renewal.panel.request.stale') }],
})

/**
 * The notice that tells coordinators and trustees whether a trustee can confirm a light renewal alone.
 * @param reasons why a panel reads it; null for other kinds of application
 * @returns null when there is nothing to say
 */
export function panelNotice(
  t: T,
  actor: Actor,
  application: ApplicationRecord,
  reasons: readonly PanelReason[] | null,
): Notice | null {
  const isCharityStaff = rolesIn(actor, application).some(role => role === 'coordinator' || role === 'trustee')
  const isBeforeReading = application.status === 'submitted' || application.status === 'checked'
  if (reasons === null || !isCharityStaff || !isBeforeReading) return null
  if (reasons.length === 0)
    return {
      tone: 'plain',
      icon: 'information',
      heading: t('renewal.panel.not_needed'),
      text: [t('renewal.panel.not_needed.text')],
    }
  const named = reasons.map(reason => t(`renewal.panel.reason.${reason}`))
  return {
    tone: 'welcome',
    icon: 'people',
    heading: t('renewal.panel.asked'),
    text: [
      t('renewal.panel.asked.because', { reasons: list(t, named) }),
      ...(application.panelReason ? [t('renewal.panel.asked.reason', { reason: application.panelReason })] : []),
    ],
  }
}

/**
 * Whether a move does not apply to a light renewal: `seat` when a trustee can confirm it alone, `confirm` when a panel
 * must read it.
 * @param reasons why a panel must read it; empty when a trustee can confirm it; null unless it is a light renewal
 */
export const isNotApplicable = (move: string, reasons: readonly PanelReason[] | null): boolean =>
  reasons !== null && move === (reasons.length === 0 ? 'seat' : 'confirm')

/**
 * The button that asks for a panel; an empty list unless this person can ask for one now.
 * @param reasons why a panel must read a light renewal; null for other applications
 */
export const requestPanelMove = (
  t: T,
  actor: Actor,
  application: ApplicationRecord,
  reasons: readonly PanelReason[] | null,
): Move[] =>
  reasons?.length === 0 && can(actor, 'application.want_panel', application)
    ? [
        {
          text: t('renewal.panel.request'),
          unmet: [],
          href: `/applications/${application.id}/panel-wanted`,
          kind: 'secondary',
        },
      ]
    : []
