import { z } from 'zod'
import { someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param offered the ids of the library's partners; none of them is a valid choice */
export const shownPartnersForm = (t: T, offered: readonly string[]) =>
  z.object({ partner: someOf(offered, t('shown_partners.unknown')) })
