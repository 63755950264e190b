import type { HelpTexts } from '../../topic.ts';

export const cleanUp: Pick<HelpTexts, 'duplicates' | 'tags' | 'describe' | 'sheet' | 'problems' | 'changes'> = {
  duplicates: {
    title: 'Duplicates',
    words: ['double', 'twice', 'copy', 'merge', 'same product', 'variant', 'dedupe', 'rule', 'verdict'],
    how: [
      'Lookalike compares every product with every other and shows what seems to be in the catalog twice.',
      'You see two listings side by side, with what speaks for and against, and say what they are: the same product, variants, or different.',
      'One key is one answer, and the next pair comes up at once.',
      'What you say is remembered for good, also after the next import, and can be taken back.',
      'Your photos and tables are never changed: merged listings are shown as one here, and the page Changes writes that into your table when you want it.',
    ],
    sections: [
      {
        id: 'judge',
        title: 'Settle a pair',
        body: [
          { picture: 'duplicates', shows: 'Two listings of one product side by side, with the verdicts below' },
          {
            steps: [
              'Look at both photos. [[C]] changes how they are compared, [[Z]] enlarges them, [[F]] mirrors the right one.',
              'Answer: [[S]] for **Same product**, [[V]] for **Variant**, such as another size or colour, [[D]] for **Different**.',
              'Not sure? [[X]] skips the group. Wrong key? [[U]] takes the last answer back.',
            ],
          },
          'The tabs say why a pair is here: **Exact** share a file, **Near** have a copied picture, **Same listing** have other photos but the same words or numbers, **Variants** look alike and are told apart by a size, a colour or a number.',
        ],
      },
      {
        id: 'merge',
        title: 'Merge listings',
        body: [
          { picture: 'merge', shows: 'The dialog that merges listings, with the result below' },
          'With [[M]] the listings of a group become one. You choose which one stays and from which listing each value is taken, and see the result before it happens. Nothing is lost: it can be undone, and withdrawn later from the reviewed groups.',
        ],
      },
      {
        id: 'many',
        title: 'Decide about many at once',
        body: [
          '**Bulk rules…** applies one rule to many groups, for example: merge exact copies and keep the larger photo. It shows what would happen first, and is taken back as one step.',
          'The slider on the left says how sure the app has to be before it shows a group. Lower it when you would rather look at too much than miss something.',
        ],
      },
      {
        id: 'learn',
        title: 'It learns from your answers',
        body: [
          'After some dozens of answers the list says how often the app was right about your catalog. **Learn from the verdicts**, in the menu with the three dots, fits its probabilities to what you said, and is kept only if they become better.',
        ],
      },
    ],
  },
  tags: {
    title: 'Tags',
    words: ['label', 'attribute', 'colour', 'category', 'wrong', 'suggestion', 'vocabulary', 'synonym', 'classify'],
    how: [
      'Tags come with the columns of your table, or are made here by hand.',
      'The app holds each tag against the photo, the title and similar products, and asks about those that seem wrong.',
      'One question at a time, one key for each answer, and every answer makes the next question better.',
      'What you decide is never overwritten by an import.',
      'Corrected tags are found by search and filters at once, and go back into your table from the page Changes.',
    ],
    sections: [
      {
        id: 'wrong',
        title: 'Correct what is wrong',
        body: [
          { picture: 'tags', shows: 'The app doubts a tag, says why, and suggests another' },
          {
            steps: [
              'Open **Likely wrong**. The most suspicious tag comes first, with what speaks against it.',
              'Press [[A]] to take the suggestion, or a number to take another one of the list; [[R]] keeps the tag as it is.',
              'None of them? [[C]] chooses another tag, [[X]] takes the tag off, [[N]] leaves it for later, [[U]] takes the last answer back.',
            ],
          },
        ],
      },
      {
        id: 'missing',
        title: 'Fill in what is missing',
        body: [
          '**Suggestions** asks about products without a tag, the most uncertain first, because those teach most. **Accept many…** puts on all suggestions above a certainty that you choose, as one step that can be undone.',
          'Several products at once: pick them in the results with [[S]] and choose **Change tags…**.',
        ],
      },
      {
        id: 'words',
        title: 'Keep the words in order',
        body: [
          '**Vocabulary** lists all tags by group. There you rename a tag, give it synonyms in English and Chinese, or merge two that mean the same; products, filters and later imports follow.',
          '**Learned** shows how well the app can tell each tag from photos by now.',
        ],
      },
    ],
  },
  describe: {
    title: 'Describe',
    words: ['bare', 'photos without a table', 'propose', 'wall', 'auto tag', 'vocabulary', 'attributes', 'classify'],
    how: [
      'A folder of photos has nothing to filter by until it has words.',
      'The app proposes those that your photos seem to show, and you leave out what you do not sell.',
      'Each word becomes a wall of photos, the most certain first, with a line where it becomes unsure.',
      'You pick photos by clicking or sweeping, and confirm, reject or move them together.',
      'Whatever you say teaches the walls at once, and can be taken back.',
    ],
    sections: [
      {
        id: 'begin',
        title: 'Begin with words',
        body: [
          'Words are proposed for type, colour and audience; pattern, material and season are there to be ticked. They come in the language of the app, with the other language as a synonym that search finds too. The number beside a word says how many photos it fits better than any other. **Words…** brings the list back later.',
        ],
      },
      {
        id: 'walls',
        title: 'Go through the walls',
        body: [
          {
            steps: [
              'Start with the fullest wall. Sweep over photos that belong elsewhere, press [[M]] and choose the tag; [[R]] only says that they do not show this one.',
              'When nothing above the line is wrong, press [[A]]: all of it is confirmed. With photos picked, [[A]] confirms only those.',
              '[[N]] and [[P]] go to the next wall and back. With the keyboard: arrow keys walk over the photos, space picks, and [[⇧]] with an arrow picks several.',
            ],
          },
          'Below the name of a wall stands how often its proposals were right so far, of the photos that somebody decided about, and between which shares the truth lies with a certainty of 95 %. It says nothing of photos that nobody looked at.',
          '**Confirmed** and **Rejected** show what was decided, to be looked at again and taken back.',
        ],
      },
      {
        id: 'categories',
        title: 'Categories of a shop',
        body: [
          'Google, Shopify and others want each product in one of their categories. **Categories** takes a text file of them, as those shops publish it, and proposes one for each product from its title, its tags and its photo.',
          {
            steps: [
              'Choose **Bring in a file…**. The first time, reading the names takes about a minute.',
              'Choose a branch. What is written darker in a path is sure, also where the leaf is not. **Proposed** lists what waits, the most certain first; the tick confirms, and a button beside it takes another category.',
              'In **What our words mean…** say once what a type of yours stands for. All products with it get that category, later ones too.',
            ],
          },
          'A category becomes an attribute of the product, called as the column of your table is for it, and goes back into your table from the page Changes.',
        ],
      },
      {
        id: 'completeness',
        title: 'What listings lack, and their titles',
        body: [
          '**Completeness** lists the kinds of products that you have, with how many of each have all they should: a picture, a title, a price, and what most of their kind say, such as colour and material.',
          {
            steps: [
              'Choose a kind. **What is missing** shows its products, those that lack most first; the buttons above narrow it to one thing. Below, all of them open as a table to be filled in.',
              '**What they should have** is proposed from your catalog. Tick what you want of every one.',
              '**Titles** shows the pattern that most titles of the kind follow, and what it would make of the others, from what is known of them alone. Change it, untick what you do not want, and take the rest over. Where a title says another colour than the tag, it is left alone and listed: one of the two is wrong.',
              '**Ask this of every title** counts titles off the pattern as lacking it, later ones too.',
            ],
          },
        ],
      },
    ],
  },
  sheet: {
    title: 'Table',
    words: [
      'spreadsheet',
      'excel',
      'edit',
      'bulk',
      'find and replace',
      'fill down',
      'paste',
      'column',
      'many',
      'price',
    ],
    how: [
      'Here the products are a table that is corrected like a spreadsheet.',
      'It has all products, or those of a search, or those that you picked out.',
      'Cells are typed into, filled down, pasted from a spreadsheet, or changed by finding and replacing.',
      'Each step can be taken back with one key.',
      'What you change is found by search at once, and waits on the page Changes until you export it.',
    ],
    sections: [
      {
        id: 'edit',
        title: 'Edit many cells',
        body: [
          { picture: 'sheet', shows: 'The products of the catalog as a table, with their titles, prices and tags' },
          {
            steps: [
              'Move with the arrow keys; [[↵]] or typing edits the cell. [[⇧]] with the arrow keys picks several.',
              '**Fill down** gives every picked cell what the top one says. Cells copied from a spreadsheet are pasted with [[mod]] [[V]].',
              'Wrong? [[mod]] [[Z]] takes the last step back.',
            ],
          },
          '**Columns** chooses what the table shows. From the results of a search, **Edit the results in a table** opens only those.',
        ],
      },
      {
        id: 'replace',
        title: 'Find and replace',
        body: [
          '**Find and replace…** changes words in one column of all products or of the picked ones. It lists what would change first, each with a tick to leave it out.',
        ],
      },
    ],
  },
  problems: {
    title: 'Problems',
    words: ['error', 'missing file', 'damaged', 'broken', 'not found', 'failed', 'unreadable'],
    how: [
      'Files and rows that could not be read are listed here, by kind.',
      'Each says what is wrong and what to do about it.',
      'Everything else was imported all the same: one bad file stops nothing.',
      'A file is read again when it changes, or when you ask for it here.',
      'What is mended disappears from the list.',
    ],
    sections: [
      {
        id: 'mend',
        title: 'Mend a problem',
        body: [
          { picture: 'problems', shows: 'A file that is not there and one that is damaged, with what to do' },
          {
            steps: [
              'Read the line below the heading: it says what to do, such as putting a photo back where the table says it is.',
              'The small button at the end of a line copies the path, to find the file in a folder.',
              'Choose **Try again** for the whole kind once you have done it.',
            ],
          },
          'Photos that the table names by web address are fetched only when you allow it, with **Fetch again** or **Allow and fetch…**.',
        ],
      },
    ],
  },
  changes: {
    title: 'Changes',
    words: ['export', 'write back', 'save', 'csv', 'shopify', 'woocommerce', 'google merchant', 'excel', 'download'],
    how: [
      'Whatever you correct, confirm, merge or remove is listed here, cell by cell, as it would be written into your table.',
      'Nothing is written until you export, and each change has a tick to leave it out.',
      'The same table comes out with only the changed cells replaced: encoding, order of columns and everything else stay.',
      'If the source was changed since it was read, both versions are shown, and you decide.',
      'An export can be taken back: the file is put back as it was.',
    ],
    sections: [
      {
        id: 'export',
        title: 'Write changes into the table',
        body: [
          { picture: 'changes', shows: 'Corrected tags as they would be written into the table, before and after' },
          {
            steps: [
              'Choose the table at the top, if the library has several.',
              'Go through the list: before on the left, after on the right. Take the tick off what should not be written.',
              'Choose **Export…**, then **The same table, changed cells only**. Without a file name the new table lies beside the old one.',
            ],
          },
          'The other formats write all products of the library: tables for Shopify and WooCommerce, a feed for Google Merchant, a workbook, or JSON Lines.',
        ],
      },
      {
        id: 'refused',
        title: 'When a change cannot be written',
        body: [
          'A change that has no place in the table says why, for example that there is no column for it. **Add columns for what the table has none for** makes one. Listings that were merged or removed are archived, deleted or left as they are, as you choose.',
        ],
      },
    ],
  },
};
