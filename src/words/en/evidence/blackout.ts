export const blackout = {
  'blackout.link': 'Make a redacted copy',
  'blackout.title': 'Make a redacted copy',
  'blackout.lead':
    'Black out anything that could identify someone, such as faces, name badges, addresses and screens. In the copy, no one can see what is under the black areas.',
  'blackout.lead.after':
    'City of Sanctuary, the panel and your observers will see the redacted copy. This includes applications you have already submitted. They can open the original only if they give a reason. Your leads can read the reason.',
  'blackout.how':
    'Draw areas with a finger or mouse. With a keyboard, add an area, then use the arrow keys to move it. Use Shift and the arrow keys to resize it, and Delete to remove it.',
  'blackout.check_areas':
    'Check that the black areas cover everything that could identify someone, then make the redacted copy',
  'blackout.areas': 'Areas to black out',
  'blackout.areas.hint':
    'Enter each area as percentages of the picture’s width and height, measured from the top left corner.',
  'blackout.area': 'Area {number}',
  'blackout.area.announcement':
    'Area [number]: [left]% from the left, [top]% from the top, [width]% wide, [height]% high',
  'blackout.area.keys':
    'Use the arrow keys to move it, and Shift with the arrow keys to resize it. Press Delete to remove it, or Enter to type its position and size.',
  'blackout.left': 'From the left',
  'blackout.top': 'From the top',
  'blackout.width': 'Width',
  'blackout.height': 'Height',
  'blackout.left.wrong': 'Enter how far area {number} is from the left, as a percentage from 0 to 100',
  'blackout.top.wrong': 'Enter how far area {number} is from the top, as a percentage from 0 to 100',
  'blackout.width.wrong': 'Enter the width of area {number} as a percentage: more than 0, and no more than 100',
  'blackout.height.wrong': 'Enter the height of area {number} as a percentage: more than 0, and no more than 100',
  'blackout.over.right': 'Area {number} goes past the right edge. Make it narrower or move it left',
  'blackout.over.bottom': 'Area {number} goes past the bottom edge. Make it shorter or move it up',
  'blackout.none': 'Add at least one area to black out',
  'blackout.many': 'You can black out up to {most} areas. Draw fewer, larger areas',
  'blackout.failed':
    'We could not make the redacted copy, and nothing has changed. Try again, or add a copy you made yourself',
  'blackout.add': 'Add an area',
  'blackout.show': 'Show the areas on the picture',
  'blackout.remove': 'Remove',
  'blackout.name': 'Redacted picture {number}',
  'blackout.make': 'Make a redacted copy',
  'blackout.elsewhere': 'Add a redacted copy that you made yourself',
} as const
