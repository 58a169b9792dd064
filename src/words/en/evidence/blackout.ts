export const blackout = {
  'blackout.link': 'Make a redacted version',
  'blackout.title': 'Make a redacted version',
  'blackout.lead':
    'Cover what leads to somebody: faces, name badges, addresses, screens. The black goes into the picture itself; nothing stays under it.',
  'blackout.lead.after':
    'This picture stays on your shelf for your own team. The charity and its panel see the redacted version instead, in what you handed in before as well.',
  'blackout.how':
    'Draw with a finger or the mouse. With the keyboard: add an area, move it with the arrow keys, change its size with Shift and the arrow keys, take it out with Delete. Or type the numbers below.',
  'blackout.look': 'This is what becomes black. If it covers everything that it should, make the redacted version.',
  'blackout.areas': 'Areas that become black',
  'blackout.areas.hint': 'In per cent of the picture’s width and height, from its upper left corner.',
  'blackout.area': 'Area {number}',
  'blackout.area.said': 'Area [number]: [left] % from the left, [top] % from the top, [width] % wide, [height] % high',
  'blackout.area.keys':
    'Arrow keys move it, Shift and arrow keys change its size, Delete takes it out, Enter leads to its numbers.',
  'blackout.left': 'From the left',
  'blackout.top': 'From the top',
  'blackout.width': 'Width',
  'blackout.height': 'Height',
  'blackout.left.wrong': 'Enter how far area {number} is from the left: 0 to 100, such as 12.5',
  'blackout.top.wrong': 'Enter how far area {number} is from the top: 0 to 100, such as 12.5',
  'blackout.width.wrong': 'Enter how wide area {number} is: more than 0, up to 100, such as 12.5',
  'blackout.height.wrong': 'Enter how high area {number} is: more than 0, up to 100, such as 12.5',
  'blackout.over.right': 'Area {number} goes over the right edge: make it narrower, or move it to the left',
  'blackout.over.bottom': 'Area {number} goes over the lower edge: make it lower, or move it up',
  'blackout.none': 'Black out at least one area: with none it would be the same picture',
  'blackout.many': 'Black out {most} areas at most: draw larger ones instead',
  'blackout.failed':
    'The redacted version could not be made. Nothing was changed: the charity sees what it saw before. Try again, or add one that you made elsewhere',
  'blackout.add': 'Add an area',
  'blackout.show': 'Show the areas on the picture',
  'blackout.without': 'Take out',
  'blackout.name': 'Redacted picture {number}',
  'blackout.make': 'Make the redacted version',
  'blackout.elsewhere': 'Add a redacted version that you made elsewhere',
} as const
