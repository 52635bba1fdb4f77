export type KeywordField = 'genre' | 'title' | 'director' | 'audience' | 'type' | 'source' | 'minutes';

/** What a word of the request may mean to a film: a value it has, or for `minutes` a running time that it stays within. */
export interface Association {
  field: KeywordField;
  value: string | number;
  /** How much it matters, 0 to 1. */
  weight: number;
}

export interface MovieRequest {
  text: string;
  /** Genres that can answer it. */
  genres: string[];
  /** First and last year that can answer it. */
  years: [number, number];
  associations: Association[];
}

const genre = (value: string, weight = 1): Association => ({ field: 'genre', value, weight });
const title = (value: string, weight = 0.5): Association => ({ field: 'title', value, weight });
const director = (value: string, weight = 0.4): Association => ({ field: 'director', value, weight });
const audience = (value: string, weight = 0.4): Association => ({ field: 'audience', value, weight });
const type = (value: string, weight = 0.6): Association => ({ field: 'type', value, weight });
const source = (value: string, weight = 0.4): Association => ({ field: 'source', value, weight });
const atMost = (minutes: number, weight = 0.5): Association => ({ field: 'minutes', value: minutes, weight });

/** What people ask for on a movie night. The last one cannot be answered from this data. */
export const movieRequests: MovieRequest[] = [
  {
    text: 'a tense heist, not too long',
    genres: ['Thriller/Suspense', 'Action', 'Drama'],
    years: [1970, 2011],
    associations: [
      genre('Thriller/Suspense'),
      genre('Action', 0.6),
      atMost(125),
      audience('R'),
      title('job'),
      title('heist'),
      director('Steven Soderbergh'),
      director('Michael Mann'),
    ],
  },
  {
    text: 'something funny for the whole family',
    genres: ['Comedy', 'Adventure', 'Musical'],
    years: [1970, 2011],
    associations: [
      genre('Comedy'),
      genre('Adventure', 0.7),
      audience('G', 0.7),
      audience('PG', 0.6),
      type('Kids Fiction', 0.8),
      title('toy'),
      atMost(110),
    ],
  },
  {
    text: 'space and big ideas',
    genres: ['Adventure', 'Action', 'Drama', 'Thriller/Suspense', 'Horror'],
    years: [1960, 2011],
    associations: [
      type('Science Fiction', 1),
      title('star'),
      title('alien'),
      title('space'),
      genre('Adventure', 0.4),
      director('Ridley Scott'),
      director('Steven Spielberg'),
      source('Original Screenplay', 0.3),
    ],
  },
  {
    text: 'a murder mystery with a twist',
    genres: ['Thriller/Suspense', 'Drama', 'Horror'],
    years: [1950, 2011],
    associations: [
      genre('Thriller/Suspense'),
      title('murder'),
      title('secret'),
      title('suspects'),
      director('Alfred Hitchcock', 0.6),
      director('David Fincher', 0.6),
      source('Based on Book/Short Story', 0.5),
      audience('R', 0.3),
    ],
  },
  {
    text: 'romantic, but witty',
    genres: ['Romantic Comedy', 'Comedy', 'Black Comedy'],
    years: [1970, 2011],
    associations: [
      genre('Romantic Comedy'),
      genre('Comedy', 0.5),
      title('love'),
      title('wedding'),
      director('Woody Allen', 0.6),
      audience('PG-13', 0.3),
      atMost(115, 0.4),
    ],
  },
  {
    text: 'an old classic, from before 1965',
    genres: ['Drama', 'Adventure', 'Comedy', 'Musical', 'Western', 'Thriller/Suspense', 'Romantic Comedy', 'Action'],
    years: [1915, 1964],
    associations: [
      genre('Drama', 0.8),
      genre('Adventure', 0.6),
      director('Alfred Hitchcock', 0.6),
      director('David Lean', 0.6),
      source('Based on Book/Short Story', 0.5),
      type('Historical Fiction', 0.4),
    ],
  },
  {
    text: 'a true story that leaves one thinking',
    genres: ['Drama', 'Documentary', 'Musical', 'Concert/Performance'],
    years: [1980, 2011],
    associations: [
      source('Based on Real Life Events', 1),
      source('Based on Factual Book/Article', 0.8),
      type('Dramatization', 0.8),
      type('Factual', 0.6),
      genre('Drama', 0.5),
      genre('Documentary', 0.5),
      audience('R', 0.3),
    ],
  },
  {
    text: 'a western from the silent days',
    genres: ['Western'],
    years: [1910, 1928],
    associations: [genre('Western'), type('Historical Fiction', 0.4), title('outlaw'), title('train')],
  },
];
