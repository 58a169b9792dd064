import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { whenOf } from '../panel-meetings/panel-meeting.pages.ts'
import type { MeetingRecord } from '../panel-meetings/panel-meeting.store.ts'
import { canHaveMinutes } from './minutes.actions.ts'
import { maxMinutes } from './minutes.forms.ts'
import type { Minutes, MinutesLine } from './minutes.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/minutes/minutes': ReturnType<typeof minutesPage>
  }
}

export interface MinutesShown {
  meeting: MeetingRecord
  application: ApplicationRecord
  minutes: Minutes
}

/**
 * The minutes of one application.
 * @param entered.isStale whether someone else saved a version first; the page then shows both
 */
export function minutesPage(
  t: T,
  actor: Actor,
  { meeting, application, minutes }: MinutesShown,
  entered: { form: Form; isStale: boolean } | null = null,
) {
  const version = String(minutes.version)
  const isStale = entered?.isStale === true
  const saved = formOf({ version, minutes: minutes.text })
  const form = entered
    ? { ...entered.form, values: { ...entered.form.values, ...(isStale ? { version } : {}) } }
    : saved
  const isWritten = canHaveMinutes(meeting) && can(actor, 'minutes.write', application)
  return {
    title: t('minutes.title'),
    back: { text: t('panel_meetings.back'), href: `/meetings/${meeting.id}` },
    errors: errorSummary(entered ? form : emptyForm),
    heading: { text: t('minutes.title'), caption: application.organisationName, size: 'l' as const },
    lead: t('minutes.lead', { when: whenOf(t, meeting.startsAt) }),
    findings: can(actor, 'meeting.read', application)
      ? { text: t('minutes.findings'), href: `/applications/${application.id}/meeting` }
      : null,
    stale: isStale
      ? { heading: t('minutes.stale'), text: paragraphs(minutes.text), note: t('minutes.stale.text') }
      : null,
    write: isWritten
      ? {
          version: hiddenField(form, 'version', 0),
          minutes: textArea(form, 'minutes', t('minutes.field'), {
            hint: minutes.savedAt
              ? t('minutes.hint.saved', { when: dayAndTime(t, minutes.savedAt) })
              : t('minutes.hint'),
            rows: 14,
            most: maxMinutes,
            size: 's',
          }),
        }
      : null,
    read: isWritten ? null : paragraphs(minutes.text),
    none: !isWritten && minutes.text === '' ? t('minutes.none') : null,
  }
}

/** One meeting's minutes for a document: who was present, then the text. */
export const minutesParagraphs = (t: T, { text, present }: MinutesLine): string[] => [
  present.length > 0 ? t('minutes.present', { names: list(t, present) }) : t('minutes.present.none'),
  ...(text === '' ? [t('minutes.none')] : paragraphs(text)),
]

export const minutesHeading = (t: T, { meetingStartsAt }: MinutesLine): string =>
  t('minutes.heading', { when: whenOf(t, meetingStartsAt) })
