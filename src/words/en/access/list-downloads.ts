export const listDownloads = {
  'list_download.link': 'Download this list',
  'list_download.title': 'Download: {list}',
  'list_download.lead':
    'The file has every line of the list with the filters you chose, also those on other pages. We record who downloads it.',
  'list_download.filters': 'Filters',
  'list_download.type': 'Which kind of file do you want?',
  'list_download.type.missing': 'Choose the kind of file',
  'list_download.type.xlsx': 'Excel (XLSX)',
  'list_download.type.csv': 'CSV, for other programs',
  'list_download.button': 'Download',
  'list_download.file': '{list} {day}',
  'list_download.too_many': 'You can download {max} lists an hour. Try again later.',
} as const
