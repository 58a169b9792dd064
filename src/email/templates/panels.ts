import { daysToAnswer } from '../../domain/panel.ts'
import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { email, tokenEmail } from '../email.ts'
import { seatOfferFacts } from '../email-facts.store.ts'
import type { ApplicationEmailFacts } from './applications.ts'

/** The link lasts until the end of the last day to reply to the offer. */
export const seatOfferToken = { use: 'seat offer', lastsDays: daysToAnswer } as const

/** Emails about panels and their questions to libraries. They leave out the text of questions and answers. */
export const panelEmails = {
  'seat offered': tokenEmail(seatOfferToken, seatOfferFacts, (t, { organisation }, token) => ({
    subject: t('emails.seat_offered.subject'),
    paragraphs: [
      t('emails.seat_offered.body', { organisation }),
      t('emails.seat_offered.next'),
      t('emails.link_works_once', { days: daysToAnswer }),
    ],
    action: { label: t('emails.seat_offered.action'), path: `/seats/${token}` },
  })),
  'panel wanted': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.panel_wanted.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.panel_wanted.body', { organisation: it.organisation }), t('emails.panel_wanted.next')],
    action: { label: t('emails.open_application'), path: `/applications/${it.applicationId}` },
  })),
  'coordinator changed': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.coordinator_changed.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.coordinator_changed.body', { organisation: it.organisation })],
    action: { label: t('emails.open_application'), path: `/applications/${it.applicationId}` },
  })),
  'panel may begin': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.panel_may_begin.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.panel_may_begin.body', { organisation: it.organisation }), t('emails.panel_may_begin.next')],
    action: { label: t('emails.panel_may_begin.action'), path: `/applications/${it.applicationId}/appraisal` },
  })),
  'panel may continue': email<ApplicationEmailFacts & { isAnswered: boolean }>((t, it) => ({
    subject: t('emails.panel_may_continue.subject', { organisation: it.organisation }),
    paragraphs: [
      t(it.isAnswered ? 'emails.panel_may_continue.answered' : 'emails.panel_may_continue.unanswered', {
        organisation: it.organisation,
      }),
      t('emails.panel_may_continue.next'),
      t('emails.panel_may_continue.others'),
    ],
    action: { label: t('emails.panel_may_continue.action'), path: `/applications/${it.applicationId}/appraisal` },
  })),
  'panel off hold': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.panel_off_hold.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.panel_off_hold.body', { organisation: it.organisation })],
    action: { label: t('emails.open_application'), path: `/applications/${it.applicationId}` },
  })),
  'seat offer expired': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.seat_offer_expired.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.seat_offer_expired.body', { organisation: it.organisation }),
      t('emails.seat_offer_expired.next'),
    ],
    action: { label: t('emails.panel_member_left.action'), path: `/applications/${it.applicationId}/panel` },
  })),
  'seat declined': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.seat_declined.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.seat_declined.body', { organisation: it.organisation }), t('emails.seat_declined.next')],
    action: { label: t('emails.panel_member_left.action'), path: `/applications/${it.applicationId}/panel` },
  })),
  'seat withdrawn': email<{ organisation: string; wasOffer: boolean; hasAccount: boolean }>((t, it) => ({
    subject: t(it.wasOffer ? 'emails.seat_withdrawn.offer.subject' : 'emails.seat_withdrawn.subject'),
    paragraphs: [
      t(it.wasOffer ? 'emails.seat_withdrawn.offer' : 'emails.seat_withdrawn.body', { organisation: it.organisation }),
      t('emails.seat_withdrawn.next'),
    ],
    action: it.hasAccount ? { label: t('emails.seat_withdrawn.action'), path: '/appraisals' } : null,
  })),
  'helper recorded': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.helper_recorded.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.helper_recorded.body', { organisation: it.organisation }), t('emails.helper_recorded.next')],
    action: { label: t('emails.helper_recorded.action'), path: `/applications/${it.applicationId}/declaration` },
  })),
  'replacement suggested': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.replacement_suggested.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.replacement_suggested.body', { organisation: it.organisation })],
    action: { label: t('emails.panel_member_left.action'), path: `/applications/${it.applicationId}/panel` },
  })),
  'all findings are in': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.all_findings_in.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.all_findings_in.body', { organisation: it.organisation }), t('emails.all_findings_in.next')],
    action: { label: t('emails.all_findings_in.action'), path: `/applications/${it.applicationId}/meeting` },
  })),
  'appraisal stopped': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.appraisal_stopped.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.appraisal_stopped.body', { organisation: it.organisation }),
      t('emails.seat_withdrawn.next'),
    ],
    action: { label: t('emails.seat_withdrawn.action'), path: '/appraisals' },
  })),
  'panel member left': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.panel_member_left.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.panel_member_left.body', { organisation: it.organisation }),
      t('emails.panel_member_left.next'),
    ],
    action: { label: t('emails.panel_member_left.action'), path: `/applications/${it.applicationId}/panel` },
  })),
  'member not independent': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.not_independent.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.not_independent.body', { organisation: it.organisation }), t('emails.not_independent.next')],
    action: { label: t('emails.panel_member_left.action'), path: `/applications/${it.applicationId}/panel` },
  })),
  'trustee wanted': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.trustee_wanted.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.trustee_wanted.body'), t('emails.trustee_wanted.next')],
    action: { label: t('emails.open_application'), path: `/applications/${it.applicationId}` },
  })),
  'member left your panel': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.member_left.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.member_left.body', { organisation: it.organisation }), t('emails.member_left.next')],
    action: { label: t('emails.panel_member_left.action'), path: `/applications/${it.applicationId}/panel` },
  })),
  'findings date changed': email<ApplicationEmailFacts & { readBy: Day }>((t, it) => ({
    subject: t('emails.findings_date.subject', { organisation: it.organisation, day: longDay(t, it.readBy) }),
    paragraphs: [t('emails.findings_date.body', { organisation: it.organisation, day: longDay(t, it.readBy) })],
    action: { label: t('emails.findings_date.action'), path: `/applications/${it.applicationId}/appraisal` },
  })),
  'chair changed': email<ApplicationEmailFacts & { chairs: boolean }>((t, it) => ({
    subject: t(it.chairs ? 'emails.new_chair.subject' : 'emails.former_chair.subject', {
      organisation: it.organisation,
    }),
    paragraphs: [t(it.chairs ? 'emails.new_chair.body' : 'emails.former_chair.body')],
    action: { label: t('emails.open_application'), path: `/applications/${it.applicationId}` },
  })),
  'question asked': email<ApplicationEmailFacts & { replyBy: Day }>((t, it) => ({
    subject: t('emails.question_asked.subject', { day: longDay(t, it.replyBy) }),
    paragraphs: [
      t('emails.question_asked.body', { organisation: it.organisation }),
      t('emails.question_asked.until', { day: longDay(t, it.replyBy) }),
    ],
    action: { label: t('emails.question_asked.action'), path: `/applications/${it.applicationId}/questions` },
  })),
  'question withdrawn': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.question_withdrawn.subject'),
    paragraphs: [t('emails.question_withdrawn.body', { organisation: it.organisation })],
    action: { label: t('emails.question_withdrawn.action'), path: `/applications/${it.applicationId}/questions` },
  })),
  'question answered': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.question_answered.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.question_answered.body', { organisation: it.organisation })],
    action: { label: t('emails.question_answered.action'), path: `/applications/${it.applicationId}/questions` },
  })),
  'question expired': email<ApplicationEmailFacts & { isBeingRead: boolean }>((t, it) => ({
    subject: t('emails.question_expired.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.question_expired.body', { organisation: it.organisation }),
      t(it.isBeingRead ? 'emails.question_expired.next' : 'emails.question_expired.later'),
    ],
    action: { label: t('emails.question_expired.action'), path: `/applications/${it.applicationId}/questions` },
  })),
}
