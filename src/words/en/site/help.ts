export const help = {
  'help.title': 'Help',
  'help.lead': 'Short answers to what people ask first.',
  'help.award': 'What the award is',
  'help.award.1':
    'Library of Sanctuary recognises public libraries that welcome people seeking sanctuary: they learn what it means, make welcome part of how they work, and share it with others.',
  'help.award.2': 'The criteria you see here are a working draft, not issued by City of Sanctuary.',
  'help.evidence': 'What counts as evidence',
  'help.evidence.1':
    'Policies, numbers, programmes, training records, pictures of signs and rooms, notes of what happened. One strong piece can be enough, and one piece can serve many criteria.',
  'help.evidence.2':
    'You need not show people. A room, a shelf or a sign shows just as much. Pictures and stories of people wait until the consent of everybody shown is recorded, and close at once when somebody takes theirs back.',
  'help.evidence.3':
    'Files may be {types}, up to {size} each and {files} at once. Whatever a camera hides in a picture, such as the place it was taken, is removed when it arrives.',
  'help.submit': 'Handing in',
  'help.submit.1':
    'You can read everything through before you hand in, and see what is missing. You then get a receipt on the page and by e-mail, with a number, the time and a fingerprint of what you handed in.',
  'help.submit.2':
    'What was handed in does not change. If something is returned to you or asked of you, you hand in again, and both copies stay.',
  'help.panel': 'Who reads it',
  'help.panel.1':
    'A panel reads each first application. At least one of its members has lived experience of seeking sanctuary, and at least one is independent of you. Each reads alone first, then they meet.',
  'help.panel.2':
    'A trustee of the charity, who did not sit on the panel, decides. You get the letter by e-mail and on the page.',
  'help.time_out': 'When you are away for a while',
  'help.time_out.1':
    'After 30 minutes we sign you out, because many of us work on shared computers. If you were writing, the page gives you back what you typed.',
  'accessibility.title': 'Accessibility',
  'accessibility.lead':
    'We want everybody to be able to use this service: on a phone, by keyboard, with a screen reader, and with words that are plain.',
  'accessibility.how': 'How accessible it is',
  'accessibility.how.1':
    'It is built to meet the Web Content Accessibility Guidelines 2.2 at level AA. Each page is checked by machine for every role whenever the service changes.',
  'accessibility.how.2':
    'It works without JavaScript, at 320 pixels wide and at 400 per cent zoom. Documents that libraries upload are their own, and may be less accessible.',
  'accessibility.tell': 'Tell us',
  'accessibility.tell.1':
    'If something does not work for you, or you need it in another form, tell the person who invited you. They will find a way with you.',
  'privacy.title': 'Privacy',
  'privacy.lead':
    'What is kept here can put people in danger if it leaks. We keep as little as possible, and protect it.',
  'privacy.kept': 'What is kept',
  'privacy.kept.1':
    'Names and e-mail addresses of those who work here; evidence that libraries upload; applications, findings and letters; a history of every change, and of every look at evidence.',
  'privacy.kept.2':
    'There is no field for nationality, immigration status or case numbers. Please do not write them anywhere.',
  'privacy.pictures': 'Pictures and documents',
  'privacy.pictures.1':
    'Pictures are written anew when they arrive: where and with which camera they were taken is gone, and the original is not kept.',
  'privacy.pictures.2': 'Documents are kept as they are. They may hold the names of their authors in their properties.',
  'privacy.who': 'Who can see what',
  'privacy.who.1':
    'A library sees its own. People of the charity see an application only after they declared that they have no conflict of interest, and only what was handed in.',
  'privacy.who.2': 'Nothing here is public but the answer to a certificate code.',
  'privacy.cookies': 'Cookies',
  'privacy.cookies.1':
    'One cookie keeps you signed in until you close the browser or sign out; short ones carry a notice or a link from one page to the next. Nobody else learns that you were here.',
} as const
