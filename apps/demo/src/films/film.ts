/** A film as the pipeline sees it; what the data does not know is null. */
export interface Film {
  /** Row number in movies.json, from 0: titles are shared by several films. */
  id: number;
  title: string;
  /** As recorded; a few old films are dated a century late. */
  year: number | null;
  genre: string | null;
  director: string | null;
  /** MPAA rating. */
  audience: string | null;
  /** Creative type, such as Science Fiction. */
  type: string | null;
  source: string | null;
  minutes: number | null;
  /** IMDB, 0 to 10. */
  rating: number | null;
  /** IMDB. */
  votes: number | null;
  /** Rotten Tomatoes, 0 to 100. */
  reviews: number | null;
}

/** A row of movies.json; nine titles are numbers. */
export type FilmRow = Record<string, string | number | null>;

/** `lastYear` is where the data end: later dates are misread two-digit years. */
export const lastYear = 2011;

export function toFilm(row: FilmRow, id: number): Film {
  return {
    id,
    title: row['Title'] === null || row['Title'] === undefined ? `film ${id} (no title)` : String(row['Title']),
    year: yearOf(text(row['Release Date'])),
    genre: text(row['Major Genre']),
    director: text(row['Director']),
    audience: text(row['MPAA Rating']),
    type: text(row['Creative Type']),
    source: text(row['Source']),
    minutes: number(row['Running Time min']),
    rating: number(row['IMDB Rating']),
    votes: number(row['IMDB Votes']),
    reviews: number(row['Rotten Tomatoes Rating']),
  };
}

export function nameOf(film: Pick<Film, 'title' | 'year'>): string {
  return film.year === null ? film.title : `${film.title} (${film.year})`;
}

function text(value: FilmRow[string] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: FilmRow[string] | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** Dates read "Jun 12 1998". */
function yearOf(date: string | null): number | null {
  const year = /\b\d{4}$/.exec(date ?? '');
  return year ? Number(year[0]) : null;
}
