// Video frames and sound packets, encoded by Chromium, for the recordings that tests build.

const encoded = (text: string): Buffer => Buffer.from(text, 'base64')

/** Twelve frames of 64 × 48 pixels. The first and the seventh are key frames. */
export const h264: readonly Buffer[] = [
  'AAAAgWW4AAQJ//j/DcUAAQGfA4ABIAAoCmXxAABAkAdCAACALFgcAIMMlhwAgwyXgcE48sOCceX/w/wjEAAECUAAQCEIAAIAgAqJisn///Bb' +
    'A4ABMAAgC2XxAABAlAAEARCAACAIAKvA4AIONlhwAQcbL8DhMNLDhMNLTitdc2Kx9XXXgA==',
  'AAAAYmHgAH5An+G4HAAJgAEAWyywABBXwgAEdzggs74AOSMwyiraEbtfgBvRELMF+1+CHfCxBQABA/xQABA/wOAEAOD2XwgAiGHBCYM4gCAR' +
    'iAT6QqQhG3a8QgGxCMTZvvPl//ng',
  'AAAAEGHgAL5A34IamRV99EkXxEA=',
  'AAAAGWHgAP5AR+CGeuc0PvD/vnI56MHoygzT4iA=',
  'AAAAImHgAT5AV+CGNu7u7u7u7u7ulX4maEyPiLu7u7uxck1r54A=',
  'AAAAFGHgAX5AZ6ghnmEo/jwSnZ98xN3P',
  'AAAAj2W4AAYJ///4IooAAgM+OAAIAkcAAQA//+IYLoHAAJAAFAUy+EAAIAIBAgiEAAQCkkcDgBBhkvgcE48v/+HgqhAACAAA4S8EAARGIfhw' +
    'AgwyX4cE48vEYrMipYr//iHBdBwACYABCPCAJ3YIST8DgAg42X4HCYaX/wD+CqFMxAej4cAEHGy/hwmGl6eu1ta8',
  'AAAAEWHgAH5A/8BAcEICB+uqPJEQ',
  'AAAAF2HgAL5AT6E/BDBLd3d3dyoyZ5NeslRo',
  'AAAADmHgAP5AX7ghrr98xN3N',
  'AAAADmHgAT5Ab7ghqYv30Ria',
  'AAAADGHgAX5Ad7gh/WV+aA==',
].map(encoded)
/** The decoder configuration of the frames above. */
export const h264Configuration = encoded('AULACv/hABBnQsAKjGhHJqDAwMDwiEagAQAEaM48gA==')

/** The same twelve frames in VP9. */
export const vp9: readonly Buffer[] = [
  'gkmDQmAD8AL2BjgkHBg6AAAgQAB+Hf///GQ3///wAP///BECXOb//5GTVMDexAFB///iQukQ6UX//8zpcXT4Z7f/+HthAheF//4VzZdPYlf/' +
    '/i2t////DdP//5pKIuzky58///8lFpqAjYsxv//+H8HRHYrf///OpZErPotx/wdiEF8aP//GEiJWeN0//9oj/9jxndouDdAA',
  'hgBAkvChIIAADHAAAH/cAiqO9YOv+jw1zVTUpg0Bu7j8ov/RE8f/mDPfm9KtG/RkU6f/31Nq5SSGP7+6Ua98//eBXLbB2LVQ+thLkFdN4oIL' +
    'g8C7+33p9xFc2b7wn7gx+mw6+HStadatEbY1mBMzt/i0B2krYY+fLY67Y8MeBNc0/4uA',
  'hgBAkvChJgAADHAAAH/cRdo9IzO2ZyqV4uA=',
  'hgBAkpwoSGAAA3AAAH/du3m/oGgx0YA=',
  'hgBAkpwkR4AAA3AAAHrURrPGIA==',
  'hgBAkpwkRsAAA3AAAHosinAA',
  'gkmDQmAD8AL2BDgkHBgmAAAgQAB55X//+BhcOC7iqhNyLZ9fry3qXwklcaEuHIWVUhjHJoGod6///+/Y////rmNw6YpAP///3UyuQWyaOvf/' +
    '//7V7YtmzWL///+EKTLWuYFeF///Kb///EAHla4H//4TJq//8nTWf/61b2Nx7c//7n3lKkTWINv//VUAx7XW7//59ZMta4Mdv/+jQ///XaMF' +
    'sv//+9j///F8ZW3k4//+fH102NBn//0rgZSpAbT7+P3ELbFRwAA=',
  'hgBAkpwgRkAAA3AAAHrURv/cAA==',
  'hgBAkpwgRcAAA3AAAHosinAA',
  'hgBAkpwgRUAAA3AAAHneEOyiAA==',
  'hgDAkpwUQQAAA3AAAHpWnKDgAA==',
  'hgBAkpwgROAAA3AAAHpWnKDgAA==',
].map(encoded)

