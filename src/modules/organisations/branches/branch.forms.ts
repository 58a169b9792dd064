import { z } from 'zod'
import { branchKinds } from '../../../domain/organisation.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, oneOf, optionalDay, optionalLine, readVersion } from '../../../web/field-schemas.ts'
import { branchNames } from '../organisations/organisation.forms.ts'

export const branchesForm = inEachLanguage(t =>
  z.object({
    names: branchNames(t).refine(names => names.length > 0, t('organisations.branches.missing')),
    kind: oneOf(branchKinds, t('organisations.branch_kind.missing')),
  }),
)

export type NewBranches = z.output<ReturnType<typeof branchesForm>>

export const branchForm = inEachLanguage(t =>
  z
    .object({
      version: readVersion(),
      name: line(t, t('organisations.branch_name.missing')),
      kind: oneOf(branchKinds, t('organisations.branch_kind.missing')),
      place: optionalLine(t).transform(value => value || null),
      openedOn: optionalDay(t),
      closedOn: optionalDay(t),
    })
    .refine(({ openedOn, closedOn }) => !openedOn || !closedOn || closedOn >= openedOn, {
      path: ['closedOn'],
      message: t('organisations.closed.early'),
    }),
)

export type BranchChanges = z.output<ReturnType<typeof branchForm>>
