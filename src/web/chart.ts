// Charts drawn on the server. Each chart has a table with the same numbers.
// Widths are in per cent and heights in pixels, so that text keeps its size on a narrow screen.
import type { Button, Table } from './components.ts'

/** The meaning of a colour. `with us`: waiting for the charity. `stop`: needs action. `quiet`: the previous year. */
export type ChartTone = 'main' | 'second' | 'third' | 'with us' | 'stop' | 'quiet'

interface Shape {
  className: string
  x: string
  y: number
  width: string
  height: number
}
interface Label {
  className: string
  text: string
  x: string
  y: number
  anchor: 'start' | 'middle' | 'end'
}

export interface Chart {
  id: string
  title: string
  lead: string | null
  /** the legend of the colours; empty when there is only one */
  key: readonly { className: string; text: string; shape?: 'line' | 'mark' }[]
  picture: {
    height: number
    description: string
    shapes: readonly Shape[]
    labels: readonly Label[]
    /**
     * lines across the whole width. Their coordinates go from 0 to 100 and from 0 to `lineHeight`, and are stretched to
     * fit
     */
    lines?: readonly { className: string; points: string }[]
    lineHeight?: number
  }
  table: Table
  downloads: readonly Button[]
}

/** One row of bars, whose parts are side by side, or one column, whose parts are stacked. */
export interface ChartLine {
  label: string
  /** the number as formatted text */
  value: string
  parts: readonly { tone: ChartTone; size: number }[]
  /** true for a label that is left out on a narrow screen */
  isMinor?: boolean
  /** the value at which a mark crosses a column, in the units of `size` */
  mark?: number
}

const classOf: Record<ChartTone, string> = {
  main: 'c-a',
  second: 'c-b',
  third: 'c-d',
  'with us': 'c-c',
  stop: 'c-stop',
  quiet: 'c-quiet',
}

export const chartKey = (...entries: [ChartTone, string][]): Chart['key'] =>
  entries.map(([tone, text]) => ({ className: classOf[tone], text }))

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`
const totalOf = ({ parts }: ChartLine): number => parts.reduce((sum, { size }) => sum + size, 0)
const largestOf = (lines: readonly ChartLine[]): number =>
  Math.max(1, ...lines.flatMap(line => [totalOf(line), line.mark ?? 0]))
const describe = (lines: readonly ChartLine[]): string =>
  lines.map(({ label, value }) => `${label}: ${value}.`).join(' ')

const lineHeight = 48

/** Horizontal bars under their labels. */
export function bars(lines: readonly ChartLine[]): Chart['picture'] {
  const largest = largestOf(lines)
  const shapes: Shape[] = []
  const labels: Label[] = []
  for (const [index, line] of lines.entries()) {
    const top = index * lineHeight
    labels.push(
      { className: 'c-text', text: line.label, x: '0', y: top + 17, anchor: 'start' },
      { className: 'c-num', text: line.value, x: '100%', y: top + 17, anchor: 'end' },
    )
    shapes.push({ className: 'c-track', x: '0', y: top + 24, width: '100%', height: 14 })
    let before = 0
    for (const { tone, size } of line.parts.filter(part => part.size > 0)) {
      const [x, width] = [percent(before / largest), percent(size / largest)]
      shapes.push({ className: classOf[tone], x, y: top + 24, width, height: 14 })
      before += size
    }
  }
  return { height: lines.length * lineHeight, description: describe(lines), shapes, labels }
}

const columnsBottom = 186
const columnsTop = 26

/** Columns side by side with their labels below, such as months. */
export function columns(lines: readonly ChartLine[]): Chart['picture'] {
  const largest = largestOf(lines)
  const share = 1 / lines.length
  const shapes: Shape[] = []
  const labels: Label[] = []
  for (const [index, line] of lines.entries()) {
    const middle = percent((index + 0.5) * share)
    let bottom = columnsBottom
    for (const { tone, size } of line.parts.filter(part => part.size > 0)) {
      const height = Math.round((size / largest) * (columnsBottom - columnsTop))
      bottom -= height
      const x = percent((index + 0.19) * share)
      shapes.push({ className: classOf[tone], x, y: bottom, width: percent(0.62 * share), height })
    }
    if (line.mark !== undefined) shapes.push(markAt(line.mark / largest, index, share))
    const minor = line.isMinor ? ' c-minor' : ''
    labels.push(
      { className: 'c-num', text: line.value, x: middle, y: bottom - 6, anchor: 'middle' },
      { className: `c-text${minor}`, text: line.label, x: middle, y: 206, anchor: 'middle' },
    )
  }
  shapes.push({ className: 'c-axis', x: '0', y: columnsBottom, width: '100%', height: 2 })
  return { height: 212, description: describe(lines), shapes, labels }
}

const markAt = (height: number, index: number, share: number): Shape => ({
  className: 'c-evening',
  x: percent((index + 0.06) * share),
  y: columnsBottom - Math.round(height * (columnsBottom - columnsTop)) - 2,
  width: percent(0.88 * share),
  height: 4,
})

const linesBottom = 244
const linesTop = 24

/** A line chart of numbers by month. Labels the last month, and every twelfth month that is not too close to it. */
export function timeLines(
  lines: readonly { className: 'c-line' | 'c-line2'; values: readonly number[] }[],
  { labels, description }: { labels: readonly string[]; description: string },
): Chart['picture'] {
  const largest = Math.max(1, ...lines.flatMap(({ values }) => values))
  const step = niceStep(largest)
  const heightOf = (value: number): number =>
    Math.round((linesBottom - (value / largest) * (linesBottom - linesTop)) * 100) / 100
  const grid = Array.from({ length: Math.floor(largest / step) }, (_, index) => (index + 1) * step)
  const last = Math.max(1, labels.length - 1)
  const years = labels.map((text, index) => ({ text, index })).filter(({ index }) => index % 12 === 0 || index === last)
  const ticks = years.filter(({ index }) => index === last || last - index > 6)
  return {
    height: 270,
    description,
    shapes: [
      ...grid.map(value => ({ className: 'c-grid', x: '0', y: heightOf(value), width: '100%', height: 1 })),
      { className: 'c-axis', x: '0', y: linesBottom, width: '100%', height: 2 },
    ],
    labels: [
      ...grid.map(value => ({
        className: 'c-text c-soft',
        text: String(value),
        x: '0',
        y: heightOf(value) - 5,
        anchor: 'start' as const,
      })),
      ...ticks.map(({ text, index }) => ({
        className: index === 0 || index === last ? 'c-text' : 'c-text c-minor',
        text,
        x: percent(index / last),
        y: 267,
        anchor: anchorAt(index, last),
      })),
    ],
    lines: lines.map(({ className, values }) => ({
      className,
      points: values.map((value, index) => `${Math.round((index / last) * 10_000) / 100},${heightOf(value)}`).join(' '),
    })),
    lineHeight: linesBottom,
  }
}

function anchorAt(index: number, last: number): Label['anchor'] {
  if (index === 0) return 'start'
  return index === last ? 'end' : 'middle'
}

/** The step between grid lines: a round number that gives at most four of them. */
function niceStep(largest: number): number {
  const least = largest / 4
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)))
  return Math.max(1, [1, 2, 5, 10].map(factor => factor * power).find(step => step >= least) ?? 10 * power)
}
