import { z } from 'zod'
import { someOf, tickedBefore } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param offered the ids of the library's partners; the person can choose none of them */
export const shownPartnersForm = (t: T, offered: readonly string[]) =>
  z.object({ partner: someOf(offered, t('shown_partners.unknown')), seen: tickedBefore() })
