export { movieNight } from './examples/movie-night.js';
