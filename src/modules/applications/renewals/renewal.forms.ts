import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { idempotencyKey, readVersion, someOf, text } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const startRenewalForm = z.object({ idempotencyKey: idempotencyKey() })

/** @param offered the branches that the page offered */
export const scopeForm = (t: T, offered: readonly string[]) =>
  z.object({
    version: readVersion(),
    scope: someOf(offered, t('applications.new.scope.unknown')).refine(
      chosen => chosen.length > 0,
      t('applications.new.scope.missing'),
    ),
  })

export const panelWantedForm = inEachLanguage(t =>
  z.object({ idempotencyKey: idempotencyKey(), reason: text(t, t('renewal.panel.want.because.missing'), 2_000) }),
)