/** A tone of 440 Hz, in packets of 20 milliseconds. */
export const opus: readonly Buffer[] = [
  'SIK1t2xWt/QAAeXNngFGUIWXtzyTyRdZwxGaQd8AnvLXOrYji9/f7ABDXS1wlpp/VmQ=',
  'SKjL31fjKbySaIFGv+y98346RjTDNhRvTotZh6ahqtvmm8bPnb4XsMA=',
  'SJ6xWWVe3sv5Xc+9JlWukRTOlwUvTjF+bfpQRODmiXUJATzacoQRF1Zk4A==',
  'SJ6xWXhcgjWSBFScctMwaqCKDdfkTpVABBQDQBLs+gqCeZpL3fpSqphA',
  'SJ6yLBBZ0lc7Jk1N2OoDaQizu6sAKjBlASnyUBdfyf0g9SimbjK2wjA=',
  'SJ6xZxDWHlWPUUMbKYQvT1ccbJD7W8slnB653X7orpRPzNkPbg5OyS28cANncVI/9zA=',
  'SJ6xV7wXvz+JRVxk21HYHHh9/eCZl+vKaQB+bKoPk9uBJspkaxLr/Z31vCImzeQ=',
  'SJ6xWXhci+NzBVpdOGWEVcKiAB9wLFwoPo6jrN6tPQmfyic9iOLtCkwQ',
  'SJ6xWXhciFc1ZXPVgg5fF+O1KiToxkDM5iic4WubztUc9kHfFjTPeAL8daA=',
  'SJ6xWXhciDBFoHBbayT6FP3znLR3PuS5WguqFi92uX5gO7o3XwZUZMsIwAPfI37e',
  'SJ6xZ0t+iUK853gndszsl2abqz0y/YQmquGkmUK/+RaN461SPl++K+LHwM47YA==',
  'SJ/5uXhciFlB9iPV4b36pn4YvbWXqH0Jf7IlOtpZLdsZQqneU8HPoNA=',
  'SJ/5uXhci+NzptnCwauUSbXINrVUgw+pEI/jXiuXpSotwtqRWc3OzYA=',
  'SJ/5uXhciFchML+Rjbks5ixnb++COBunCv5V/BpsJep5OIcs',
  'SJ/5uXhciDAtv4t3yndfnL58JnPPVHQPz1wPc3nkcU08A10UkNHblIQ=',
  'SJ/5x0t+eiqm+/DP4qJF5zn/C1hjOipzb3Uo6uthf7NcZIRNj4Aw+bhJJ7vA',
  'SKFCGXhciFlB7jHasavs5reLHjAMoZTmTsO/wxAfGk60pHVU/5nwbNvw',
  'SKFCGXhcjBR5Yf+xRcU/jwnt4PW0kve1OR7lxC7OPpNQoA==',
  'SKFCGXhciFlBSeY9XGNoDOkYWLzfgvfM+W3v/UrYysKFQuk+SYA=',
  'SKFCGXhcjBR5bA6IEamMtd1WMt3HkcUNA6tU/QcGXE5CboSzzpjl0A==',
  'SKFCJ0t+iUK83FPIH0rlSSlFhP5Z0hGJNG5vXedlpoHdxlBcXdjzQcA=',
  'SKPLFIA2QztGgqq1pcGm0z4gjj9tQeMrwolY74AFp+8BpQsLQstspnJNZ2EoTJXI',
  'SKRJohkp35qY7E0kHHimXm9wwzYrRfvcdl4zsmBd4EASVOkIPJ2+VZP6kSA=',
  'SKbZNR/65Obb54FOYyTeoelpEvyw9DOvzhzfZd0AXgHyxJnKHtyrlJOq/y86',
  'SKUcEtn9H10/H5XqCg0f5tNBUh4N2kUNVllBOdLQ63GA',
].map(encoded)
