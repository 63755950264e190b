import type { HelpTexts } from '../../topic.ts';

export const library: Pick<HelpTexts, 'library' | 'models' | 'settings'> = {
  library: {
    title: 'Library',
    words: ['import', 'add', 'folder', 'table', 'csv', 'excel', 'source', 'scan', 'rename', 'move', 'delete', 'backup'],
    how: [
      'A library is what the app knows of a catalog: products, tags, your decisions, and what it saw in the photos.',
      'It is made from sources: folders of photos, and product tables such as an export of your shop.',
      'Photos and tables stay where they are and are never changed.',
      'Scanning again reads only what is new or has changed, and keeps all your decisions.',
      'Everything happens on this computer; nothing is sent anywhere.',
    ],
    sections: [
      {
        id: 'import',
        title: 'Bring in your products',
        body: [
          { picture: 'import', shows: 'The import page says what it understood of a table before anything happens' },
          {
            steps: [
              'Choose **Add photos or a table**, then a folder of photos or a table: CSV, TSV, XLSX, or a feed in XML. Exports of the common shop systems are recognised.',
              'Look at what was understood: which column is the title, the price, the photo. Correct it where needed; it is remembered for the next table of that kind.',
              'Clips in a folder of photos come in as up to four sharp frames each, where the program ffmpeg is installed. Where it is not, they are named among the problems.',
              'Choose **Start import**. You can search while it goes on, stop it, and go on later.',
            ],
          },
        ],
      },
      {
        id: 'sources',
        title: 'Keep it up to date',
        body: [
          { picture: 'library', shows: 'A library with its source and the latest activity' },
          'After the table or the folder has changed, choose **Scan again**. Products that left the table leave the library; tags you confirmed, verdicts and grades stay.',
          'The list of activity says of each job what was found, how long it took, and where to look.',
        ],
      },
      {
        id: 'written',
        title: 'Find products by what is written on their photos',
        body: [
          'Choose **Read the photos** to have text and barcodes on photos read in the background, about a second a photo. Searches then find products by them, and an opened product shows the text over its photo. **Stop reading photos** ends it, and what was read stays.',
        ],
      },
      {
        id: 'manage',
        title: 'Rename, copy, move or delete a library',
        body: [
          'The menu with the three dots has **Rename…**, **Duplicate…**, **Move to another folder…** and **Delete library…**. Before anything is deleted it says what stays and what goes. The list at the top left changes between libraries.',
        ],
      },
    ],
  },
  models: {
    title: 'Models, and where they run',
    words: ['model', 'download', 'graphics card', 'gpu', 'cuda', 'speed', 'slow', 'clip', 'siglip', 'offline'],
    how: [
      'A model is what understands your photos and words.',
      'The one that comes with Lookalike is small, quick, and works without internet.',
      'Larger ones find more, especially for fashion, for Chinese and for many languages; they need more time and disk.',
      'Nothing is downloaded unless you ask for it, and what is downloaded is tested before it is used.',
      'Several models live side by side, so that you can compare them and go back.',
    ],
    sections: [
      {
        id: 'add',
        title: 'Use another model',
        body: [
          { picture: 'models', shows: 'The model in use, and those that can be added' },
          {
            steps: [
              'Choose **Download** beside a model. Size and licence are shown first. Without internet, bring its folder and choose **Add from a folder…**.',
              'Choose **Use…**: your photos are analysed with it while you go on working with the old one.',
              '**Before and after** shows your own past searches, answered by both. Switch back at any time.',
            ],
          },
        ],
      },
      {
        id: 'where',
        title: 'Make it faster',
        body: [
          'On **Where it runs**, choose **Measure**: every processor and graphics card is tried, held to the right result, and timed. The fastest correct one is used. The page also says what is missing where a card cannot be used.',
        ],
      },
    ],
  },
  settings: {
    title: 'Settings',
    words: ['language', 'dark', 'theme', 'keys', 'shortcuts', 'update', 'version', 'privacy', 'tour'],
    how: [
      'Here you choose the language and whether the window is light or dark.',
      'Both are kept on this computer for you, and belong to no library.',
      'The page also says where the open library lies on disk.',
      'Later versions are looked for only if you switch that on.',
      'All keys of the app are listed at the end of the page.',
    ],
    sections: [
      {
        id: 'look',
        title: 'Language and theme',
        body: [
          { picture: 'settings', shows: 'The general settings: language, theme, and facts of the library' },
          'Both are also at the bottom of the side bar. **System** follows what your computer is set to.',
        ],
      },
      {
        id: 'leave',
        title: 'What leaves this computer',
        body: [
          'Nothing, unless you ask for it each time: a model that you download, photos that your table names by web address, or, if you switch it on, the question whether there is a later version.',
        ],
      },
    ],
  },
};
