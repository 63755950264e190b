import type { HelpTexts } from '../../topic.ts';

export const lookups: Pick<HelpTexts, 'lookups'> = {
  lookups: {
    title: 'Look up photos',
    words: ['count', 'shelf', 'delivery', 'stocktaking', 'inventory', 'batch', 'many photos', 'bulk', 'CSV'],
    how: [
      'Drop many photos or a folder: each gets a row that says which product it shows and how sure that is.',
      'You go down the rows and confirm, choose another product, or say that it is not listed, all by key.',
      'What you confirm is kept with the product, so that the next photo like it is recognised more easily.',
      'The table counts how often each product was seen, and goes into a CSV file.',
      'It stays in the library: you can leave, close the app, and go on later.',
    ],
    sections: [
      {
        id: 'add',
        title: 'Put photos into the table',
        body: [
          {
            steps: [
              'Choose **Choose photos** or **Choose a folder**, or drop either on this page. On the other pages several photos dropped at once come here too; one photo is searched with, and a folder is offered for import.',
              'Rows fill in as the photos are looked up. **Stop** pauses the work, **Go on** takes it up again.',
              'Turn **Several products on a photo** on where photos show more than one: each part that may show a product gets a row of its own. What you have decided stays as it is.',
            ],
          },
          'A photo that cannot be read has a row that says why, and what to do about it. It costs nothing but its row. The table holds 2,000 photos.',
        ],
      },
      {
        id: 'decide',
        title: 'Confirm or correct',
        body: [
          {
            steps: [
              'The row at hand is marked; [[↑]] and [[↓]] go on. [[↵]] or [[1]] says yes to the product, [[2]] and [[3]] choose the next ones.',
              '[[N]] says that the product is not listed. [[F]] finds the right one by words.',
              '[[U]] undoes the last answer, and [[X]] takes back what was said of the row.',
            ],
          },
          '**Search with this photo**, behind the dots of a row, opens the search with it, to look closely.',
        ],
      },
      {
        id: 'count',
        title: 'Count and export',
        body: [
          '**Count by product** shows how often each product was seen: what you confirmed, and what is still to be checked. **Export** writes a row for each photo, or a count for each product. The command lookup of the terminal says the same of a folder of photos.',
        ],
      },
    ],
  },
};
