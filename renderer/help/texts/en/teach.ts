import type { HelpTexts } from '../../topic.ts';

export const teach: Pick<HelpTexts, 'grading' | 'learning'> = {
  grading: {
    title: 'Grading',
    words: ['grade', 'judge', 'relevance', 'query set', 'rate', 'quality', 'trec', 'quepid'],
    how: [
      'Here you say how well products fit what people search for.',
      'A query set is a list of such searches: type or paste them, take your past searches, or import a file.',
      'The app shows product after product for each query, and you press a number from 0 to 3.',
      'With these grades the app measures how good its ranking is, and learns a better one on the page Learning.',
      'Several people can grade under their own names, and the page shows how far they agree.',
    ],
    sections: [
      {
        id: 'set',
        title: 'Make a query set and grade it',
        body: [
          { picture: 'grading', shows: 'A product is graded for a query, with a button for each grade' },
          {
            steps: [
              'Choose **New query set** and collect a dozen searches or more that matter to your customers.',
              'Choose **Grade**. Press [[3]] for exactly, [[2]] for relevant, [[1]] for somewhat, [[0]] for not relevant.',
              'Go on with the next query when this one is done. You can stop at any time; grades are kept as you give them.',
            ],
          },
          'In the search results grading works as well: [[G]] turns it on, the numbers grade the product that has the focus.',
        ],
      },
      {
        id: 'which',
        title: 'Which to grade first',
        body: [
          'The list of a set begins with the queries whose first results have the fewest grades: **Grade next**. Grading those says most about how good the ranking is. Give both good and bad grades: from a query where all products fit, nothing can be learned.',
        ],
      },
    ],
  },
  learning: {
    title: 'Learning',
    words: ['train', 'ranking', 'ranker', 'measure', 'compare', 'ndcg', 'blind test', 'improve'],
    how: [
      'From your grades the app learns a ranking that suits your catalog.',
      'It tests each candidate on queries that it has not seen, and takes one over only if it is better beyond chance.',
      'What it decided, and why, is written down in words and figures.',
      'Every earlier version stays and can be brought back.',
      'The other tabs measure a ranking, compare two of them, or let you judge two blindly.',
    ],
    sections: [
      {
        id: 'learn',
        title: 'Learn from the grades',
        body: [
          { picture: 'learning', shows: 'The page that learns, with the versions of the ranking below' },
          {
            steps: [
              'Grade a dozen queries or more on the page Grading.',
              'Choose **Learn**. It takes a moment.',
              'Read what came of it. A new ranking that is better is in use at once; otherwise all stays as it was, and the reason tells what is missing, mostly more graded queries.',
            ],
          },
        ],
      },
      {
        id: 'measure',
        title: 'Measure and compare',
        body: [
          '**Measure** says how good the ranking is by the grades so far, query by query. **Compare** sets two rankings, or two models, against each other. **Blind test** mixes both into one list, you pick what fits, and only then it shows which ranking brought it.',
          '**Tag quality** says how well tags can be told from photos, and **History** keeps all reports.',
        ],
      },
    ],
  },
};
