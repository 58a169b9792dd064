import { account } from './account.ts'
import { approvals } from './approvals.ts'
import { invitations } from './invitations.ts'
import { listDownloads } from './list-downloads.ts'
import { people } from './people.ts'
import { permissions } from './rights.ts'
import { roleEmails } from './role-emails.ts'
import { savedFilters } from './saved-filters.ts'
import { signInLinks } from './sign-in-links.ts'
import { signIn } from './sign-in.ts'
import { unaccepted } from './unaccepted.ts'

export const accessWords = {
  ...account,
  ...approvals,
  ...invitations,
  ...listDownloads,
  ...people,
  ...permissions,
  ...roleEmails,
  ...savedFilters,
  ...signInLinks,
  ...signIn,
  ...unaccepted,
} as const
