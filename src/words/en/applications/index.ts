import { answers } from './answers.ts'
import { applications } from './applications.ts'
import { assignments } from './assignments.ts'
import { blankForm } from './blank-form.ts'
import { casework } from './casework.ts'
import { comments } from './comments.ts'
import { coordinators } from './coordinators.ts'
import { councillors } from './councillors.ts'
import { endorsements } from './endorsements.ts'
import { applicationHistory } from './history.ts'
import { lifecycle } from './lifecycle.ts'
import { applicationList } from './list.ts'
import { moveReasons } from './move-reasons.ts'
import { moves } from './moves.ts'
import { panelNames } from './panel-names.ts'
import { panelRequests } from './panel-requests.ts'
import { pledges } from './pledges.ts'
import { publishing } from './publishing.ts'
import { questions } from './questions.ts'
import { recommendations } from './recommendations.ts'
import { renewal } from './renewals.ts'
import { shownPartners } from './shown-partners.ts'
import { signOffs } from './sign-offs.ts'
import { comparison } from './since-last-year.ts'
import { submissionChanges } from './submission-changes.ts'
import { submissions } from './submissions.ts'
import { targets } from './targets.ts'
import { taskList } from './task-list.ts'
import { word } from './word.ts'

export const applicationsWords = {
  ...answers,
  ...applications,
  ...assignments,
  ...blankForm,
  ...casework,
  ...comments,
  ...coordinators,
  ...councillors,
  ...endorsements,
  ...applicationHistory,
  ...lifecycle,
  ...applicationList,
  ...moveReasons,
  ...moves,
  ...panelNames,
  ...panelRequests,
  ...pledges,
  ...publishing,
  ...questions,
  ...recommendations,
  ...renewal,
  ...shownPartners,
  ...signOffs,
  ...comparison,
  ...submissionChanges,
  ...submissions,
  ...targets,
  ...taskList,
  ...word,
} as const
