import { z } from 'zod'
import { someOf, tickedBefore } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param offered the ids that can be chosen */
export const evidenceChoiceForm = (t: T, offered: readonly string[]) =>
  z.object({
    evidence: someOf(offered, t('partner_evidence.pick.unknown')).refine(
      chosen => chosen.length > 0,
      t('partner_evidence.pick.missing'),
    ),
  })

/** @param offered the ids that can be chosen. The form is also valid when none is chosen */
export const partnerChoiceForm = (t: T, offered: readonly string[]) =>
  z.object({ partner: someOf(offered, t('partner_evidence.partners.unknown')), seen: tickedBefore() })
