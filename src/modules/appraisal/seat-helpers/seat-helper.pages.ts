import { helperKinds } from '../../../domain/seat-help.ts'
import { errorSummary, radios, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { SeatLine } from '../seats/seat.store.ts'
import type { HelperLine, OwnHelp } from './seat-helper.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/seat-helpers/new': ReturnType<typeof newHelperPage>
    'appraisal/seat-helpers/end': ReturnType<typeof endHelpPage>
  }
}

interface NewHelper {
  application: ApplicationRecord
  seat: SeatLine
  isConfirmed: boolean
}

/** The coordinator's form that records a helper or interpreter for a seat. */
export function newHelperPage(t: T, { application, seat, isConfirmed }: NewHelper, form: Form = emptyForm) {
  return {
    title: t('helpers.new'),
    back: { text: t('seating.title'), href: `/applications/${application.id}/panel` },
    errors: errorSummary(form),
    heading: { text: t('helpers.new'), caption: application.organisationName, size: 'l' as const },
    lead: t('helpers.lead', { name: seat.name }),
    sees: {
      level: 2 as const,
      yes: {
        heading: t('helpers.sees'),
        lines: [t('helpers.sees.application'), t('helpers.sees.findings'), t('helpers.sees.meeting')],
      },
      no: {
        heading: t('helpers.sees_not'),
        lines: [t('helpers.sees_not.notes'), t('helpers.sees_not.restricted'), t('helpers.sees_not.panel')],
      },
    },
    kind: radios(form, 'kind', t('helpers.kind'), {
      choices: helperKinds.map(kind => ({ value: kind, text: t(`helpers.kind.${kind}`) })),
    }),
    name: textField(form, 'name', t('helpers.name'), { width: 20 }),
    email: textField(form, 'email', t('helpers.email'), { type: 'email', width: 30, hint: t('helpers.email.hint') }),
    password: passwordAgain(t, form, isConfirmed),
  }
}

export function endHelpPage(t: T, application: ApplicationRecord, { name }: HelperLine) {
  const address = `/applications/${application.id}/panel`
  return {
    title: t('helpers.end.title', { name }),
    back: { text: t('seating.title'), href: address },
    confirmation: {
      heading: {
        caption: application.organisationName,
        text: t('helpers.end.title', { name }),
        size: 'l' as const,
      },
      text: [t('helpers.end.text', { name })],
      button: { text: t('helpers.end'), kind: 'warning' as const },
      cancel: { text: t('helpers.end.cancel'), href: address },
    },
  }
}

/**
 * For the coordinator's page: a link to end each person's help with a seat and, if the seat is accepted, a link to
 * record another helper.
 */
export const helperLinks = (
  t: T,
  { id }: ApplicationRecord,
  { seat, helpers }: { seat: SeatLine; helpers: readonly HelperLine[] },
) => [
  ...helpers
    .filter(({ seatId }) => seatId === seat.id)
    .map(helper => ({
      text: t(`helpers.line.${helper.kind}`, { name: helper.name }),
      href: `/applications/${id}/panel/helpers/${helper.id}/ending`,
    })),
  ...(seat.status === 'accepted'
    ? [{ text: t('helpers.new'), hidden: seat.name, href: `/applications/${id}/panel/seats/${seat.id}/helpers/new` }]
    : []),
]

/** The applications that a person helps with, for the list of their own appraisals. */
export const ownHelpLines = (t: T, help: readonly OwnHelp[]) =>
  help.map(({ applicationId, organisation }) => ({
    text: organisation,
    href: `/applications/${applicationId}`,
    note: t('helpers.own'),
  }))
