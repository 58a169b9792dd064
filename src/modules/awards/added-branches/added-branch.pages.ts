import { checkboxes, errorSummary } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { Branch } from '../../organisations/organisations.public.ts'
import type { NamedAward } from '../awards/award.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/added-branches/new': ReturnType<typeof addBranchesPage>
  }
}

export interface AboutAdding {
  award: NamedAward
  /** the open branches that the award does not cover */
  branches: readonly Branch[]
  /** the ids of branches in another award or in an open application */
  taken: ReadonlySet<string>
}

export function addBranchesPage(t: T, { award, branches, taken }: AboutAdding, form: Form = emptyForm) {
  return {
    title: t('awards.branches.title'),
    back: { text: t('awards.one.title', { organisation: award.organisationName }), href: `/awards/${award.id}` },
    errors: errorSummary(form),
    heading: { text: t('awards.branches.title'), caption: award.organisationName, size: 'l' as const },
    none: branches.length === 0 ? t('awards.branches.none') : null,
    branchesLink: { text: t('awards.record.branches_link'), href: `/organisations/${award.organisationId}/branches` },
    scope: checkboxes(form, 'scope', t('awards.branches.which'), {
      choices: branches.map(({ id, name }) => ({
        value: id,
        text: name,
        disabled: taken.has(id),
        hint: taken.has(id) ? t('awards.record.taken') : null,
      })),
      size: 's',
    }),
  }
}
