import { z } from 'zod'
import { evidenceKindsTaken } from '../../../domain/evidence.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { idempotencyKey, oneOf, optionalOneOf, optionalText, text } from '../../../web/field-schemas.ts'
import {
  idList,
  newEvidenceFields,
  noteMost,
  periodBegins,
  periodFits,
  saysWhoIsShown,
} from '../editing/editing.forms.ts'

/** At once, in bulk: as many as a page of the tray shows. */
export const inboxMost = 50

/** One capture as a piece of its own: all that a piece says of itself, its words, and who looks after it. */
export const sortForm = inEachLanguage(t =>
  z
    .object({
      idempotencyKey: idempotencyKey(),
      ...newEvidenceFields(t),
      note: optionalText(t, noteMost),
      owner: optionalText(t, 40),
    })
    .refine(...saysWhoIsShown(t))
    .refine(periodFits, { path: ['periodTo'], message: t('evidence.field.period_to.early') })
    .refine(periodBegins, { path: ['periodFrom'], message: t('evidence.field.period_to.alone') }),
)
export type Sorted = z.output<ReturnType<typeof sortForm>>

/** Joined to a piece that is there. */
export const joinForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    evidence: text(t, t('inbox.join.piece.missing'), 40),
    note: optionalText(t, noteMost),
  }),
)

/** Several at once, each a piece of its own with its own words. */
export const bulkForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    inboxItem: idList(t('inbox.bulk.none'))
      .refine(ids => ids.length > 0, t('inbox.bulk.none'))
      .refine(ids => ids.length <= inboxMost, t('inbox.bulk.many', { most: inboxMost })),
    kind: oneOf(evidenceKindsTaken, t('inbox.bulk.kind.missing')),
    branches: optionalOneOf(['own', 'whole'], t('inbox.bulk.branches.wrong')),
    items: idList(t('evidence.field.items.wrong')),
    owner: optionalText(t, 40),
  }),
)
export type Bulk = z.output<ReturnType<typeof bulkForm>>

export const throwAwayForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    inboxItem: idList(t('inbox.bulk.none'))
      .refine(ids => ids.length > 0, t('inbox.bulk.none'))
      .refine(ids => ids.length <= inboxMost, t('inbox.bulk.many', { most: inboxMost })),
  }),
)
