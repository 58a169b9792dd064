import { answers } from './answers.ts'
import { applications } from './applications.ts'
import { renewal } from './renewal.ts'
import { appraisals } from './appraisals.ts'
import { panels } from './panels.ts'
import { questions } from './questions.ts'
import { submissions } from './submissions.ts'
import { account } from './account.ts'
import { common } from './common.ts'
import { invitations } from './invitations.ts'
import { people } from './people.ts'
import { previews } from './previews.ts'
import { signIn } from './sign-in.ts'
import { capture } from './capture.ts'
import { captureLinks } from './capture-links.ts'
import { tray } from './tray.ts'
import { evidence } from './evidence.ts'
import { keeping } from './keeping.ts'
import { finding } from './finding.ts'
import { files } from './files.ts'
import { frameworks } from './frameworks.ts'
import { start } from './start.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { awardLetters } from './award-letters.ts'
import { awards } from './awards.ts'
import { consents } from './consents.ts'
import { decisions } from './decisions.ts'
import { demo } from './demo.ts'
import { blackout } from './blackout.ts'
import { distress } from './distress.ts'
import { redaction } from './redaction.ts'
import { revisions } from './revisions.ts'
import { recommendations } from './recommendations.ts'
import { register } from './register.ts'
import { reminders } from './reminders.ts'
import { home } from './home.ts'
import { kinds } from './kinds.ts'
import { layout } from './layout.ts'
import { lifecycle } from './lifecycle.ts'
import { partners } from './partners.ts'
import { permissions } from './permissions.ts'
import { recurring } from './recurring.ts'
import { letters } from './letters.ts'
import { organisations } from './organisations.ts'
import { renewals } from './renewals.ts'
import { planning } from './planning.ts'
import { takingOut } from './taking-out.ts'
import { rounds } from './rounds.ts'
import { team } from './team.ts'
import { mail } from './mail.ts'

/** Every sentence people read, one file per feature. */
export const en = {
  ...common,
  ...account,
  ...invitations,
  ...people,
  ...previews,
  ...signIn,
  ...submissions,
  ...applications,
  ...renewal,
  ...answers,
  ...panels,
  ...appraisals,
  ...questions,
  ...capture,
  ...captureLinks,
  ...tray,
  ...evidence,
  ...finding,
  ...keeping,
  ...blackout,
  ...distress,
  ...redaction,
  ...revisions,
  ...files,
  ...frameworks,
  ...start,
  ...help,
  ...history,
  ...awards,
  ...awardLetters,
  ...consents,
  ...partners,
  ...recurring,
  ...decisions,
  ...demo,
  ...recommendations,
  ...register,
  ...reminders,
  ...home,
  ...kinds,
  ...layout,
  ...lifecycle,
  ...permissions,
  ...letters,
  ...mail,
  ...team,
  ...planning,
  ...takingOut,
  ...rounds,
  ...renewals,
  ...organisations,
} as const
