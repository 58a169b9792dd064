import type { Actor } from '../../../domain/actor.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import { errorSummary, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Agreement } from './agreement.store.ts'
import type { CalibrationCase } from './case.store.ts'
import { textShown } from './case.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/calibration/agreement': ReturnType<typeof agreementPage>
  }
}

export interface AboutAgreement {
  application: ApplicationRecord
  agreements: readonly Agreement[]
  /** the published case and its framework version; null when no case is published */
  published: { example: CalibrationCase; framework: Framework } | null
}

/** The page on which a lead gives or withdraws the agreement, with the text that appraisers read. */
export function agreementPage(t: T, actor: Actor, about: AboutAgreement, form: Form = emptyForm) {
  const { application, agreements, published } = about
  const address = `/applications/${application.id}`
  const current = agreements.find(({ withdrawn }) => withdrawn === null) ?? null
  const mayGive = current === null && can(actor, 'calibration_agreement.give', application)
  return {
    title: t('calibration.agreement.title'),
    back: { text: t(`application.kind.${application.kind}`), href: address },
    errors: errorSummary(form),
    heading: {
      text: t('calibration.agreement.title'),
      caption: t('applications.tasks.caption', {
        organisation: application.organisationName,
        number: application.number,
      }),
      size: 'l' as const,
    },
    inForce: current && inForceLine(t, current),
    agree: mayGive
      ? tickBox(form, 'agree', t('calibration.agreement.tick', { organisation: application.organisationName }))
      : null,
    notNow: current === null && !mayGive ? t('calibration.agreement.not_now') : null,
    withdraw: current && {
      action: `${address}/calibration/agreement/withdrawal`,
      text: t('calibration.agreement.withdraw'),
      kind: 'warning' as const,
    },
    texts: published
      ? published.example.criteria.map(each =>
          textShown(t, { ...each, item: itemById(published.framework, each.itemId) }),
        )
      : [],
    noTexts: current && !published ? t('calibration.agreement.case.none') : null,
    earlier: agreements.flatMap(each => earlierLine(t, each) ?? []),
  }
}

const inForceLine = (t: T, { givenBy, givenAt }: Agreement): string =>
  t('calibration.agreement.in_force', { name: givenBy, day: longDay(t, dayOf(givenAt)) })

function earlierLine(t: T, { givenBy: name, givenAt, withdrawn }: Agreement): string | null {
  if (withdrawn === null) return null
  const facts = { name, day: longDay(t, dayOf(givenAt)), end: longDay(t, dayOf(withdrawn.at)) }
  return withdrawn.by === ''
    ? t('calibration.agreement.earlier.ended', facts)
    : t('calibration.agreement.earlier.line', { ...facts, other: withdrawn.by })
}
