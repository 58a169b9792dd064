/** The reasons for the outcome of a row. The names are those of `Reason` in domain/import-rows.ts. */
export const importReasons = {
  'imports.reason.columns':
    'This row should have {wanted} columns, but it has {count}. Check for a missing quotation mark.',
  // some versions of Excel leave out the separators before the empty cells at the end of a row
  'imports.reason.short row':
    'This row should have {wanted} columns, but it has {count}. Check for a missing quotation mark. If none is missing, save the table as XLSX and check that file instead.',
  'imports.reason.cell formula':
    'We cannot read the result of the formula in column {column}. Enter the value instead.',
  'imports.reason.cell error': 'The cell in column {column} contains an error. Enter a value instead.',
  'imports.reason.cell long': 'The text in column {column} is too long. Shorten it.',
  'imports.reason.no organisation': 'Enter the organisation in column {column}.',
  'imports.reason.organisation link':
    'Enter the organisation in column {column} without a web or email address, and with a space after each full stop.',
  'imports.reason.no branch': 'Enter the name of the branch in column {column}.',
  'imports.reason.no name': 'Enter a name in column {column}.',
  'imports.reason.no email': 'Enter an email address in column {column}.',
  'imports.reason.no decider': 'In column {column}, enter who made the decision.',
  'imports.reason.no source': 'In column {column}, enter where the decision is recorded.',
  'imports.reason.no branches': 'In column {column}, enter the names of the branches, or “All” for all of them.',
  'imports.reason.too long': 'Use 200 characters or fewer in column {column}.',
  'imports.reason.kind': '“{text}” is not a type we recognise. Use one of these: {kinds}.',
  'imports.reason.opened wrong': 'We cannot use “{text}” as the opening date. Enter a date, or a year such as 2022.',
  'imports.reason.closed wrong': 'We cannot use “{text}” as the closing date. Enter a date, or a year such as 2022.',
  'imports.reason.closed early': 'The closing date is before the opening date. Correct the dates.',
  'imports.reason.no date': 'Enter the date in column {column}.',
  'imports.reason.date wrong': '“{text}” in column {column} is not a date. Enter a date such as 1 May 2026.',
  'imports.reason.year wrong': 'The award starts before 2000 or ends more than 10 years from now. Check both dates.',
  'imports.reason.from in the future': 'The start date of the award must be today or in the past.',
  'imports.reason.to before from':
    'The award ends on or before the day it starts. Enter an end date after the start date.',
  'imports.reason.email wrong': '“{text}” is not an email address. Enter one email address.',
  'imports.reason.role wrong': '“{text}” is not a role. Use lead, contributor or observer.',
  'imports.reason.mended email': 'We removed hidden characters from the email address.',
  'imports.reason.repeated': 'This row repeats row {row}.',
  'imports.reason.person in file':
    'This person is already in row {row}, with the role {role}. Keep only one of the two rows.',
  'imports.reason.branch twice':
    'Row {row} already has an award for one of these branches. Name each branch in only one of the rows.',
  'imports.reason.own organisation': 'You are on this organisation’s team, so someone else must import this row.',
  'imports.reason.same name': 'The name matches one in the service.',
  'imports.reason.similar name': 'The name is similar to one already in the service.',
  'imports.reason.similar in file': 'Row {row} has a similar name, “{name}”.',
  'imports.reason.same name in file': 'Row {row} has the same name, but its town or area is “{place}”.',
  'imports.reason.other type in file': 'Row {row} has a different type, {type}. We will use {used}, from row {first}.',
  'imports.reason.same branch in file':
    'Row {row} has a branch with this name, and only one of the two rows has a postcode. If these are two branches, enter both postcodes.',
  'imports.reason.similar branch in file': 'Row {row} has a branch with a similar name, “{name}”.',
  'imports.reason.same postcode': 'The postcode matches one in the service, and the names are similar.',
  'imports.reason.same address': 'The address matches one in the service.',
  'imports.reason.several here': 'Several organisations have this name.',
  'imports.reason.several branches': 'Several branches have this name.',
  'imports.reason.closed in award':
    'The file gives {day} as this branch’s closing date, but a current award or application covers it. Ask a lead to close the branch.',
  'imports.reason.added name': 'We will add the name “{to}”.',
  'imports.reason.changed name': 'We will change the name from “{from}” to “{to}”.',
  'imports.reason.added kind': 'We will add the type: {to}.',
  'imports.reason.changed kind': 'We will change the type from {from} to {to}.',
  'imports.reason.added address': 'We will add the address from the file.',
  'imports.reason.changed address': 'We will replace the address “{from}” with the one in the file.',
  'imports.reason.added postcode': 'We will add the postcode {to}.',
  'imports.reason.changed postcode': 'We will change the postcode from {from} to {to}.',
  'imports.reason.added email': 'We will add the email address from the file.',
  'imports.reason.changed email': 'We will change the email address from {from} to {to}.',
  'imports.reason.added opened': 'We will add the opening date: {to}.',
  'imports.reason.changed opened': 'We will change the opening date from {from} to {to}.',
  'imports.reason.added closed': 'We will add the closing date: {to}.',
  'imports.reason.changed closed': 'We will change the closing date from {from} to {to}.',
  'imports.reason.unknown organisation': 'We do not recognise this organisation. Import or register it first.',
  'imports.reason.organisation unclear':
    'Did you mean {name}? Enter the name exactly like this, with its town or area.',
  'imports.reason.several organisations': 'Several organisations have this name. Add the town or area.',
  'imports.reason.closed organisation': 'This organisation is closed. Reopen it first.',
  'imports.reason.ended award':
    'We already have this award, and it has ended. To record it again, use “Record an award”.',
  'imports.reason.award past': 'The award’s last day was {day}, so its status will be overdue or lapsed.',
  'imports.reason.unknown branches':
    'Not among the organisation’s open branches: {names}. Check the names, and separate them with semicolons.',
  'imports.reason.unclear branches':
    'Some open branches have the same name: {names}. Give each branch its own name, then import the row again.',
  'imports.reason.no open branch': 'The organisation has no open branches. Add a branch first.',
  'imports.reason.branches taken':
    'Already covered by another award or application: {names}. Name only the other branches in this row.',
  'imports.reason.organisation left out': 'We left out this branch, because its organisation was not imported.',
  'imports.reason.added by someone else':
    'Someone else added this organisation or branch after the check, so we did not add it again.',
  'imports.reason.here since': 'Someone added a similar organisation or branch after the check. Import the row again.',
  'imports.reason.gone since': 'Someone removed this organisation or branch after the check. Import the row again.',
  'imports.reason.changed since': 'This branch has changed since the check. Import the row again.',
  'imports.reason.refused': 'We can no longer save this row. Import it again to see why.',
  'imports.reason.not saved': 'We could not save this row. Check it, then import it again.',
  'imports.reason.kept changed': 'Someone has changed this organisation, branch or award since the import.',
  'imports.reason.kept used': 'This organisation, branch or award is in use, for example in an application.',
  'imports.reason.kept merged': '{from} was merged into {into} after the import.',
  'imports.reason.kept failed': 'We could not undo the import of this row. It may be in use. Try again later.',
  'imports.reason.kept invited': 'Someone has already invited this person.',
  'imports.reason.kept renamed': 'A later import has changed this person’s name.',
  'imports.reason.kept seen':
    'People outside the charity have seen this award. To remove it, open the award. A trustee must confirm this.',
  'imports.reason.kept own organisation': 'You are on this organisation’s team, so someone else must undo this row.',
  'imports.reason.kept refused':
    'You cannot remove this award, because you are on the organisation’s team or have a conflict of interest. Ask another coordinator to remove it.',
} as const
