import { branchesRow } from '../../organisations/organisations.public.ts'
import type { SummaryList } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import type { About } from './about.store.ts'

export const aboutList = (t: T, { application, branches, team }: About): SummaryList => ({
  rows: [
    { key: t('panels.about.organisation'), value: application.organisationName },
    { key: t('applications.case.place'), value: application.place },
    branchesRow(t, t('applications.case.branches'), branches),
    { key: t('applications.case.team'), value: team },
  ],
})
