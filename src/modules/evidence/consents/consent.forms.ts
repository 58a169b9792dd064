import { z } from 'zod'
import { consentUses } from '../../../domain/consent.ts'
import { evidenceLanguages } from '../../../domain/evidence.ts'
import { day, line, oneOf, optionalDay, optionalLine, someOf, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const consentForm = inEachLanguage(t =>
  z
    .object({
      person: line(t, t('consents.person.missing'), 60),
      uses: someOf(consentUses, t('consents.uses.wrong')).refine(uses => uses.length > 0, t('consents.uses.missing')),
      givenOn: day(t, t('consents.given_on.missing')),
      expiresOn: optionalDay(t),
      isChild: tick(),
      guardian: optionalLine(t, 100),
      language: oneOf(evidenceLanguages, t('evidence.field.language.wrong')),
      wording: line(t, t('consents.wording.missing'), 100),
      heldBy: line(t, t('consents.held_by.missing'), 100),
      heldWhere: line(t, t('consents.held_where.missing'), 200),
    })
    .refine(({ isChild, guardian }) => !isChild || guardian !== '', {
      path: ['guardian'],
      message: t('consents.guardian.missing'),
    })
    .refine(({ givenOn, expiresOn }) => expiresOn === null || expiresOn >= givenOn, {
      path: ['expiresOn'],
      message: t('consents.expires_on.early'),
    }),
)

export type ConsentGiven = z.output<ReturnType<typeof consentForm>>
