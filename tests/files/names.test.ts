import { expect, test } from '@jest/globals'
import { nameFor, nameInZip } from '../../src/files/endings.ts'
import { cleanName } from '../../src/files/names.ts'
import { nameParameters } from '../../src/web/downloads.ts'

test.each([
  ['Llyfrgell Tŷ-ddewi.jpg', 'Llyfrgell Tŷ-ddewi.jpg'],
  ['ቤተ መጻሕፍቲ መቐለ.pdf', 'ቤተ መጻሕፍቲ መቐለ.pdf'],
  ['سياسة الترحيب.docx', 'سياسة الترحيب.docx'],
  ['Бібліотека імені О\u2019Ніл.png', 'Бібліотека імені О’Ніл.png'],
  ['Tŷ.jpg'.normalize('NFD'), 'Tŷ.jpg'.normalize('NFC')],
  ['کتاب\u200cخانه.pdf', 'کتاب\u200cخانه.pdf'],
  ['50% off; "quoted".pdf', '50% off; "quoted".pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\photo.jpg', 'photo.jpg'],
  ['..', 'file'],
  ['', 'file'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['pol\u00adi\u2060\u2063cy\u200e\u200f\u061c.pdf', 'policy.pdf'],
  ['ක්\u200dෂ.pdf', 'ක්\u200dෂ.pdf'],
  ['a\r\nSet-Cookie: x.pdf', 'a Set-Cookie: x.pdf'],
  ['tab\there\u2028.txt', 'tab here .txt'],
  [' notes.txt . .', 'notes.txt'],
  ['lone \ud800.txt', 'lone \ufffd.txt'],
])('a file named %j is stored as %j', (given, kept) => {
  expect(cleanName(given)).toBe(kept)
})

test('a file name with a NUL is refused, and a long file name is shortened in the middle', () => {
  expect(cleanName('photo.jpg\0.exe')).toBeNull()
  const long = cleanName(`${'é'.repeat(400)}.jpg`)!
  expect([long.length, long.startsWith('éé'), long.endsWith('é.jpg')]).toEqual([180, true, true])
  expect(cleanName('a' + '\u0301'.repeat(4_000) + '.pdf')!.length).toBeLessThan(40)
  expect([
    cleanName(`a${'.'.repeat(500_000)}1.txt`)!.length,
    cleanName(`policy${'. '.repeat(500_000)}`),
    cleanName('/'.repeat(500_000)),
  ]).toEqual([180, 'policy', 'file'])
  expect(cleanName(`${'\u{1e922}'.repeat(1_001)}.txt`)!.isWellFormed()).toBe(true)
})

test.each([
  ['photo.png', 'image/jpeg', 'photo.jpg'],
  ['IMG_1.heic', 'image/jpeg', 'IMG_1.jpg'],
  ['photo.JPEG', 'image/jpeg', 'photo.JPEG'],
  ['photo', 'image/jpeg', 'photo.jpg'],
  ['Minutes 12.03', 'application/pdf', 'Minutes 12.03.pdf'],
])('a file named %j of type %s is downloaded as %j', (name, type, out) => {
  expect(nameFor(name, type)).toBe(out)
})

test.each([
  ['visits: June?.csv', 'text/csv', 'visits- June-.csv'],
  ['a|b<c>"d"*.pdf', 'application/pdf', 'a-b-c--d--.pdf'],
  ['Політика', 'application/pdf', 'Політика.pdf'],
  [`${'é'.repeat(120)}.jpg`, 'image/jpeg', `${'é'.repeat(80)}.jpg`],
] as const)('a file named %j of type %s is named %j in a ZIP', (name, type, out) => {
  expect(nameInZip(name, type)).toBe(out)
})

test('a file name stays one header parameter, whatever characters it contains', () => {
  expect(nameParameters('ቤት "a\\b" 50%\'s (1)*.pdf')).toBe(
    'filename="__ _a_b_ 50_\'s (1)*.pdf"; ' +
      "filename*=UTF-8''%E1%89%A4%E1%89%B5%20%22a%5Cb%22%2050%25%27s%20%281%29%2A.pdf",
  )
})

test('the file name of a download has no isolation marks around right-to-left text', () => {
  expect(nameParameters('Page \u2068مكتبة\u2069.pdf')).toContain(`UTF-8''Page%20${encodeURIComponent('مكتبة')}.pdf`)
})
