/**
 * The groups of people who can get an email. Each recipient's rights are checked again when the email is sent. `the
 * person` is one recipient, whatever their roles. `the member` is one recipient, who gets it only while they belong to
 * the organisation.
 */
export type Audience =
  | 'the person'
  | 'the member'
  | 'leads'
  | 'observers'
  | 'panel'
  | 'chair'
  | 'coordinators'
  | 'trustees'
  | 'administrators'
  | 'coordinators and administrators'
  | 'approvers'

/** Every email that the service sends, with the people who get it. The texts are in the catalogue. */
export const messages = {
  invitation: 'the person',
  'invitation reminder': 'the person',
  'seat offered': 'the person',
  'password forgotten': 'the person',
  'sign-in link': 'the person',
  'password changed': 'the person',
  'new administrator': 'administrators',
  'team changed': 'leads',
  'mailbox changed': 'leads',
  'charity team changed': 'administrators',
  'approval wanted': 'approvers',
  'role approved': 'the person',
  'role refused': 'the person',
  'submission received': 'leads',
  'application submitted': 'coordinators',
  'sign-off wanted': 'observers',
  'sign-off wanted again': 'observers',
  'signed off': 'leads',
  'endorsement asked': 'the person',
  'endorsement answered': 'leads',
  'application returned': 'leads',
  'question asked': 'leads',
  'question answered': 'panel',
  'question expired': 'panel',
  'question withdrawn': 'leads',
  'more evidence asked': 'leads',
  'more evidence submitted': 'coordinators',
  'panel may begin': 'panel',
  'panel may continue': 'panel',
  'panel off hold': 'panel',
  'appraisal stopped': 'panel',
  'seat offer expired': 'coordinators',
  'seat declined': 'coordinators',
  'seat withdrawn': 'the person',
  'helper recorded': 'the person',
  'replacement suggested': 'coordinators',
  'all findings are in': 'chair',
  'panel member left': 'coordinators',
  'member not independent': 'coordinators',
  'member left your panel': 'chair',
  'findings date changed': 'panel',
  'chair changed': 'panel',
  'meeting called': 'the person',
  'meeting changed': 'the person',
  'meeting soon': 'the person',
  'meeting cancelled': 'the person',
  'proposal waiting': 'trustees',
  'trustee wanted': 'coordinators',
  'renewal waiting': 'trustees',
  'panel wanted': 'coordinators',
  'coordinator changed': 'the person',
  'organisation coordinator': 'the person',
  'proposal sent back': 'chair',
  'decision letter waiting': 'coordinators',
  'conflict after decision': 'coordinators',
  'decision letter': 'leads',
  'decision reversed': 'coordinators',
  'correction asked': 'trustees',
  'correction refused': 'coordinators',
  'review asked': 'trustees',
  'review received': 'leads',
  'review answered': 'leads',
  'application reopened': 'leads',
  'award granted': 'leads',
  'example published': 'leads',
  'recommendation closed': 'leads',
  'recommendation kept open': 'leads',
  'application on hold': 'leads',
  'application off hold': 'leads',
  'application withdrawn': 'coordinators',
  'application closed': 'leads',
  'date moved': 'leads',
  'round extended': 'leads',
  'renewal open': 'leads',
  'manual reminder': 'leads',
  'award overdue': 'leads',
  'award lapsed': 'leads',
  'award extended': 'leads',
  'award suspended': 'leads',
  'award restored': 'leads',
  'award ended': 'leads',
  'award corrected': 'leads',
  'coordinator wanted': 'trustees',
  'conflict lifted': 'the person',
  'enquiry received': 'coordinators',
  'merge proposed': 'leads',
  'merge refused': 'coordinators',
  'organisations merged': 'leads',
  'award removed': 'leads',
  'correction waiting': 'trustees',
  'clock moves to undo': 'trustees',
  'award moves undone': 'leads',
  'correction answered': 'coordinators',
  'consent withdrawn': 'the person',
  'consent withdrawn here': 'leads',
  'inbox waiting': 'leads',
  'virus found': 'the member',
  reminders: 'the person',
  'reminders held': 'coordinators and administrators',
  'reminders switched': 'coordinators and administrators',
  'clock held': 'administrators',
  'weekly list': 'coordinators',
  'test email': 'the person',
  'service problems': 'administrators',
} as const satisfies Record<string, Audience>

export type MessageName = keyof typeof messages

/**
 * The emails that are held back while reminders are switched off. `reminders` is the email with all reminders of one
 * morning.
 */
export const reminderEmails: readonly string[] = [
  'reminders',
  'weekly list',
  'meeting soon',
  'invitation reminder',
] satisfies MessageName[]
