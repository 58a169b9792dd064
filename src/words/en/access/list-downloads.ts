export const listDownloads = {
  'list_download.link': 'Download this list',
  'list_download.title': 'Download: {list}',
  'list_download.lead':
    'The file includes every page of the list, with any filters that you have chosen. We record who downloads it.',
  'list_download.filters': 'Filters',
  'list_download.type': 'What type of file do you want?',
  'list_download.type.missing': 'Choose a type of file',
  'list_download.type.xlsx': 'Excel (XLSX)',
  'list_download.type.csv': 'CSV, for other programs',
  'list_download.button': 'Download',
  'list_download.file': '{list} {day}',
  'list_download.too_many': 'You can download up to {max} lists an hour. Try again later.',
} as const
