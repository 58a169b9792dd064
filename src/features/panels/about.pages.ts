import type { SummaryList } from '../../web/components.ts'
import type { T } from '../../words/words.ts'
import type { Case } from '../applications/application.store.ts'

/** All that is shown before somebody declares: whose it is, where, which branches, and who writes. Never content, never who else sits. */
export interface About { application: Case; branches: readonly string[]; team: readonly string[] }

export const aboutList = (t: T, { application, branches, team }: About): SummaryList => ({
  rows: [
    { key: t('panels.about.organisation'), value: application.organisationName },
    { key: t('applications.case.place'), value: application.place },
    { key: t('applications.case.branches'), value: branches },
    { key: t('applications.case.team'), value: team },
  ],
})
