import { inject, Pipe, type PipeTransform } from '@angular/core';

import { Clock } from './clock';
import { ageText, bytesText, countText, durationText, shortId } from './units';

@Pipe({ name: 'count' })
export class CountPipe implements PipeTransform {
  readonly transform = countText;
}

@Pipe({ name: 'bytes' })
export class BytesPipe implements PipeTransform {
  readonly transform = bytesText;
}

/** A dash while nothing is known yet. */
@Pipe({ name: 'duration' })
export class DurationPipe implements PipeTransform {
  transform(milliseconds: number | null): string {
    return milliseconds === null ? '–' : durationText(milliseconds);
  }
}

@Pipe({ name: 'shortId' })
export class ShortIdPipe implements PipeTransform {
  readonly transform = shortId;
}

/** Follows the clock. */
@Pipe({ name: 'age', pure: false })
export class AgePipe implements PipeTransform {
  readonly #clock = inject(Clock);

  transform(instant: string): string {
    return ageText(instant, this.#clock.now());
  }
}
