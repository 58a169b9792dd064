import { findsIn } from '../support/reading-documents.ts'

findsIn('csv', [['in a row', text => Buffer.from(`Note,Visits\n"x, ""y""",2\n"${text}",3\n`), { in: 'row', row: 3 }]])

findsIn('txt', [
  ['on a line', text => Buffer.from(`x\r\n\r\n${text}\r\n`), { in: 'line', line: 3 }],
  ['in UTF-16', text => Buffer.from(`\ufeffx\n${text}`, 'utf16le'), { in: 'line', line: 2 }],
])
