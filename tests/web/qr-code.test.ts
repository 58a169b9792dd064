import { expect, test } from '@jest/globals'
import { qrPicture } from '../../src/web/qr-code.ts'

const moduleAt = (path: string, x: number, y: number): boolean => path.includes(`M${x} ${y}h1v1h-1z`)

test('a QR code has an empty margin and finder patterns in three corners', () => {
  const { path, size } = qrPicture('https://sanctuary.example.org/upload/k7mq-2xrt')
  expect(size).toBe(33 + 8)
  const finder = (x: number, y: number) =>
    Array.from({ length: 7 }, (_, row) =>
      Array.from({ length: 7 }, (_each, column) => (moduleAt(path, x + column, y + row) ? '#' : '.')).join(''),
    )
  const known = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######']
  expect(
    [finder(4, 4), finder(30, 4), finder(4, 30), finder(30, 30)].map(
      each => JSON.stringify(each) === JSON.stringify(known),
    ),
  ).toEqual([true, true, true, false])
  expect([0, 1, 2, 3].some(place => path.includes(`M${place} `) || path.includes(` ${place}h`))).toBe(false)
})

test('different addresses have different QR codes', () => {
  expect(qrPicture('https://sanctuary.example.org/upload/a').path).not.toBe(
    qrPicture('https://sanctuary.example.org/upload/b').path,
  )
})
